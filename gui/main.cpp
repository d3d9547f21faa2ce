// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/RunWindow.h"
#include "gui/cli/CommandLineTool.h"

int main(int argc, char **argv)
{
    if (vitrine::gui::wantsCommandLine(argc, argv))
        return vitrine::gui::runCommandLine(argc, argv);
    if (!vitrine::gui::canOpenWindow(argc, argv))
        return vitrine::gui::kVitrineFailed;
    return vitrine::gui::runWindow(argc, argv);
}
