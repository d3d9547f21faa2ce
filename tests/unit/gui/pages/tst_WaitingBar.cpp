// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/WaitingBar.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

const std::vector<spec::SpecChange> kChanges{
    { spec::FieldId::Command, {}, "sleep 5", "sleep 7", spec::Applies::AtNextStart },
    { spec::FieldId::Env, "LANG", "LANG=C", {}, spec::Applies::AtNextStart },
};

QStringList labels(const WaitingBar &bar)
{
    QStringList texts;
    for (const auto *label : bar.findChildren<QLabel *>())
        texts << label->text();
    return texts;
}

} // namespace

class WaitingBarTest : public QObject {
    Q_OBJECT
private slots:
    void isThereWhileSomethingWaits()
    {
        QWidget window;
        WaitingBar bar(&window);
        window.show();
        QVERIFY(!bar.isVisible());
        bar.setChanges(kChanges);
        QVERIFY(bar.isVisible());
        QVERIFY2(bar.text().startsWith("2 change"), qPrintable(bar.text()));
        bar.setChanges({});
        QVERIFY(!bar.isVisible());
    }

    void listsEachChangeWhenAsked()
    {
        WaitingBar bar;
        bar.setChanges(kChanges);
        bar.show();
        auto *show = bar.findChild<QPushButton *>(QStringLiteral("showWaiting"));
        const auto *row = bar.findChildren<QLabel *>().last();
        QVERIFY(!row->isVisible());
        QTest::mouseClick(show, Qt::LeftButton);
        QVERIFY(row->isVisible());
        QVERIFY(labels(bar).contains("sleep 5 → sleep 7"));
        QVERIFY(labels(bar).contains("LANG=C → nothing"));
    }

    void asksForRestartAndRevert()
    {
        WaitingBar bar;
        bar.setChanges(kChanges);
        bar.show();
        QSignalSpy restart(&bar, &WaitingBar::restartRequested);
        QSignalSpy revert(&bar, &WaitingBar::revertRequested);
        QTest::mouseClick(bar.findChild<QPushButton *>(QStringLiteral("restartNow")), Qt::LeftButton);
        QTest::mouseClick(bar.findChild<QPushButton *>(QStringLiteral("revert")), Qt::LeftButton);
        QCOMPARE(restart.count(), 1);
        QCOMPARE(revert.count(), 1);
    }
};

QTEST_MAIN(WaitingBarTest)
#include "tst_WaitingBar.moc"
