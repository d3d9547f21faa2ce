// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

namespace vitrine::gui {

class MessageArea;

/// Carries the verbs of the window to the backend. Every refusal ends as a message in the window.
class ContainerCommands : public QObject {
    Q_OBJECT
public:
    ContainerCommands(Backend &backend, MessageArea &messages, QObject *parent = nullptr);

    void start(const QString &id);
    void stop(const QString &id);
    void forceStop(const QString &id);
    void restart(const QString &id);
    void togglePause(const QString &id);
    void cancelPreparing(const QString &id);
    void rename(const QString &id, const QString &name);
    /// What waits for its next start.
    void revert(const QString &id);
    void showStartFailure(const QString &id, const Error &error);

signals:
    /// This Computer says more about a failure, and the person asks for it.
    void thisComputerRequested();

private:
    void fail(const QString &what, const Error &error);
    [[nodiscard]] QString nameOf(const QString &id) const;
    /// Answers with `what` (with %1 for the name) when the call fails.
    Reply<void> reporting(const QString &id, const QString &what);

    Backend &m_backend;
    MessageArea &m_messages;
};

} // namespace vitrine::gui
