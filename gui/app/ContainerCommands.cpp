// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/ContainerCommands.h"

#include "core/base/UniqueFd.h"
#include "core/ipc/Names.h"
#include "gui/widgets/MessageBar.h"

#include <csignal>

namespace vitrine::gui {

ContainerCommands::ContainerCommands(Backend &backend, MessageArea &messages, QObject *parent)
    : QObject(parent)
    , m_backend(backend)
    , m_messages(messages)
{
}

void ContainerCommands::start(const QString &id)
{
    m_backend.startContainer(id, { this, [this, id](const Result<std::shared_ptr<UniqueFd>> &console) {
                                      if (!console)
                                          showStartFailure(id, console.error());
                                  } });
}

void ContainerCommands::stop(const QString &id)
{
    m_backend.stop(id, ipc::kDefaultStopTimeout, reporting(id, tr("Could not stop “%1”.")));
}

void ContainerCommands::forceStop(const QString &id)
{
    m_backend.kill(id, SIGKILL, reporting(id, tr("Could not force “%1” to stop.")));
}

void ContainerCommands::restart(const QString &id)
{
    m_backend.restart(id, ipc::kDefaultStopTimeout,
                      { this, [this, id](const Result<std::shared_ptr<UniqueFd>> &console) {
                           if (!console)
                               showStartFailure(id, console.error());
                       } });
}

void ContainerCommands::togglePause(const QString &id)
{
    const auto info = m_backend.container(id);
    if (info && info->state == ipc::ContainerState::Paused)
        m_backend.resume(id, reporting(id, tr("Could not resume “%1”.")));
    else
        m_backend.pause(id, reporting(id, tr("Could not pause “%1”.")));
}

void ContainerCommands::cancelPreparing(const QString &id)
{
    m_backend.cancelPreparing(id, reporting(id, tr("Could not cancel the preparing of “%1”.")));
}

void ContainerCommands::rename(const QString &id, const QString &name)
{
    m_backend.rename(id, name, reporting(id, tr("Could not rename “%1”.")));
}

void ContainerCommands::revert(const QString &id)
{
    m_backend.revertSpec(id, reporting(id, tr("Could not take back the changes of “%1”.")));
}

void ContainerCommands::showStartFailure(const QString &id, const Error &error)
{
    ErrorText text = explain(tr("Could not start “%1”.").arg(nameOf(id)), error);
    const auto info = m_backend.container(id);
    if (error.code == ErrorCode::StartFailed && info && info->ended && !info->ended->step.empty())
        text.details += u'\n' + tr("It failed at the step “%1”.").arg(QString::fromStdString(info->ended->step));
    MessageBar *bar = m_messages.showError(text);
    if (text.seeThisComputer)
        bar->addAction(tr("This Computer"), [this] { emit thisComputerRequested(); });
    else
        bar->addAction(tr("Try Again"), [this, id] { start(id); });
}

void ContainerCommands::fail(const QString &what, const Error &error)
{
    const ErrorText text = explain(what, error);
    MessageBar *bar = m_messages.showError(text);
    if (text.seeThisComputer)
        bar->addAction(tr("This Computer"), [this] { emit thisComputerRequested(); });
}

QString ContainerCommands::nameOf(const QString &id) const
{
    const auto info = m_backend.container(id);
    return info ? info->name : id;
}

Reply<void> ContainerCommands::reporting(const QString &id, const QString &what)
{
    return { this, [this, sentence = what.arg(nameOf(id))](const Result<> &done) {
                if (!done)
                    fail(sentence, done.error());
            } };
}

} // namespace vitrine::gui
