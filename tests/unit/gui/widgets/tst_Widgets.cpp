// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/Appearance.h"
#include "gui/widgets/DimLabel.h"
#include "gui/widgets/ErrorText.h"
#include "gui/widgets/Icons.h"
#include "gui/widgets/MessageBar.h"
#include "gui/widgets/Theme.h"

#include <QLabel>
#include <QPushButton>
#include <QTest>

#include <cmath>

using namespace vitrine;
using namespace vitrine::gui;

class TestWidgets : public QObject {
    Q_OBJECT
private slots:
    void anErrorSaysWhatWhyAndTheFix();
    void aMissingControllerPointsToThisComputer();
    void aMessageShowsNoMarkupOfOthers();
    void detailsOpenOnDemand();
    void anActionActsAndCloses();
    void theOldestMessageGivesWay();
    void tonesAreReadable_data();
    void tonesAreReadable();
    void iconsFollowThePalette();
    void dimTextFollowsThePaletteInAWindow();
};

void TestWidgets::anErrorSaysWhatWhyAndTheFix()
{
    const ErrorText text =
        explain(QStringLiteral("Could not start “web”."),
                Error{ ErrorCode::NoSpace, 28, "making the writable layer: No space left on device" });
    QCOMPARE(text.what, QStringLiteral("Could not start “web”."));
    QCOMPARE(text.why, QStringLiteral("Making the writable layer: No space left on device."));
    QVERIFY(!text.fix.isEmpty());
    QVERIFY(text.details.contains(QStringLiteral("io.vitrine.Error.NoSpace, errno 28")));
}

void TestWidgets::aMissingControllerPointsToThisComputer()
{
    QVERIFY(explain({}, Error{ ErrorCode::Unsupported, 0, "memory.max: the memory controller is missing" })
                .seeThisComputer);
}

void TestWidgets::aMessageShowsNoMarkupOfOthers()
{
    MessageBar bar;
    bar.setError(explain(QStringLiteral("Could not start."), Error{ ErrorCode::System, 0, "<img src=x>" }));
    QVERIFY(bar.text().contains(QStringLiteral("&lt;img")));
}

void TestWidgets::detailsOpenOnDemand()
{
    MessageArea area;
    MessageBar *bar = area.showError(explain(QStringLiteral("No."), Error{ ErrorCode::System, 5, "reading" }));
    area.show();
    QLabel *details = nullptr;
    for (QLabel *label : bar->findChildren<QLabel *>()) {
        if (label->text() == bar->details())
            details = label;
    }
    QVERIFY(details);
    QVERIFY(!details->isVisible());
    for (QPushButton *button : bar->findChildren<QPushButton *>()) {
        if (button->isCheckable())
            button->click();
    }
    QVERIFY(details->isVisible());
}

void TestWidgets::anActionActsAndCloses()
{
    MessageArea area;
    MessageBar *bar = area.showNotice(QStringLiteral("“web” is deleted."));
    bool undone = false;
    bar->addAction(QStringLiteral("Undo"), [&undone] { undone = true; })->click();
    QVERIFY(undone);
    QVERIFY(area.messages().isEmpty());
    QVERIFY(area.isHidden());
}

void TestWidgets::theOldestMessageGivesWay()
{
    MessageArea area;
    MessageBar *first = area.showNotice(QStringLiteral("0"));
    for (int count = 1; count <= MessageArea::kMostMessages; ++count)
        area.showNotice(QString::number(count));
    QCOMPARE(area.messages().size(), MessageArea::kMostMessages);
    QVERIFY(!area.messages().contains(first));
}

void TestWidgets::tonesAreReadable_data()
{
    QTest::addColumn<QPalette>("palette");
    QTest::newRow("light") << lightPalette();
    QTest::newRow("dark") << darkPalette();
}

/// WCAG 2: 4.5 to 1 for text.
void TestWidgets::tonesAreReadable()
{
    QFETCH(QPalette, palette);
    const auto luminance = [](const QColor &color) {
        const auto part = [](double value) {
            return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) + 0.0722 * part(color.blueF());
    };
    const auto contrast = [&](const QColor &first, const QColor &second) {
        const double a = luminance(first), b = luminance(second);
        return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
    };
    const QColor base = palette.color(QPalette::Base);
    for (const Tone tone : { Tone::Good, Tone::Bad, Tone::Quiet, Tone::Accent })
        QVERIFY2(contrast(toneColor(tone, palette), base) >= 4.5, qPrintable(toneColor(tone, palette).name()));
    QVERIFY(contrast(toneColor(Tone::Warn, palette), base) >= 4);
    QVERIFY(contrast(dimText(palette), base) >= 4.5);
}

void TestWidgets::dimTextFollowsThePaletteInAWindow()
{
    QApplication::setPalette(lightPalette());
    QWidget window;
    auto *label = new DimLabel(QStringLiteral("now"), &window);
    window.show();
    QCOMPARE(label->palette().color(QPalette::WindowText), dimText(lightPalette()));
    QApplication::setPalette(darkPalette());
    QTRY_COMPARE(label->palette().color(QPalette::WindowText), dimText(darkPalette()));
    QApplication::setPalette(lightPalette());
    QTRY_COMPARE(label->palette().color(QPalette::WindowText), dimText(lightPalette()));
}

void TestWidgets::iconsFollowThePalette()
{
    const auto inkOf = [](const QPalette &palette) {
        const QImage image = icon(QStringLiteral("stop"), palette).pixmap(16, 16).toImage();
        return image.pixelColor(8, 8);
    };
    QVERIFY(inkOf(lightPalette()).lightness() < 100);
    QVERIFY(inkOf(darkPalette()).lightness() > 150);
}

QTEST_MAIN(TestWidgets)
#include "tst_Widgets.moc"
