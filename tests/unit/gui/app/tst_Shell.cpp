// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/Appearance.h"
#include "gui/app/DesktopColors.h"
#include "gui/app/FeedWatch.h"
#include "gui/app/MainWindow.h"
#include "gui/app/Removals.h"
#include "gui/app/SelfUsage.h"
#include "gui/feed/MetricsFeed.h"
#include "gui/list/SidePanel.h"
#include "gui/pages/ContainerPage.h"
#include "gui/widgets/MessageBar.h"
#include "gui/widgets/Theme.h"
#include "tests/support/FakeBackend.h"

#include <QAction>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

ContainerInfo container(const QString &id, ipc::ContainerState state = ipc::ContainerState::Running)
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
        backend.addContainer(container(QStringLiteral("web")));
        backend.addContainer(container(QStringLiteral("build"), ipc::ContainerState::Ended));
        window.show();
        backend.forgetCalls();
    }
    [[nodiscard]] ipc::ContainerState state(const char *id) const
    {
        return backend.container(QString::fromLatin1(id))->state;
    }
    [[nodiscard]] int rows() { return window.side().list().model()->rowCount(); }
};

} // namespace

class TestShell : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init() { QSettings().clear(); }
    void theWindowShowsBeforeTheHelperAnswers();
    void rowsFillInAsTheyArrive();
    void anEmptyWindowOffersTheOneUsefulAction();
    void verbsFitTheState();
    void editOpensForTheChosenContainer();
    void whatWaitsIsRevertedOrRestarted();
    void stopAndPauseGoToTheChosenOne();
    void startThatFailsIsExplainedInTheWindow();
    void tryAgainStartsOnceMore();
    void deleteCanBeUndone();
    void deleteIsCarriedOutWhenTheWindowCloses();
    void aRunningContainerIsDeletedByForce();
    void renameGoesThroughTheHelper();
    void aRefusedRenameKeepsTheName();
    void keysChooseTabs();
    void thisComputerSaysWhenTheHelperIsMissing();
    void theHelpersReportStandsWhileItIsAskedAgain();
    void theWindowComesBackAsItWas();
    void onlyWhatRunsIsSampled();
    void ownUseIsMeasured();
    void aDarkDesktopIsFollowedUntilThePersonChooses();

private:
    QTemporaryDir m_home;
};

void TestShell::initTestCase()
{
    QVERIFY(m_home.isValid());
    qunsetenv("XDG_CURRENT_DESKTOP"); // its palette would be taken
    QCoreApplication::setOrganizationName(QStringLiteral("vitrine"));
    QCoreApplication::setApplicationName(QStringLiteral("test"));
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_home.path());
}

void TestShell::theWindowShowsBeforeTheHelperAnswers()
{
    FakeBackend backend;
    backend.holdReplies();
    MetricsFeed feed;
    MainWindow window(backend, feed);
    window.show();
    QVERIFY(window.isVisible());
    QVERIFY(window.messages().messages().isEmpty());
}

void TestShell::rowsFillInAsTheyArrive()
{
    Fixture at;
    QCOMPARE(at.rows(), 2);
    at.backend.addContainer(container(QStringLiteral("late")));
    QCOMPARE(at.rows(), 3);
    QCOMPARE(at.window.side().sections().note(SectionList::Containers), QStringLiteral("3"));
    QCOMPARE(at.window.windowTitle(), QStringLiteral("web — Vitrine"));
}

void TestShell::anEmptyWindowOffersTheOneUsefulAction()
{
    FakeBackend backend;
    MetricsFeed feed;
    MainWindow window(backend, feed);
    window.show();
    bool offered = false;
    for (const QPushButton *button : window.findChildren<QPushButton *>())
        offered |= button->isVisible() && button->text() == QStringLiteral("Run an App…");
    QVERIFY(offered);
    QVERIFY(!window.actions().start->isEnabled());
}

void TestShell::editOpensForTheChosenContainer()
{
    Fixture at;
    at.window.side().choose(QStringLiteral("web"));
    QVERIFY(at.window.actions().edit->isEnabled());
    at.window.containerPage().findChild<QPushButton *>(QStringLiteral("edit"))->click();
    const auto *dialog = at.window.findChild<NewContainerDialog *>();
    QVERIFY(dialog);
    QCOMPARE(dialog->windowTitle(), QStringLiteral("Edit web"));
}

void TestShell::whatWaitsIsRevertedOrRestarted()
{
    Fixture at;
    at.window.side().choose(QStringLiteral("web"));
    at.backend.changeContainer(QStringLiteral("web"), [](ContainerInfo &info) {
        info.waiting = { { spec::FieldId::User, {}, {}, "7", spec::Applies::AtNextStart } };
    });
    at.backend.forgetCalls();
    for (const char *button : { "revert", "restartNow" })
        at.window.containerPage().findChild<QPushButton *>(QLatin1String(button))->click();
    QCOMPARE(at.backend.verbs(), (QStringList{ "revertSpec", "restart" }));
}

