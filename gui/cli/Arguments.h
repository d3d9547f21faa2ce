// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::gui {

/// One option of a command.
struct OptionInfo {
    std::string_view name; ///< without dashes
    char letter; ///< 0 when there is no short form
    std::string_view value; ///< what stands for its value in the help; "" for a switch
    std::string_view help;
};

enum class OptionsEnd {
    Never, ///< options and other words may be mixed
    AtFirstWord, ///< what follows the first word is somebody else's: `exec web ls -l`
};

/// The words of a command line, told apart.
struct Arguments {
    std::map<std::string, std::vector<std::string>, std::less<>> options;
    std::vector<std::string> words;

    [[nodiscard]] bool has(std::string_view name) const { return options.contains(name); }
    /// The last value given; nothing when the option was not given.
    [[nodiscard]] std::optional<std::string> value(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> values(std::string_view name) const;
};

/// Understands `--name value`, `--name=value`, `-n value`, `-nvalue`, joined switches `-it`, and `--`. InvalidArgs
/// names the option that is not known, or lacks or has too much of a value.
Result<Arguments> parseArguments(std::span<const OptionInfo> known, std::span<const std::string> given,
                                 OptionsEnd end = OptionsEnd::Never);

/// "  -t, --time SECONDS   what it is", one line an option.
std::string describeOptions(std::span<const OptionInfo> options);

} // namespace vitrine::gui
