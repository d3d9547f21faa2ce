// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/RunWindow.h"

#include "gui/app/Appearance.h"
#include "gui/app/DesktopColors.h"
#include "gui/app/FeedWatch.h"
#include "gui/app/MainWindow.h"
#include "gui/backend/HelperClient.h"
#include "gui/feed/MetricsFeed.h"
#include "gui/widgets/Icons.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTimer>
#include <QTranslator>

namespace vitrine::gui {

namespace {

void setIdentity()
{
    QApplication::setApplicationName(QStringLiteral("vitrine"));
    QApplication::setApplicationDisplayName(QStringLiteral("Vitrine"));
    QApplication::setApplicationVersion(QStringLiteral(VITRINE_VERSION));
    QApplication::setOrganizationName(QStringLiteral("vitrine"));
    QApplication::setDesktopFileName(QStringLiteral("io.vitrine.Vitrine"));
    QApplication::setWindowIcon(programIcon());
}

/// The window's texts and those of Qt's own dialogs. English as well: it has plurals.
void speakLanguageOfSystem(QTranslator &ofQt, QTranslator &own)
{
    const QLocale locale;
    const QString separator = QStringLiteral("_");
    if (ofQt.load(locale, QStringLiteral("qtbase"), separator, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QApplication::installTranslator(&ofQt);
    if (own.load(locale, QStringLiteral("vitrine"), separator, QStringLiteral(":/i18n"))
        || own.load(QStringLiteral(":/i18n/vitrine_en")))
        QApplication::installTranslator(&own);
}

} // namespace

int runWindow(int argc, char **argv)
{
    const QApplication application(argc, argv);
    setIdentity();
    QTranslator ofQt;
    QTranslator own;
    speakLanguageOfSystem(ofQt, own);
    applyAppearance(savedAppearance());
    const DesktopColors desktop;
    QObject::connect(&desktop, &DesktopColors::prefersDark, &application, followDesktop);

    HelperClient backend;
    MetricsFeed feed;
    const FeedWatch watch(backend, feed);
    MainWindow window(backend, feed);
    window.show();
    // The window is on the screen before the bus is asked; rows fill in as they arrive.
    QTimer::singleShot(0, &backend, &Backend::start);
    return QApplication::exec();
}

} // namespace vitrine::gui
