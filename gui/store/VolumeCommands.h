// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

namespace vitrine::gui {

class MessageArea;
class Removals;
class StoreListModel;

/// Carries the verbs of volumes to the backend. Every refusal ends as a message in the window; what cannot be undone
/// is asked first, with what would be lost.
class VolumeCommands : public QObject {
    Q_OBJECT
public:
    VolumeCommands(Backend &backend, StoreListModel &model, MessageArea &messages, Removals &removals, QWidget *window);

    void askForNew();
    void askForNewName(const QString &id);
    void askForCloneName(const QString &id);
    void remove(const QString &id);
    /// `size` is what is lost, when it is known.
    void askToEmpty(const QString &id, const std::optional<VolumeSize> &size);
    void askForBackupTarget(const QString &id);
    void backUpTo(const QString &id, const QString &path);
    void askForBackup(const QString &id); ///< to restore from
    void restoreFrom(const QString &id, const QString &path);
    void cancel(const QString &id); ///< what is under way
    void askToPrune(); ///< after it has shown what would go

signals:
    void made(const QString &id);
    void contentChanged(const QString &id); ///< what was counted no longer holds

private:
    [[nodiscard]] QString nameOf(const QString &id) const;
    void showPrune(const PruneReport &report);
    void ask(const QString &what, const QString &loss, const QString &verb, std::function<void()> act);
    /// What the person gave up needs no words.
    void showFailure(const QString &failure, const Error &error);
    Reply<void> reporting(const QString &failure);
    Reply<QString> making(const QString &failure);

    Backend &m_backend;
    StoreListModel &m_model;
    MessageArea &m_messages;
    Removals &m_removals;
    QWidget *m_window;
};

} // namespace vitrine::gui
