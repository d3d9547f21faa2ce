// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace vitrine::gui {

/// Shows the window and runs until it is closed; the exit status of the program.
int runWindow(int argc, char **argv);

} // namespace vitrine::gui
