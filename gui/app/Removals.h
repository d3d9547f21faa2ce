// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

#include <QEventLoopLocker>
#include <QList>
#include <QPointer>

#include <memory>

class QTimer;

namespace vitrine::gui {

class ContainerListModel;
class MessageArea;
class MessageBar;

/// Something that can be deleted, and how.
struct Removable {
    QString id;
    QString notice; ///< says that it is deleted
    QString failure; ///< says that it could not be deleted
    std::function<void(bool hidden)> setHidden; ///< of its row
    std::function<void(Reply<void>)> remove;
};

/// Delete with Undo: the row goes at once, the object ten seconds later, or never.
class Removals : public QObject {
    Q_OBJECT
public:
    Removals(Backend &backend, ContainerListModel &model, MessageArea &messages, QObject *parent = nullptr);

    void remove(const QString &id); ///< a container
    void remove(const Removable &object);
    /// Brings back what was deleted last; false when nothing waits.
    bool undoLast();
    /// Deletes now all that still waits, because the window closes. The program stays until the helper has answered:
    /// a caller that is gone is not allowed anything.
    void finish();

    [[nodiscard]] bool isWaiting() const { return !m_waiting.isEmpty(); } ///< something can be brought back

    static constexpr int kUndoMs = 10'000;
    static constexpr int kFinishMs = 3'000; ///< no longer does the program stay for it

signals:
    void waitingChanged();

private:
    struct Waiting {
        Removable object;
        QTimer *timer = nullptr;
        QPointer<MessageBar> bar;
    };
    void undo(const QString &id);
    void carryOut(const QString &id);
    void carriedOut(const Removable &object, const Result<> &done);
    void gone(const QString &id);
    std::optional<Waiting> take(const QString &id);

    Backend &m_backend;
    ContainerListModel &m_model;
    MessageArea &m_messages;
    QList<Waiting> m_waiting;
    int m_unanswered = 0; ///< calls to delete
    std::unique_ptr<QEventLoopLocker> m_stay; ///< keeps the program running without a window
};

} // namespace vitrine::gui