void TestShell::verbsFitTheState()
{
    Fixture at;
    at.window.side().choose(QStringLiteral("web"));
    QVERIFY(!at.window.actions().start->isEnabled());
    QVERIFY(at.window.actions().stop->isEnabled());
    QCOMPARE(at.window.actions().pause->text(), QStringLiteral("Pause"));
    at.window.side().choose(QStringLiteral("build"));
    QVERIFY(at.window.actions().start->isEnabled());
    QVERIFY(!at.window.actions().stop->isEnabled());
}

void TestShell::stopAndPauseGoToTheChosenOne()
{
    Fixture at;
    at.window.side().choose(QStringLiteral("web"));
    at.window.actions().pause->trigger();
    QTRY_COMPARE(at.state("web"), ipc::ContainerState::Paused);
    QCOMPARE(at.window.actions().pause->text(), QStringLiteral("Resume"));
    at.window.actions().pause->trigger();
    QTRY_COMPARE(at.state("web"), ipc::ContainerState::Running);
    at.window.actions().stop->trigger();
    QTRY_COMPARE(at.state("web"), ipc::ContainerState::Ended);
    at.window.actions().start->trigger();
    QTRY_COMPARE(at.state("web"), ipc::ContainerState::Running);
    at.window.actions().forceStop->trigger();
    QTRY_COMPARE(at.backend.calls().back().verb, QStringLiteral("kill"));
    QVERIFY(at.window.messages().messages().isEmpty());
}

void TestShell::startThatFailsIsExplainedInTheWindow()
{
    Fixture at;
    at.window.side().choose(QStringLiteral("build"));
    at.backend.failNext(QStringLiteral("startContainer"),
                        Error{ ErrorCode::StartFailed, 2, "exec: running nosuch: No such file or directory" });
    at.window.actions().start->trigger();
    QTRY_COMPARE(at.window.messages().messages().size(), 1);
    const QString text = at.window.messages().messages()[0]->text();
    QVERIFY(text.contains(QStringLiteral("Could not start “build”.")));
    QVERIFY(text.contains(QStringLiteral("No such file or directory")));
}

void TestShell::tryAgainStartsOnceMore()
{
    Fixture at;
    at.window.side().choose(QStringLiteral("build"));
    at.backend.failNext(QStringLiteral("startContainer"), Error{ ErrorCode::StartFailed, 0, "no" });
    at.window.actions().start->trigger();
    QTRY_COMPARE(at.window.messages().messages().size(), 1);
    for (QPushButton *button : at.window.messages().findChildren<QPushButton *>()) {
        if (button->text() == QStringLiteral("Try Again"))
            button->click();
    }
    QTRY_COMPARE(at.state("build"), ipc::ContainerState::Running);
    QVERIFY(at.window.messages().messages().isEmpty());
}

void TestShell::deleteCanBeUndone()
{
    Fixture at;
    at.window.side().choose(QStringLiteral("build"));
    at.window.actions().remove->trigger();
    QCOMPARE(at.rows(), 1);
    QCOMPARE(at.window.messages().messages().size(), 1);
    QVERIFY(!at.backend.verbs().contains(QStringLiteral("remove")));
    at.window.actions().undo->trigger();
    QCOMPARE(at.rows(), 2);
    QVERIFY(at.window.messages().messages().isEmpty());
}

void TestShell::deleteIsCarriedOutWhenTheWindowCloses()
{
    Fixture at;
    at.window.side().choose(QStringLiteral("build"));
    at.window.actions().remove->trigger();
    at.window.close();
    QCOMPARE(at.backend.calls().back(), (FakeBackend::Call{ QStringLiteral("remove"), QStringLiteral("build"), {} }));
}

void TestShell::aRunningContainerIsDeletedByForce()
{
    Fixture at;
    at.window.side().choose(QStringLiteral("web"));
    at.window.actions().remove->trigger();
    QVERIFY(at.window.messages().messages()[0]->text().contains(QStringLiteral("stopped and deleted")));
    at.window.close();
    QCOMPARE(at.backend.calls().back().detail, QStringLiteral("force"));
}

void TestShell::renameGoesThroughTheHelper()
{
    Fixture at;
    at.window.side().choose(QStringLiteral("build"));
    at.window.actions().rename->trigger();
    auto *editor = at.window.side().list().findChild<QLineEdit *>();
    QVERIFY(editor);
    QCOMPARE(editor->text(), QStringLiteral("build"));
    QTest::keyClicks(editor, QStringLiteral("nightly"));
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(at.backend.container(QStringLiteral("build"))->name, QStringLiteral("nightly"));
    QTRY_COMPARE(at.window.windowTitle(), QStringLiteral("nightly — Vitrine"));
}

