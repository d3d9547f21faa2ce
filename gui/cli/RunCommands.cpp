// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Try.h"
#include "core/plan/ImageVolumes.h"
#include "core/plan/VolumeAdvice.h"
#include "core/spec/CommandLine.h"
#include "core/spec/NameSuggestion.h"
#include "gui/cli/Commands.h"
#include "gui/cli/Describe.h"
#include "gui/cli/Follow.h"
#include "gui/cli/Images.h"
#include "gui/cli/OutputQueue.h"
#include "gui/cli/Relay.h"
#include "gui/cli/Volumes.h"

#include <QRandomGenerator>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <fmt/format.h>
#include <unistd.h>

namespace vitrine::gui {

namespace {

using Fd = std::shared_ptr<UniqueFd>;

constexpr int kSettleMs = 2000; ///< how long news of an end may lag behind the answer that tells of it

const std::vector<int> kSignals{ SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH };

/// Until then the archive of the root is unpacked; says how far it is when somebody watches.
Result<> waitUntilPrepared(Session &session, Follow &follow)
{
    const bool isWatched = isTerminal(STDERR_FILENO);
    const auto show = QObject::connect(&follow, &Follow::changed, &follow, [&] {
        const ContainerInfo &info = follow.info();
        if (isWatched && info.state == ipc::ContainerState::Preparing && info.progressTotal > 0)
            writeAll(STDERR_FILENO,
                     fmt::format("\rUnpacking {} … {} %", info.spec.root.path,
                                 info.progressDone * 100 / info.progressTotal));
    });
    SignalCatcher catcher({ SIGINT, SIGTERM });
    bool isCancelled = false;
    QObject::connect(&catcher, &SignalCatcher::caught, &follow, [&] {
        isCancelled = true;
        follow.giveUp();
    });
    const bool wasPreparing = follow.info().state == ipc::ContainerState::Preparing;
    const bool isPrepared =
        follow.waitUntil([](const ContainerInfo &info) { return info.state != ipc::ContainerState::Preparing; });
    QObject::disconnect(show);
    if (isWatched && wasPreparing)
        writeAll(STDERR_FILENO, "\n");
    if (isCancelled) {
        VITRINE_TRY(session.ask<void>(
            [&](Reply<void> reply) { session.backend().cancelPreparing(follow.info().id, std::move(reply)); }));
        return failure(ErrorCode::Cancelled, "Cancelled while the root was unpacked");
    }
    if (!isPrepared)
        return failure(ErrorCode::System, "The container went away while its root was unpacked");
    if (follow.info().ended && follow.info().ended->reason == ipc::EndReason::Failed)
        return failure(ErrorCode::ImageUnpackFailed, follow.info().ended->message);
    return {};
}

/// Status 126 or 127 as shells have it when the command could not be run, 125 for all else.
int statusOfFailedStart(Session &session, Follow &follow)
{
    follow.waitUntil([](const ContainerInfo &info) { return info.ended.has_value(); }, kSettleMs / 4);
    const ContainerInfo &info = follow.info();
    if (info.spec.removeWhenEnded && !follow.isRemoved())
        (void)session.ask<void>([&](Reply<void> reply) { session.backend().remove(info.id, true, std::move(reply)); });
    return info.ended ? ipc::shellStatus(*info.ended) : kVitrineFailed;
}

/// The same for an exec, of which nothing is kept: the answer is "exec: running <command>: <errno's text>".
int statusOfFailedExec(const Error &error)
{
    if (error.code != ErrorCode::StartFailed || !error.what.starts_with("exec: running "))
        return kVitrineFailed;
    ipc::Ended ended;
    ended.reason = ipc::EndReason::Failed;
    ended.step = "exec";
    ended.sysErrno = error.what.ends_with(::strerrordesc_np(ENOENT)) ? ENOENT : EACCES;
    return ipc::shellStatus(ended);
}

/// Hands a signal of ours on to the command, or says false: then it is for us, and we leave. SIGPIPE is the news that
/// nobody reads our output any more.
using HandOn = std::function<bool(int signal)>;

/// Runs the relay until the command ends or the person leaves; the exit status.
Result<int> runRelay(Relay &relay, const RelayOptions &options, const HandOn &handOn)
{
    std::signal(SIGPIPE, SIG_IGN);
    const bool isRaw = options.hasTerminal && options.sendsInput && isTerminal(STDIN_FILENO);
    std::optional<RawTerminal> raw;
    if (isRaw)
        raw.emplace(STDIN_FILENO);
    QEventLoop loop;
    int leftBySignal = 0;
    SignalCatcher catcher(kSignals);
    const auto sendSize = [&] {
        if (const auto size = terminalSize(); size && options.hasTerminal)
            relay.sendSize(*size);
    };
    QObject::connect(&relay, &Relay::finished, &loop, &QEventLoop::quit);
    const auto leave = [&](int signal) {
        leftBySignal = signal;
        loop.quit();
    };
    const auto handle = [&](int signal) {
        if (handOn(signal))
            return;
        leave(signal);
    };
    QObject::connect(&relay, &Relay::outputClosed, &loop, [&] { handle(SIGPIPE); });
    QObject::connect(&catcher, &SignalCatcher::caught, &loop, [&](int signal) {
        if (signal == SIGWINCH)
            sendSize();
        else if (isRaw)
            leave(signal);
        else
            handle(signal);
    });
    sendSize();
    loop.exec();
    if (leftBySignal)
        return 128 + leftBySignal;
    if (relay.isDetached()) {
        raw.reset();
        VITRINE_TRY(print("\n"));
        return 0;
    }
    if (!relay.ended())
        return failure(ErrorCode::System, "The connection to the command broke");
    return ipc::shellStatus(*relay.ended());
}

/// Those that only tell that a viewer has gone.
bool isOfViewer(int signal)
{
    return signal == SIGPIPE || signal == SIGHUP;
}

enum class Viewer { IsStarter, IsGuest };

Result<int> runConsole(Session &session, Follow &follow, Fd console, Viewer viewer)
{
    const ContainerInfo info = follow.info();
    const RelayOptions options{ info.spec.terminal, info.spec.openStdin, info.spec.terminal };
    ConsoleRelay relay(std::move(*console), {}, options);
    auto status = runRelay(relay, options, [&](int signal) {
        // Whoever looks on at a container does not end it by looking away.
        if (viewer == Viewer::IsGuest && isOfViewer(signal))
            return false;
        session.backend().kill(info.id, signal, { &relay, [](Result<>) {} });
        return true;
    });
    if (status && relay.ended() && relay.ended()->reason == ipc::EndReason::Oom)
        complain(fmt::format("{} ended: {}", info.name.toStdString(), describeEnded(*relay.ended())));
    if (status)
        return status;
    std::string sentence =
        fmt::format("The connection to {} broke, so output may be missing here", info.name.toStdString());
    if (follow.waitUntil([](const ContainerInfo &now) { return now.ended.has_value(); }, kSettleMs))
        sentence += fmt::format("; it ended: {}", describeEnded(*follow.info().ended));
    return failure(ErrorCode::System, std::move(sentence));
}

/// What an image says is worth keeping gets a volume, as with podman.
void addVolumes(const std::optional<spec::ImageConfig> &image, spec::RunOptions &options)
{
    if (image)
        plan::addImageVolumes(options.spec, *image, options.imageVolumes);
    plan::nameAnonymousVolumes(options.spec, freshVolumeName);
}

/// Of the image that is to run; nothing when it is none, or is not here.
std::optional<spec::ImageConfig> imageConfigOf(Session &session, const spec::ContainerSpec &spec)
{
    if (spec.root.kind != spec::RootKind::Image)
        return std::nullopt;
    auto image = findImage(session, spec.root.path);
    return image ? std::optional(std::move(image->config)) : std::nullopt;
}

void sayNotes(const spec::RunOptions &options, const std::optional<spec::ImageConfig> &image)
{
    for (const std::string &note : options.notes)
        complain("note: " + note);
    for (const plan::VolumeAdvice &advice : plan::adviseOnVolumes(options.spec, image ? &*image : nullptr))
        complain("note: " + plan::adviceText(advice));
}

Result<QString> createNamed(Session &session, spec::ContainerSpec &spec)
{
    VITRINE_TRY_ASSIGN(const std::vector<ContainerInfo> known, session.all());
    if (spec.name.empty())
        spec.name = spec::suggestName(QRandomGenerator::global()->generate64(), [&](const std::string &name) {
            return std::any_of(known.begin(), known.end(),
                               [&](const ContainerInfo &info) { return info.name.toStdString() == name; });
        });
    VITRINE_TRY(makeMissingVolumes(session, spec));
    auto created =
        session.ask<QString>([&](Reply<QString> reply) { session.backend().create(spec, std::move(reply)); });
    if (!created)
        removeAnonymousVolumes(session, spec);
    return created;
}

/// With its archive unpacked; what could not be prepared is cleared away.
Result<> prepare(Session &session, Follow &follow)
{
    const auto prepared = waitUntilPrepared(session, follow);
    if (!prepared && prepared.error().code != ErrorCode::Cancelled)
        (void)statusOfFailedStart(session, follow);
    return prepared;
}

spec::Surroundings surroundingsOf(Session &session)
{
    spec::Surroundings surroundings = spec::processSurroundings();
    surroundings.isImage = [&session](const std::string &word) { return isImageToRun(session, word); };
    return surroundings;
}

} // namespace

Result<int> runCreate(Session &session, Words words)
{
    VITRINE_TRY_ASSIGN(spec::RunOptions options, spec::parseRun(words, surroundingsOf(session)));
    const auto image = imageConfigOf(session, options.spec);
    addVolumes(image, options);
    VITRINE_TRY_ASSIGN(const QString id, createNamed(session, options.spec));
    sayNotes(options, image);
    Follow follow(session.backend(), id);
    VITRINE_TRY(prepare(session, follow));
    VITRINE_TRY(print(id.toStdString() + "\n"));
    return 0;
}

Result<int> runRun(Session &session, Words words)
{
    VITRINE_TRY_ASSIGN(spec::RunOptions options, spec::parseRun(words, surroundingsOf(session)));
    const auto image = imageConfigOf(session, options.spec);
    addVolumes(image, options);
    VITRINE_TRY_ASSIGN(const QString id, createNamed(session, options.spec));
    sayNotes(options, image);
    complainAboutMounts(session, options.spec);
    Follow follow(session.backend(), id);
    VITRINE_TRY(prepare(session, follow));
    auto console = session.ask<Fd>([&](Reply<Fd> reply) { session.backend().startContainer(id, std::move(reply)); });
    if (!console) {
        complain(console.error().what);
        return statusOfFailedStart(session, follow);
    }
    if (options.detach) {
        VITRINE_TRY(print(id.toStdString() + "\n"));
        return 0;
    }
    return runConsole(session, follow, std::move(*console), Viewer::IsStarter);
}

Result<int> runAttach(Session &session, Words words)
{
    VITRINE_TRY_ASSIGN(const Arguments arguments, parseWords({}, words, 1, 1));
    VITRINE_TRY_ASSIGN(const ContainerInfo info, session.find(arguments.words[0]));
    Follow follow(session.backend(), info.id);
    VITRINE_TRY_ASSIGN(Fd console, session.ask<Fd>([&](Reply<Fd> reply) {
        session.backend().openConsole(info.id, std::move(reply));
    }));
    return runConsole(session, follow, std::move(console), Viewer::IsGuest);
}

Result<int> runExec(Session &session, Words words)
{
    VITRINE_TRY_ASSIGN(const spec::ExecOptions options, spec::parseExec(words, spec::processSurroundings()));
    VITRINE_TRY_ASSIGN(const ContainerInfo info, session.find(options.container));
    const auto started = session.ask<std::shared_ptr<ExecStreams>>([&](Reply<std::shared_ptr<ExecStreams>> reply) {
        session.backend().exec(info.id, options.exec, std::move(reply));
    });
    if (!started) {
        complain(started.error().what);
        return statusOfFailedExec(started.error());
    }
    const auto &streams = *started;
    if (streams->streams.size() < (options.exec.terminal ? 1U : 3U))
        return failure(ErrorCode::Protocol, "The helper gave too few streams for the command");
    const RelayOptions relayOptions{ options.exec.terminal, options.exec.openStdin, options.exec.terminal };
    ExecRelay relay(std::move(*streams), {}, relayOptions);
    return runRelay(relay, relayOptions, [](int) { return false; });
}

} // namespace vitrine::gui
