// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/list/NewsLine.h"

#include "gui/format/Translate.h"
#include "gui/format/Units.h"
#include "gui/list/Phrases.h"

#include <csignal>
#include <cstring>

namespace vitrine::gui {

using ipc::ContainerState;
using ipc::EndReason;

namespace {

bool isWished(int signal)
{
    return signal == SIGTERM || signal == SIGINT || signal == SIGHUP || signal == SIGKILL;
}

QString signalText(int signal)
{
    const char *name = sigabbrev_np(signal);
    return name ? tr("signal %1 (%2)").arg(signal).arg(QLatin1String(name)) : tr("signal %1").arg(signal);
}

QString preparing(const ContainerInfo &info)
{
    if (info.progressTotal == 0)
        return tr("Preparing…");
    const std::uint64_t percent = std::min<std::uint64_t>(100, info.progressDone * 100 / info.progressTotal);
    return tr("Preparing %1 %").arg(percent);
}

News endedNews(const ipc::Ended &ended, std::int64_t nowUs)
{
    const QString when = ended.atUs ? agoText(static_cast<std::int64_t>(ended.atUs), nowUs) : QString();
    if (!endedBadly(ended)) {
        const QString stopped = when.isEmpty() ? tr("Stopped") : tr("Stopped %1").arg(when);
        return { tr("%1 · %2").arg(stopped, endCause(ended)), Tone::Quiet };
    }
    const QString cause = ended.reason == EndReason::Failed ? tr("Could not start: %1").arg(endCause(ended))
                                                            : tr("Ended: %1").arg(endCause(ended));
    return { when.isEmpty() ? cause : tr("%1 · %2").arg(cause, when), Tone::Bad };
}

} // namespace

QString endCause(const ipc::Ended &ended)
{
    switch (ended.reason) {
    case EndReason::Oom:
        return ended.memoryMaxBytes
            ? tr("out of memory at %1").arg(units::bytes(static_cast<double>(*ended.memoryMaxBytes)))
            : tr("out of memory");
    case EndReason::Exited:
        return tr("exit code %1").arg(ended.exitCode.value_or(0));
    case EndReason::Signal:
        return signalText(ended.signal.value_or(0));
    case EndReason::Failed:
    case EndReason::Unknown:
        break;
    }
    return ended.message.empty() ? tr("nobody was there to see how") : QString::fromStdString(ended.message);
}

bool endedBadly(const ipc::Ended &ended)
{
    switch (ended.reason) {
    case EndReason::Exited:
        // Shells report a signal that they died of as 128 + its number.
        return ended.exitCode.value_or(0) != 0 && !isWished(ended.exitCode.value_or(0) - 128);
    case EndReason::Signal:
        return !isWished(ended.signal.value_or(0));
    case EndReason::Oom:
    case EndReason::Failed:
    case EndReason::Unknown:
        break;
    }
    return true;
}

News newsLine(const ContainerInfo &info, std::int64_t nowUs)
{
    switch (info.state) {
    case ContainerState::Preparing:
        return { preparing(info), Tone::Quiet };
    case ContainerState::Created:
        return { tr("Not started yet · %1").arg(rootText(info.spec)), Tone::Quiet };
    case ContainerState::Starting:
        return { tr("Starting…"), Tone::Quiet };
    case ContainerState::Stopping:
        return { tr("Stopping…"), Tone::Quiet };
    case ContainerState::Paused:
        return { tr("Paused · %1").arg(rootText(info.spec)), Tone::Quiet };
    case ContainerState::Running:
        if (!info.waiting.empty())
            return { tr("%n change(s) wait for restart", nullptr, static_cast<int>(info.waiting.size())), Tone::Quiet };
        return { tr("Running · %1 · %2")
                     .arg(units::duration(static_cast<double>(nowUs - static_cast<std::int64_t>(info.startedAtUs))
                                          / 1e6),
                          rootText(info.spec)),
                 Tone::Quiet };
    case ContainerState::Ended:
        break;
    }
    return info.ended ? endedNews(*info.ended, nowUs) : News{ tr("Ended"), Tone::Quiet };
}

Mark stateMark(const ContainerInfo &info)
{
    switch (info.state) {
    case ContainerState::Running:
        return { Mark::Shape::Circle, Tone::Good };
    case ContainerState::Paused:
        return { Mark::Shape::Paused, Tone::Warn };
    case ContainerState::Preparing:
    case ContainerState::Starting:
    case ContainerState::Stopping:
        return { Mark::Shape::Ring, Tone::Accent };
    case ContainerState::Created:
        return { Mark::Shape::Ring, Tone::Quiet };
    case ContainerState::Ended:
        break;
    }
    return { Mark::Shape::Square, info.ended && endedBadly(*info.ended) ? Tone::Bad : Tone::Quiet };
}

QString stateText(const ContainerInfo &info)
{
    switch (info.state) {
    case ContainerState::Preparing:
        return tr("preparing");
    case ContainerState::Created:
        return tr("not started");
    case ContainerState::Starting:
        return tr("starting");
    case ContainerState::Running:
        return tr("running");
    case ContainerState::Paused:
        return tr("paused");
    case ContainerState::Stopping:
        return tr("stopping");
    case ContainerState::Ended:
        break;
    }
    return info.ended && endedBadly(*info.ended) ? tr("ended badly") : tr("ended");
}

} // namespace vitrine::gui
