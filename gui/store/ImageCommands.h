// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

#include <QPointer>

namespace vitrine::gui {

class Arrivals;
class MessageArea;
class MessageBar;
class Removals;
class StoreListModel;

/// Carries the verbs of images to the backend. Every refusal ends as a message in the window.
class ImageCommands : public QObject {
    Q_OBJECT
public:
    ImageCommands(Backend &backend, Arrivals &arrivals, StoreListModel &model, MessageArea &messages,
                  Removals &removals, QWidget *window);

    void askForArchive();
    void askForFolder();
    void askToPull();
    void import(const QStringList &paths); ///< archives and folders
    void cancel(const QString &id);
    void remove(const QString &id);
    void askForName(const QString &id);
    void untag(const QString &id, const QString &name); ///< with Undo
    void askToExport(const QString &id);
    void askToPrune(); ///< after it has shown what would go

private:
    [[nodiscard]] QString titleFor(const QString &id) const;
    void tag(const QString &id, const QString &name);
    void showPrune(const PruneReport &report);
    Reply<void> reporting(const QString &failure);

    Backend &m_backend;
    Arrivals &m_arrivals;
    StoreListModel &m_model;
    MessageArea &m_messages;
    Removals &m_removals;
    QWidget *m_window;
};

/// That something cannot be removed, and because of whom.
void showInUse(MessageArea &messages, const QString &name, const QStringList &users);

} // namespace vitrine::gui
