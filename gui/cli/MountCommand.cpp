// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/StrictJson.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/spec/CommandLine.h"
#include "core/spec/Sizes.h"
#include "gui/cli/Commands.h"
#include "gui/cli/Table.h"

#include <algorithm>
#include <cerrno>

#include <fmt/format.h>

namespace vitrine::gui {

namespace {

constexpr OptionInfo kMountList[]{
    { "keep", 'k', "", "add, rm: also for the next start" },
    { "tmpfs", 0, "DST[:size=…]", "add: memory in place of a folder" },
    { "json", 0, "", "ls: an array of objects, for programs" },
};

std::string kindText(const spec::Mount &mount)
{
    if (mount.kind == spec::MountKind::Bind)
        return mount.source;
    if (mount.kind == spec::MountKind::Volume)
        return "volume " + mount.source;
    return mount.sizeBytes ? "memory, " + spec::formatSize(*mount.sizeBytes) : "memory";
}

std::string accessText(const std::optional<spec::Mount> &mount)
{
    if (!mount)
        return "-";
    std::string text = mount->access == spec::Access::ReadOnly ? "read-only" : "writable";
    if (mount->kind == spec::MountKind::Bind && !mount->recursive)
        text += ", without mounts below";
    if (mount->propagation == spec::Propagation::Slave)
        text += ", with later ones";
    return mount->noExec ? text + ", noexec" : text;
}

std::string sentence(spec::MountFix fix)
{
    switch (fix) {
    case spec::MountFix::RunAsMe:
        return "leave out --user";
    case spec::MountFix::MakeReadOnly:
        return "mount it read-only (:ro)";
    case spec::MountFix::ChooseAnother:
        return "choose another folder";
    }
    return {};
}

Keep keepOf(const Arguments &arguments)
{
    return arguments.has("keep") ? Keep::Yes : Keep::No;
}

Result<int> add(Session &session, Arguments arguments)
{
    const spec::Surroundings surroundings = spec::processSurroundings();
    const auto tmpfs = arguments.value("tmpfs");
    if (arguments.words.size() != (tmpfs ? 1U : 2U))
        return failure(ErrorCode::InvalidArgs, "Say which container, and SRC:DST[:ro] or --tmpfs DST");
    VITRINE_TRY_ASSIGN(const spec::Mount mount,
                       tmpfs ? spec::parseTmpfs(*tmpfs, surroundings)
                             : spec::parseVolume(arguments.words[1], surroundings));
    VITRINE_TRY_ASSIGN(const ContainerInfo info, session.find(arguments.words[0]));
    spec::ContainerSpec tried = info.spec;
    tried.mounts = { mount };
    complainAboutMounts(session, tried);
    VITRINE_TRY(session.ask<void>(
        [&](Reply<void> reply) { session.backend().addMount(info.id, mount, keepOf(arguments), std::move(reply)); }));
    return 0;
}

Result<int> remove(Session &session, const Arguments &arguments)
{
    if (arguments.words.size() != 2)
        return failure(ErrorCode::InvalidArgs, "Say which container, and the path inside");
    VITRINE_TRY_ASSIGN(const ContainerInfo info, session.find(arguments.words[0]));
    VITRINE_TRY(session.ask<void>([&](Reply<void> reply) {
        session.backend().removeMount(info.id, QString::fromStdString(arguments.words[1]), keepOf(arguments),
                                      std::move(reply));
    }));
    return 0;
}

Result<int> list(Session &session, const Arguments &arguments)
{
    if (arguments.words.size() != 1)
        return failure(ErrorCode::InvalidArgs, "Say which container");
    VITRINE_TRY_ASSIGN(const ContainerInfo info, session.find(arguments.words[0]));
    if (arguments.has("json")) {
        VITRINE_TRY(print(spec::mountStatesToJson(info.mounts) + "\n"));
        return 0;
    }
    std::vector<std::vector<std::string>> rows{ { "INSIDE", "FROM", "NOW", "AT NEXT START" } };
    for (const spec::MountState &state : info.mounts) {
        const spec::Mount &mount = state.shown();
        const bool hasOther = state.now && state.kept && kindText(*state.now) != kindText(*state.kept);
        rows.push_back({ mount.target, kindText(mount), accessText(state.now),
                         accessText(state.kept) + (hasOther ? ", from " + kindText(*state.kept) : "") });
    }
    VITRINE_TRY(print(formatTable(rows)));
    return 0;
}

} // namespace

const std::span<const OptionInfo> kMountOptions = kMountList;

void complainAboutMounts(Session &session, const spec::ContainerSpec &spec)
{
    using Verdicts = std::vector<spec::MountVerdict>;
    if (std::ranges::none_of(spec.mounts, [](const auto &mount) { return mount.kind == spec::MountKind::Bind; }))
        return;
    const auto verdicts =
        session.ask<Verdicts>([&](Reply<Verdicts> reply) { session.backend().tryMounts(spec, std::move(reply)); });
    // What the start says itself is enough where nothing could be tried.
    if (!verdicts)
        return;
    for (const spec::MountVerdict &verdict : *verdicts) {
        if (verdict.row >= spec.mounts.size())
            continue;
        for (const std::string &note : verdict.notes)
            complain(fmt::format("note: {}: {}", spec.mounts[verdict.row].target, note));
        if (isGood(verdict, spec.mounts[verdict.row]))
            continue;
        // What cannot be mounted at all is refused in a moment, with the same reason; what does not answer, much later.
        if (!verdict.isTried && verdict.sysErrno != ETIMEDOUT)
            continue;
        const spec::Mount &mount = spec.mounts[verdict.row];
        std::vector<std::string> fixes;
        for (const spec::MountFix fix : fixesFor(verdict, mount, spec))
            fixes.push_back(sentence(fix));
        complain(fmt::format("{}: {}; {}", mount.target, describe(verdict, mount), join(fixes, ", or ")));
    }
}

Result<int> runMount(Session &session, Words words)
{
    if (words.empty() || (words[0] != "add" && words[0] != "rm" && words[0] != "ls"))
        return failure(ErrorCode::InvalidArgs, "Say add, rm or ls; `vitrine mount --help` says more");
    VITRINE_TRY_ASSIGN(Arguments arguments, parseArguments(kMountOptions, words.subspan(1)));
    if (words[0] == "add")
        return add(session, std::move(arguments));
    return words[0] == "rm" ? remove(session, arguments) : list(session, arguments);
}

} // namespace vitrine::gui
