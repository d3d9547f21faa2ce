// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace vitrine::gui {

/// True when the arguments name a subcommand, --help or --version: no window is wanted then.
bool wantsCommandLine(int argc, char **argv);

/// Runs one subcommand without a window; the exit status of the program.
int runCommandLine(int argc, char **argv);

} // namespace vitrine::gui
