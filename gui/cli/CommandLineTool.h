// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

namespace vitrine::gui {

class Backend;

/// True when the arguments name a subcommand, --help or --version: no window is wanted then.
bool wantsCommandLine(int argc, char **argv);

/// Runs one subcommand without a window; the exit status of the program.
int runCommandLine(int argc, char **argv);

/// The same on any backend. `words` are those behind the program's name.
int runWords(Backend &backend, std::span<const std::string> words);

} // namespace vitrine::gui
