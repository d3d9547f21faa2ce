// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/Commands.h"

#include "core/base/Try.h"
#include "core/spec/CommandLine.h"
#include "gui/cli/OutputQueue.h"

#include <algorithm>
#include <cerrno>

#include <fmt/format.h>
#include <unistd.h>

namespace vitrine::gui {

namespace {

std::string noOptions()
{
    return {};
}

template <const std::span<const OptionInfo> &Options> std::string optionsOf()
{
    return describeOptions(Options);
}

template <spec::Verb Verb> std::string optionsOfSpec()
{
    std::string text;
    for (const spec::OptionHelp &line : spec::optionHelp(Verb))
        text += fmt::format("  {:<36} {}\n", line.usage, line.meaning);
    return text;
}

using enum Authority;

constexpr Command kCommands[]{
    { "run", "[OPTIONS] [IMAGE] [--] [COMMAND [ARGUMENT…]]", "Run a command in a new container",
      optionsOfSpec<spec::Verb::Run>, MayBeAsked, runRun },
    { "create", "[OPTIONS] [IMAGE] [--] [COMMAND [ARGUMENT…]]", "Make a container and do not start it",
      [] { return std::string("  those of `vitrine run`\n"); }, MayBeAsked, runCreate },
    { "ps", "[OPTIONS]", "List the containers", optionsOf<kPsOptions>, NotAsked, runPs },
    { "inspect", "[OPTIONS] NAME", "Show all that is known of a container", optionsOf<kInspectOptions>, NotAsked,
      runInspect },
    { "set", "NAME OPTION…", "The same as update, and says only what waits",
      [] { return std::string("  those of `vitrine update`\n"); }, MayBeAsked, runSet },
    { "update", "NAME OPTION… [-- COMMAND [ARGUMENT…]]", "Change a container, now or for its next start",
      optionsOfSpec<spec::Verb::Set>, MayBeAsked, runUpdate },
    { "stats", "[OPTIONS] [NAME…]", "Show what containers use, second by second", optionsOf<kStatsOptions>, NotAsked,
      runStats },
    { "logs", "[OPTIONS] NAME", "Show what a container has written", optionsOf<kLogsOptions>, MayBeAsked, runLogs },
    { "exec", "[OPTIONS] NAME COMMAND [ARGUMENT…]", "Run one more command in a running container",
      optionsOfSpec<spec::Verb::Exec>, MayBeAsked, runExec },
    { "attach", "NAME", "Connect to the command; Ctrl+P Ctrl+Q leaves it running", noOptions, MayBeAsked, runAttach },
    { "start", "NAME…", "Start containers that do not run", noOptions, MayBeAsked, runStart },
    { "stop", "[OPTIONS] NAME…", "Ask containers to end, and end them after a while", optionsOf<kTimeOptions>,
      MayBeAsked, runStop },
    { "kill", "[OPTIONS] NAME…", "Send a signal", optionsOf<kKillOptions>, MayBeAsked, runKill },
    { "pause", "NAME…", "Freeze every process inside", noOptions, MayBeAsked, runPause },
    { "resume", "NAME…", "Let frozen containers go on", noOptions, MayBeAsked, runResume },
    { "restart", "[OPTIONS] NAME…", "Stop and start again", optionsOf<kTimeOptions>, MayBeAsked, runRestart },
    { "rm", "[OPTIONS] NAME…", "Delete containers with all that they wrote", optionsOf<kRemoveOptions>, MayBeAsked,
      runRemove },
    { "cp", "SOURCE TARGET", "Copy files into a container or a volume or out of it, as NAME:PATH or volume:NAME:PATH",
      noOptions, MayBeAsked, runCopy },
    { "diff", "[OPTIONS] NAME", "List what a container has changed in its files", optionsOf<kDiffOptions>, MayBeAsked,
      runDiff },
    { "commit", "[OPTIONS] NAME [IMAGE]", "Make an image of a container as it is now", optionsOf<kCommitOptions>,
      MayBeAsked, runCommit },
    { "export", "NAME FILE", "Write all files of a container into a tar; - is standard output", noOptions, MayBeAsked,
      runExport },
    { "rename", "NAME NEW-NAME", "Give a container another name", noOptions, MayBeAsked, runRename },
    { "volume", "VERB [OPTIONS] [NAME…]", "Keep data that outlives containers: create, ls, inspect, rename, rm, …",
      optionsOf<kVolumeOptions>, MayBeAsked, runVolume },
    { "image", "VERB [OPTIONS] [NAME…]", "Keep what containers are made of: import, pull, ls, inspect, rm, tag, …",
      optionsOf<kImageOptions>, MayBeAsked, runImage },
    { "mount", "add|rm|ls [OPTIONS] NAME [SRC:DST[:ro]|DST]", "Add, remove and list mounts, also while it runs",
      optionsOf<kMountOptions>, MayBeAsked, runMount },
    { "check", "[OPTIONS]", "Say what this computer offers, and what to do about what is missing",
      optionsOf<kCheckOptions>, NotAsked, runCheck },
};

} // namespace

std::span<const Command> commands()
{
    return kCommands;
}

const Command *findCommand(std::string_view name)
{
    const auto found = std::find_if(std::begin(kCommands), std::end(kCommands),
                                    [&](const Command &command) { return command.name == name; });
    return found == std::end(kCommands) ? nullptr : found;
}

void complain(std::string_view sentence)
{
    writeAll(STDERR_FILENO, fmt::format("vitrine: {}\n", sentence));
}

Result<> print(std::string_view text)
{
    if (!writeAll(STDOUT_FILENO, text))
        return failErrno(errno, "Writing to standard output");
    return {};
}

Result<Arguments> parseWords(std::span<const OptionInfo> options, Words words, std::size_t fewest, std::size_t most)
{
    VITRINE_TRY_ASSIGN(Arguments arguments, parseArguments(options, words));
    if (arguments.words.size() < fewest)
        return failure(ErrorCode::InvalidArgs,
                       fewest == 1 ? "Say which container" : "Say which container, and its new name");
    if (arguments.words.size() > most)
        return failure(ErrorCode::InvalidArgs, fmt::format("\"{}\" is one word too many", arguments.words[most]));
    return arguments;
}

} // namespace vitrine::gui