void TestShell::aRefusedRenameKeepsTheName()
{
    Fixture at;
    at.backend.failNext(QStringLiteral("rename"),
                        Error{ ErrorCode::NameInUse, 0, "there is a container “web” already" });
    auto *model = at.window.side().list().model();
    model->setData(model->index(1, 0), QStringLiteral("web"), Qt::EditRole);
    QTRY_COMPARE(at.window.messages().messages().size(), 1);
    QVERIFY(at.window.messages().messages()[0]->text().contains(QStringLiteral("Choose another name")));
    QCOMPARE(model->index(1, 0).data().toString(), QStringLiteral("build"));
}

void TestShell::keysChooseTabs()
{
    Fixture at;
    QVERIFY(QTest::qWaitForWindowActive(&at.window));
    QTest::keyClick(&at.window, Qt::Key_3, Qt::ControlModifier);
    QCOMPARE(at.window.containerPage().tab(), static_cast<int>(ContainerPage::Log));
    QTest::keyClick(&at.window, Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(at.window.containerPage().tab(), static_cast<int>(ContainerPage::Charts));
}

void TestShell::thisComputerSaysWhenTheHelperIsMissing()
{
    Fixture at;
    at.backend.setConnection(Connection::Lost, QStringLiteral("The system bus does not know Vitrine's helper"));
    QCOMPARE(at.window.report().items[0].status, ipc::ItemStatus::NotAvailable);
    QCOMPARE(at.window.side().sections().note(SectionList::ThisComputer), QStringLiteral("limited"));
    QCOMPARE(at.window.messages().messages().size(), 1);
    at.backend.setConnection(Connection::Ready);
    QVERIFY(at.window.messages().messages().isEmpty());
}

void TestShell::theHelpersReportStandsWhileItIsAskedAgain()
{
    Fixture at;
    ipc::SystemReport report;
    report.cgroupMode = "v2";
    report.cpus = 96;
    at.backend.setReport(report);
    at.window.side().sections().choose(SectionList::ThisComputer);
    QTRY_COMPARE(at.window.report().cpus, 96u);
    at.backend.holdReplies();
    at.backend.setConnection(Connection::Ready);
    QCOMPARE(at.window.report().cpus, 96u);
}

void TestShell::theWindowComesBackAsItWas()
{
    {
        Fixture at;
        at.window.resize(1000, 640);
        at.window.side().choose(QStringLiteral("build"));
        at.window.containerPage().showTab(ContainerPage::Mounts);
        at.window.close();
    }
    Fixture again;
    QCOMPARE(again.window.size(), QSize(1000, 640));
    QCOMPARE(again.window.side().currentId(), QStringLiteral("build"));
    QCOMPARE(again.window.containerPage().tab(), static_cast<int>(ContainerPage::Mounts));
}

void TestShell::onlyWhatRunsIsSampled()
{
    FakeBackend backend;
    MetricsFeed feed;
    const FeedWatch watch(backend, feed);
    ContainerInfo info = container(QStringLiteral("web"));
    info.cgroupPath = QStringLiteral("/sys/fs/cgroup/vitrine/web/payload");
    backend.addContainer(info);
    QVERIFY(feed.isWatching(info.id));
    backend.changeContainer(info.id, [](ContainerInfo &now) { now.state = ipc::ContainerState::Ended; });
    QVERIFY(!feed.isWatching(info.id));
}

void TestShell::ownUseIsMeasured()
{
    using std::chrono::steady_clock;
    SelfMeter meter;
    const steady_clock::time_point start{};
    const char *pages = "5000 3000 1000 0 0 0 0";
    QVERIFY(!meter.update("1 (vit) ) R 1 1 1 0 -1 0 0 0 0 0 100 50 0", pages, start)->cpuShare);
    const auto usage =
        meter.update("1 (vit) ) R 1 1 1 0 -1 0 0 0 0 0 130 70 0", pages, start + std::chrono::seconds(1));
    QCOMPARE(usage->cpuShare.value_or(0), 50.0 / static_cast<double>(sysconf(_SC_CLK_TCK)));
    QCOMPARE(usage->memoryBytes, 2000u * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)));
    QVERIFY(!meter.update("nonsense", pages, start));
    QVERIFY(SelfMeter().read());
}

void TestShell::aDarkDesktopIsFollowedUntilThePersonChooses()
{
    const auto inVariant = [](const QVariant &value) { return QVariant::fromValue(QDBusVariant(value)); };
    QVERIFY(DesktopColors::meansDark(inVariant(inVariant(1U))));
    QVERIFY(DesktopColors::meansDark(inVariant(1U)));
    QVERIFY(!DesktopColors::meansDark(inVariant(2U)));
    followDesktop(true);
    QVERIFY(isDark(QApplication::palette()));
    saveAppearance(Appearance::Light);
    applyAppearance(Appearance::Light);
    followDesktop(true);
    QVERIFY(!isDark(QApplication::palette()));
    saveAppearance(Appearance::System);
    followDesktop(false);
    QVERIFY(!isDark(QApplication::palette()));
}

QTEST_MAIN(TestShell)
#include "tst_Shell.moc"
