// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

#include <QList>
#include <QPointer>

class QTimer;

namespace vitrine::gui {

class ContainerListModel;
class MessageArea;
class MessageBar;

/// Delete with Undo: the row goes at once, the container ten seconds later, or never.
class Removals : public QObject {
    Q_OBJECT
public:
    Removals(Backend &backend, ContainerListModel &model, MessageArea &messages, QObject *parent = nullptr);

    void remove(const QString &id);
    /// Brings back what was deleted last; false when nothing waits.
    bool undoLast();
    /// Deletes now all that still waits, because the window closes.
    void finish();
    [[nodiscard]] bool isWaiting() const { return !m_waiting.isEmpty(); }

    static constexpr int kUndoMs = 10'000;

private:
    struct Waiting {
        QString id;
        QTimer *timer = nullptr;
        QPointer<MessageBar> bar;
    };
    void undo(const QString &id);
    void carryOut(const QString &id);
    std::optional<Waiting> take(const QString &id);

    Backend &m_backend;
    ContainerListModel &m_model;
    MessageArea &m_messages;
    QList<Waiting> m_waiting;
};

} // namespace vitrine::gui
