// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/CommandLineTool.h"

#include <QCoreApplication>
#include <QTextStream>

namespace vitrine::gui {

bool wantsCommandLine(int argc, char **argv)
{
    // A lone option such as "-platform" belongs to Qt and to the window.
    if (argc < 2)
        return false;
    const QByteArray first(argv[1]);
    return !first.startsWith('-') || first == "--help" || first == "-h" || first == "--version";
}

int runCommandLine(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QTextStream(stderr) << "vitrine: There is no command " << argv[1] << "\n";
    return 125;
}

} // namespace vitrine::gui
