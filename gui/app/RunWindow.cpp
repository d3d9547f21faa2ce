// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/RunWindow.h"

#include <QApplication>
#include <QMainWindow>

namespace vitrine::gui {

int runWindow(int argc, char **argv)
{
    const QApplication application(argc, argv);
    QMainWindow window;
    window.show();
    return QApplication::exec();
}

} // namespace vitrine::gui
