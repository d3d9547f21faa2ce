// SPDX-License-Identifier: GPL-3.0-or-later
// The least that Vitrine's window could be: a Qt window with five empty plots. See window.sh.
#include "gui/charts/Plot.h"

#include <QApplication>
#include <QMainWindow>
#include <QVBoxLayout>

int main(int argc, char **argv)
{
    const QApplication application(argc, argv);
    QMainWindow window;
    window.setWindowTitle(QStringLiteral("Bare Window"));
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    for (int i = 0; i < 5; ++i)
        layout->addWidget(new QCustomPlot(page));
    window.setCentralWidget(page);
    window.resize(1280, 800);
    window.show();
    return QApplication::exec();
}
