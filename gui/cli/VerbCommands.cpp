// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/ipc/Names.h"
#include "core/spec/Signals.h"
#include "gui/cli/Commands.h"
#include "gui/cli/Describe.h"
#include "gui/cli/Volumes.h"

#include <csignal>

#include <fmt/format.h>

namespace vitrine::gui {

namespace {

constexpr OptionInfo kTimeList[]{
    { "time", 't', "SECONDS", "between asking to end and ending; the container's own when not given" },
};
constexpr OptionInfo kKillList[]{
    { "signal", 's', "SIGNAL", "TERM, SIGTERM or 15; KILL when not given" },
};
constexpr OptionInfo kRemoveList[]{
    { "force", 'f', "", "also while it runs" },
    { "volumes", 'v', "", "and the volumes that were made for it alone" },
};

constexpr std::size_t kMany = 4096;

using Fd = std::shared_ptr<UniqueFd>;

/// Does the same to each; what fails for one does not keep the others from it.
Result<int> forEach(Session &session, const std::vector<std::string> &names,
                    const std::function<Result<>(const ContainerInfo &)> &act)
{
    int status = 0;
    for (const std::string &name : names) {
        const auto info = session.find(name);
        const auto done = info ? act(*info) : Result<>(failure(info.error()));
        if (!done) {
            complain(done.error().what);
            status = kVitrineFailed;
        }
    }
    return status;
}

Result<int> plainVerb(Session &session, Words words, void (Backend::*verb)(const QString &, Reply<void>))
{
    VITRINE_TRY_ASSIGN(const Arguments arguments, parseWords({}, words, 1, kMany));
    return forEach(session, arguments.words, [&](const ContainerInfo &info) {
        return session.ask<void>([&](Reply<void> reply) { (session.backend().*verb)(info.id, std::move(reply)); });
    });
}

Result<std::uint32_t> stopTimeout(const Arguments &arguments)
{
    const auto text = arguments.value("time");
    if (!text)
        return ipc::kDefaultStopTimeout;
    const auto seconds = parseNumber<std::uint32_t>(*text);
    if (!seconds || *seconds > 86'400)
        return failure(ErrorCode::InvalidArgs,
                       fmt::format("--time is a number of seconds up to a day, not \"{}\"", *text));
    return *seconds * 1000;
}

Result<> withoutValue(const Result<Fd> &console)
{
    if (!console)
        return failure(console.error());
    return {};
}

} // namespace

const std::span<const OptionInfo> kTimeOptions = kTimeList;
const std::span<const OptionInfo> kKillOptions = kKillList;
const std::span<const OptionInfo> kRemoveOptions = kRemoveList;

Result<int> runStart(Session &session, Words words)
{
    VITRINE_TRY_ASSIGN(const Arguments arguments, parseWords({}, words, 1, kMany));
    return forEach(session, arguments.words, [&](const ContainerInfo &info) {
        return withoutValue(
            session.ask<Fd>([&](Reply<Fd> reply) { session.backend().startContainer(info.id, std::move(reply)); }));
    });
}

Result<int> runStop(Session &session, Words words)
{
    VITRINE_TRY_ASSIGN(const Arguments arguments, parseWords(kTimeOptions, words, 1, kMany));
    VITRINE_TRY_ASSIGN(const std::uint32_t timeoutMs, stopTimeout(arguments));
    return forEach(session, arguments.words, [&](const ContainerInfo &info) -> Result<> {
        if (info.state == ipc::ContainerState::Ended)
            return {};
        return session.ask<void>(
            [&](Reply<void> reply) { session.backend().stop(info.id, timeoutMs, std::move(reply)); });
    });
}

Result<int> runKill(Session &session, Words words)
{
    VITRINE_TRY_ASSIGN(const Arguments arguments, parseWords(kKillOptions, words, 1, kMany));
    const std::string name = arguments.value("signal").value_or("KILL");
    const auto signal = spec::parseSignal(name);
    if (!signal)
        return failure(ErrorCode::InvalidArgs, fmt::format("There is no signal \"{}\"", name));
    return forEach(session, arguments.words, [&](const ContainerInfo &info) {
        return session.ask<void>(
            [&](Reply<void> reply) { session.backend().kill(info.id, *signal, std::move(reply)); });
    });
}

Result<int> runPause(Session &session, Words words)
{
    return plainVerb(session, words, &Backend::pause);
}

Result<int> runResume(Session &session, Words words)
{
    return plainVerb(session, words, &Backend::resume);
}

Result<int> runRestart(Session &session, Words words)
{
    VITRINE_TRY_ASSIGN(const Arguments arguments, parseWords(kTimeOptions, words, 1, kMany));
    VITRINE_TRY_ASSIGN(const std::uint32_t timeoutMs, stopTimeout(arguments));
    return forEach(session, arguments.words, [&](const ContainerInfo &info) {
        return withoutValue(
            session.ask<Fd>([&](Reply<Fd> reply) { session.backend().restart(info.id, timeoutMs, std::move(reply)); }));
    });
}

Result<int> runRemove(Session &session, Words words)
{
    VITRINE_TRY_ASSIGN(const Arguments arguments, parseWords(kRemoveOptions, words, 1, kMany));
    return forEach(session, arguments.words, [&](const ContainerInfo &info) -> Result<> {
        VITRINE_TRY(session.ask<void>(
            [&](Reply<void> reply) { session.backend().remove(info.id, arguments.has("force"), std::move(reply)); }));
        if (arguments.has("volumes"))
            removeAnonymousVolumes(session, info.spec);
        return {};
    });
}

Result<int> runRename(Session &session, Words words)
{
    VITRINE_TRY_ASSIGN(const Arguments arguments, parseWords({}, words, 2, 2));
    VITRINE_TRY_ASSIGN(const ContainerInfo info, session.find(arguments.words[0]));
    VITRINE_TRY(session.ask<void>([&](Reply<void> reply) {
        session.backend().rename(info.id, QString::fromStdString(arguments.words[1]), std::move(reply));
    }));
    return 0;
}

} // namespace vitrine::gui
