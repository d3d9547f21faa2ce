// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/cli/Arguments.h"
#include "gui/cli/CommandLineTool.h"
#include "gui/cli/Session.h"

#include <span>
#include <string>
#include <string_view>

namespace vitrine::gui {

using Words = std::span<const std::string>; ///< behind the command's own name

/// Whether polkit may ask for a password before it is done.
enum class Authority { NotAsked, MayBeAsked };

/// One subcommand.
struct Command {
    std::string_view name;
    std::string_view synopsis; ///< "[OPTIONS] NAME…"
    std::string_view summary;
    std::string (*optionHelp)();
    Authority authority;
    /// The exit status; an error is printed and is status 125.
    Result<int> (*run)(Session &session, Words words);
};

std::span<const Command> commands();
const Command *findCommand(std::string_view name);

/// Prints "vitrine: <sentence>" to standard error.
void complain(std::string_view sentence);
/// To standard output, whole.
Result<> print(std::string_view text);

/// Parses, and refuses another number of words than the command takes.
Result<Arguments> parseWords(std::span<const OptionInfo> options, Words words, std::size_t fewest, std::size_t most);

// RunCommands.cpp
Result<int> runRun(Session &session, Words words);
Result<int> runCreate(Session &session, Words words);
Result<int> runAttach(Session &session, Words words);
Result<int> runExec(Session &session, Words words);
// ListCommands.cpp
Result<int> runPs(Session &session, Words words);
Result<int> runInspect(Session &session, Words words);
// VolumeCommands.cpp
Result<int> runVolume(Session &session, Words words);
// ImageCommands.cpp
Result<int> runImage(Session &session, Words words);
// StatsCommand.cpp, LogsCommand.cpp, CheckCommand.cpp
Result<int> runStats(Session &session, Words words);
Result<int> runLogs(Session &session, Words words);
Result<int> runCheck(Session &session, Words words);
// FilesCommands.cpp
Result<int> runCopy(Session &session, Words words);
Result<int> runDiff(Session &session, Words words);
// VerbCommands.cpp
Result<int> runStart(Session &session, Words words);
Result<int> runStop(Session &session, Words words);
Result<int> runKill(Session &session, Words words);
Result<int> runPause(Session &session, Words words);
Result<int> runResume(Session &session, Words words);
Result<int> runRestart(Session &session, Words words);
Result<int> runRemove(Session &session, Words words);
Result<int> runRename(Session &session, Words words);
// UpdateCommand.cpp
Result<int> runSet(Session &session, Words words);
Result<int> runUpdate(Session &session, Words words);
// CommitCommands.cpp
Result<int> runCommit(Session &session, Words words);
Result<int> runExport(Session &session, Words words);
// MountCommand.cpp
Result<int> runMount(Session &session, Words words);
/// Says of each bind mount that cannot be used as it is meant why not, and what would help.
void complainAboutMounts(Session &session, const spec::ContainerSpec &spec);

extern const std::span<const OptionInfo> kPsOptions, kInspectOptions, kStatsOptions, kLogsOptions, kCheckOptions,
    kTimeOptions, kKillOptions, kDiffOptions, kRemoveOptions, kVolumeOptions, kImageOptions, kMountOptions,
    kCommitOptions;

} // namespace vitrine::gui
