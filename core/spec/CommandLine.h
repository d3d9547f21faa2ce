// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/spec/ContainerSpec.h"
#include "core/spec/ExecSpec.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine::spec {

/// What the meaning of a command line depends on besides its words.
struct Surroundings {
    std::string workingDirectory; ///< absolute; relative paths of the host start there
    std::function<bool(const std::string &)> isDirectory; ///< tells a root folder from an archive
    std::function<std::optional<std::string>(const std::string &)> environment; ///< for `-e NAME`
    std::function<bool(const std::string &)> isImage; ///< tells an image from a program; none: nothing is one
    std::function<std::optional<std::string>(const std::string &)> homeOf = {}; ///< home folder of a user, for ~user
};
Surroundings processSurroundings();

enum class Verb : unsigned { Run = 1, Exec = 2, Set = 4 };

/// What becomes of the places that an image names as worth keeping (VOLUME), where no mount is asked for.
enum class ImageVolumes : std::uint8_t {
    Anonymous, ///< a volume for this container alone
    Tmpfs,
    Ignore,
};

struct RunOptions {
    ContainerSpec spec; ///< its name is empty when none was given
    bool detach = false;
    ImageVolumes imageVolumes = ImageVolumes::Anonymous;
    std::vector<std::string> notes = {}; ///< what the person should know of what was asked for
};

struct ExecOptions {
    std::string container;
    ExecSpec exec;
};

struct SetOptions {
    std::string container;
    std::vector<std::pair<std::string_view, std::string>> options; ///< long name and value, in order
    std::vector<std::string> command; ///< empty to leave it as it is
    bool revert = false; ///< takes back what waits for the next start, and changes nothing else
};

/// `--help` stands among the options, and not as the value of one or in the command that is to run.
bool asksForHelp(std::span<const std::string> words, Verb verb);

// The words behind `vitrine run`, `exec` and `set`. Names, short forms and meaning are podman's where it has the
// option.
// `--opt value`, `--opt=value`, `--switch=false`, `-it`, `-m64M` and `--` work; the first word that is no option ends
// them (run, exec). InvalidArgs names every problem at once, those of validate() too.
Result<RunOptions> parseRun(std::span<const std::string> words, const Surroundings &surroundings);
Result<ExecOptions> parseExec(std::span<const std::string> words, const Surroundings &surroundings);
/// One mount, as the value of `--volume`, `--tmpfs` or `--mount` has it; a volume has to be named.
Result<Mount> parseVolume(const std::string &value, const Surroundings &surroundings);
Result<Mount> parseTmpfs(const std::string &value, const Surroundings &surroundings);
Result<SetOptions> parseSet(std::span<const std::string> words);

/// The specification after `set`: an option that is not given leaves its field. For a limit "none" takes it away
/// (`--device-write-bps DEV:none`, or `none` for every disk; `--device PATH:none`), for a switch "=false". A variable
/// or a mount takes the place of one with the same name or path inside.
Result<ContainerSpec> applySet(const ContainerSpec &current, const SetOptions &options,
                               const Surroundings &surroundings);

/// {"vitrine", "run", …}: parseRun of the words behind the first two gives `spec` again.
std::vector<std::string> toCommandLine(const ContainerSpec &spec);

/// One word or many as a POSIX shell reads them.
std::string quoteShell(std::string_view word);
std::string quoteShell(const std::vector<std::string> &words);

/// One line a option for `vitrine run --help`: "-m, --memory SIZE|none", then what it does.
struct OptionHelp {
    std::string usage;
    std::string_view meaning;
};
std::vector<OptionHelp> optionHelp(Verb verb);

} // namespace vitrine::spec
