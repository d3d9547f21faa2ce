// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

namespace vitrine::gui {

class Backend;

inline constexpr int kVitrineFailed = 125; ///< the exit status when Vitrine itself failed

/// True when an argument is none of Qt's options for a window: a subcommand, --help, or one that is not known.
bool wantsCommandLine(int argc, char **argv);
/// False after saying why there can be no window.
bool canOpenWindow(int argc, char **argv);

/// Runs one subcommand without a window; the exit status of the program.
int runCommandLine(int argc, char **argv);

/// The same on any backend. `words` are those behind the program's name.
int runWords(Backend &backend, std::span<const std::string> words);

} // namespace vitrine::gui
