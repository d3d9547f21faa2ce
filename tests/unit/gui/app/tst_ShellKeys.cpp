// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/MainWindow.h"
#include "gui/app/Removals.h"
#include "gui/charts/ChartPanel.h"
#include "gui/charts/ChartsPage.h"
#include "gui/charts/MetricChart.h"
#include "gui/feed/MetricsFeed.h"
#include "gui/limits/LimitRow.h"
#include "gui/limits/LimitsModel.h"
#include "gui/list/SidePanel.h"
#include "gui/pages/ContainerPage.h"
#include "gui/pages/LogPage.h"
#include "gui/pages/LogView.h"
#include "tests/support/FakeBackend.h"

#include <QAction>
#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

ContainerInfo container(const QString &id, ipc::ContainerState state)
{
    ContainerInfo info;
    info.id = info.name = id;
    info.state = state;
    return info;
}

/// A window on two containers: "web" runs, "build" has ended.
struct Fixture {
    FakeBackend backend;
    MetricsFeed feed;
    MainWindow window{ backend, feed };

    Fixture()
    {
        backend.setConnection(Connection::Ready);
        backend.addContainer(container(QStringLiteral("web"), ipc::ContainerState::Running));
        backend.addContainer(container(QStringLiteral("build"), ipc::ContainerState::Ended));
        window.show();
    }
    [[nodiscard]] int rows() { return window.side().list().model()->rowCount(); }
};

} // namespace

/// Which key means what where, and what closing the window waits for.
class TestShellKeys : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init() { QSettings().clear(); }
    void undoTakesBackWhatWasDoneLast();
    void findLooksIntoTheLogThatIsShown();
    void whatCanBeMovedExplainsItself();
    void theKeysForDeleteAndRenameAreTheListsAlone();
    void theProgramStaysUntilTheDeleteIsAnswered();
    void theProgramDoesNotStayForEver();

private:
    QTemporaryDir m_home;
};

void TestShellKeys::initTestCase()
{
    QVERIFY(m_home.isValid());
    QCoreApplication::setOrganizationName(QStringLiteral("vitrine"));
    QCoreApplication::setApplicationName(QStringLiteral("test"));
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_home.path());
}

void TestShellKeys::undoTakesBackWhatWasDoneLast()
{
    Fixture at;
    QVERIFY(!at.window.actions().undo->isEnabled());
    QVERIFY(!at.window.actions().redo->isEnabled());
    at.window.side().choose(QStringLiteral("build"));
    at.window.actions().remove->trigger();
    QVERIFY(at.window.actions().undo->isEnabled());
    LimitsModel &limits = at.window.containerPage().charts().limits();
    QCOMPARE(limits.containerId(), QStringLiteral("web"));
    limits.setValue({ LimitId::Pids, {} }, 9);
    at.window.actions().undo->trigger();
    QVERIFY(!limits.value({ LimitId::Pids, {} }));
    QCOMPARE(at.rows(), 1);
    QVERIFY(at.window.actions().redo->isEnabled());
    at.window.actions().undo->trigger();
    QCOMPARE(at.rows(), 2);
}

void TestShellKeys::findLooksIntoTheLogThatIsShown()
{
    Fixture at;
    QVERIFY(QTest::qWaitForWindowActive(&at.window));
    at.window.containerPage().showTab(ContainerPage::Charts);
    at.window.actions().find->trigger();
    QVERIFY(!at.window.containerPage().log().isAncestorOf(QApplication::focusWidget()));
    at.window.containerPage().showTab(ContainerPage::Log);
    at.window.actions().find->trigger();
    QVERIFY(at.window.containerPage().log().isAncestorOf(QApplication::focusWidget()));
}

void TestShellKeys::whatCanBeMovedExplainsItself()
{
    Fixture at;
    for (const ChartKind kind : kChartKinds)
        QVERIFY(!at.window.containerPage().charts().charts().chart(kind)->whatsThis().isEmpty());
    QVERIFY(at.window.containerPage()
                .charts()
                .charts()
                .chart(ChartKind::Memory)
                ->whatsThis()
                .contains(QStringLiteral("cache")));
    const auto rows = at.window.findChildren<LimitRow *>();
    QVERIFY(!rows.isEmpty());
    for (const LimitRow *row : rows)
        QVERIFY(!row->whatsThis().isEmpty());
}

void TestShellKeys::theKeysForDeleteAndRenameAreTheListsAlone()
{
    Fixture at;
    QVERIFY(QTest::qWaitForWindowActive(&at.window));
    at.window.side().choose(QStringLiteral("build"));
    at.window.containerPage().showTab(ContainerPage::Log);
    auto &log = at.window.containerPage().log().view();
    log.setFocus();
    QTest::keyClick(&log, Qt::Key_Delete);
    QTest::keyClick(&log, Qt::Key_F2);
    at.window.containerPage().showTab(ContainerPage::Charts);
    auto *chart = at.window.containerPage().charts().charts().chart(ChartKind::Memory);
    chart->setFocus();
    QTest::keyClick(chart, Qt::Key_Delete);
    QCOMPARE(at.rows(), 2);
    QVERIFY(!at.window.side().list().findChild<QLineEdit *>());

    at.window.side().list().setFocus();
    QTest::keyClick(&at.window.side().list(), Qt::Key_Delete);
    QCOMPARE(at.rows(), 1);
}

void TestShellKeys::theProgramStaysUntilTheDeleteIsAnswered()
{
    Fixture at;
    at.backend.holdReplies();
    at.window.side().choose(QStringLiteral("build"));
    at.window.actions().remove->trigger();
    QTimer::singleShot(0, &at.window, &QWidget::close);
    QTimer::singleShot(300, &at.backend, &FakeBackend::releaseReplies);
    QApplication::exec();
    QVERIFY(!at.window.isVisible());
    QVERIFY(!at.backend.container(QStringLiteral("build")));
}

void TestShellKeys::theProgramDoesNotStayForEver()
{
    Fixture at;
    at.backend.holdReplies();
    at.window.actions().remove->trigger();
    QTimer::singleShot(0, &at.window, &QWidget::close);
    QElapsedTimer clock;
    clock.start();
    QApplication::exec();
    QVERIFY(clock.elapsed() >= Removals::kFinishMs * 9 / 10); // a coarse timer may be 5 % early
    QVERIFY(at.backend.container(QStringLiteral("web")));
}

QTEST_MAIN(TestShellKeys)
#include "tst_ShellKeys.moc"
