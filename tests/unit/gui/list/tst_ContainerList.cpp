// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/MetricsFeed.h"
#include "gui/list/ContainerListModel.h"
#include "gui/list/NewsLine.h"
#include "gui/list/Phrases.h"
#include "gui/list/SidePanel.h"
#include "tests/support/FakeBackend.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

constexpr std::int64_t kNow = 1'795'000'000'000'000; // some afternoon in November 2026
constexpr std::int64_t kMinute = 60'000'000;

ContainerInfo container(const QString &id, ipc::ContainerState state = ipc::ContainerState::Running)
{
    ContainerInfo info;
    info.id = id;
    info.name = id;
    info.state = state;
    info.startedAtUs = static_cast<std::uint64_t>(kNow - 12 * kMinute);
    return info;
}

ContainerInfo ended(ipc::Ended how)
{
    ContainerInfo info = container(QStringLiteral("build"), ipc::ContainerState::Ended);
    how.atUs = static_cast<std::uint64_t>(kNow - 5 * kMinute);
    info.ended = std::move(how);
    return info;
}

ipc::Ended exited(int code)
{
    ipc::Ended end;
    end.reason = ipc::EndReason::Exited;
    end.exitCode = code;
    return end;
}

ipc::Ended outOfMemory(std::optional<std::uint64_t> limit)
{
    ipc::Ended end;
    end.reason = ipc::EndReason::Oom;
    end.signal = 9;
    end.memoryMaxBytes = limit;
    return end;
}

ipc::Ended bySignal(int signal)
{
    ipc::Ended end;
    end.reason = ipc::EndReason::Signal;
    end.signal = signal;
    return end;
}

ipc::Ended notStarted()
{
    ipc::Ended end;
    end.reason = ipc::EndReason::Failed;
    end.step = "exec";
    end.message = "running nosuch: No such file or directory";
    return end;
}

ContainerInfo preparing(std::uint64_t done, std::uint64_t total)
{
    ContainerInfo info = container(QStringLiteral("tar"), ipc::ContainerState::Preparing);
    info.progressDone = done;
    info.progressTotal = total;
    return info;
}

} // namespace

class TestContainerList : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void newsStatesTheCause_data();
    void newsStatesTheCause();
    void shapeDiffersWherePeopleMustTellStatesApart();
    void anAppIsCalledAnApp();
    void whatWaitsForARestartIsNews();
    void theNewsOfWhatHasEndedIsReadOut();
    void timesAreSaidAsPeopleDo();
    void rowsFollowTheBackend();
    void aChangeTouchesOnlyItsRow();
    void anUnchangedContainerSaysNothing();
    void renameAsksAndKeepsTheOldNameUntilItIsTaken();
    void hiddenRowsComeBack();
    void theListKeepsItsChoiceThroughChanges();
    void aNewContainerIsChosenWhenItArrives();
    void findShowsOnlyWhatFits();
};

void TestContainerList::newsStatesTheCause_data()
{
    QTest::addColumn<ContainerInfo>("info");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("bad");
    const auto row = [](const char *name, const ContainerInfo &info, const char *text, bool bad = false) {
        QTest::newRow(name) << info << QString::fromUtf8(text) << bad;
    };
    row("running", container(QStringLiteral("a")), "Running · 12 min · this computer");
    row("paused", container(QStringLiteral("a"), ipc::ContainerState::Paused), "Paused · this computer");
    row("created", container(QStringLiteral("a"), ipc::ContainerState::Created), "Not started yet · this computer");
    row("preparing", preparing(45, 100), "Preparing 45 %");
    row("preparing without size", preparing(0, 0), "Preparing…");
    row("out of memory", ended(outOfMemory(256ull << 20)), "Ended: out of memory at 256 MiB · 5 min ago", true);
    row("out of memory of the host", ended(outOfMemory({})), "Ended: out of memory · 5 min ago", true);
    row("exit code", ended(exited(3)), "Ended: exit code 3 · 5 min ago", true);
    row("exit code 0", ended(exited(0)), "Stopped 5 min ago · exit code 0");
    row("a shell that was asked to end", ended(exited(143)), "Stopped 5 min ago · exit code 143");
    row("crash", ended(bySignal(11)), "Ended: signal 11 (SEGV) · 5 min ago", true);
    row("stopped", ended(bySignal(15)), "Stopped 5 min ago · signal 15 (TERM)");
    row("not started", ended(notStarted()), "Could not start: running nosuch: No such file or directory · 5 min ago",
        true);
    row("unknown", ended(ipc::Ended()), "Ended: nobody was there to see how · 5 min ago", true);
}

void TestContainerList::newsStatesTheCause()
{
    QFETCH(ContainerInfo, info);
    QFETCH(QString, text);
    QFETCH(bool, bad);
    const News news = newsLine(info, kNow);
    QCOMPARE(news.text, text);
    QCOMPARE(news.tone == Tone::Bad, bad);
}

void TestContainerList::shapeDiffersWherePeopleMustTellStatesApart()
{
    const Mark running = stateMark(container(QStringLiteral("a")));
    const Mark paused = stateMark(container(QStringLiteral("a"), ipc::ContainerState::Paused));
    const Mark bad = stateMark(ended(exited(1)));
    const Mark good = stateMark(ended(exited(0)));
    QCOMPARE(running, (Mark{ Mark::Shape::Circle, Tone::Good }));
    QCOMPARE(paused, (Mark{ Mark::Shape::Paused, Tone::Warn }));
    QCOMPARE(bad, (Mark{ Mark::Shape::Square, Tone::Bad }));
    QCOMPARE(good, (Mark{ Mark::Shape::Square, Tone::Quiet }));
}

void TestContainerList::anAppIsCalledAnApp()
{
    ContainerInfo info = container(QStringLiteral("firefox"));
    info.spec.desktop.appId = "org.mozilla.firefox";
    QCOMPARE(newsLine(info, kNow).text, QStringLiteral("Running · 12 min · app"));
}

void TestContainerList::whatWaitsForARestartIsNews()
{
    ContainerInfo info = container(QStringLiteral("web"));
    info.waiting = { { spec::FieldId::User, {}, {}, "7", spec::Applies::AtNextStart } };
    QVERIFY2(newsLine(info, kNow).text.endsWith(QLatin1String("for restart")), qPrintable(newsLine(info, kNow).text));
}

void TestContainerList::theNewsOfWhatHasEndedIsReadOut()
{
    FakeBackend backend;
    backend.addContainer(ended(outOfMemory(64ull << 20)));
    backend.addContainer(container(QStringLiteral("web")));
    const ContainerListModel model(backend);
    const auto readOut = [&model](int row) { return model.index(row).data(Qt::AccessibleTextRole).toString(); };
    QVERIFY(readOut(0).startsWith(QStringLiteral("build, ended badly: Ended: out of memory at 64 MiB")));
    QCOMPARE(readOut(1), QStringLiteral("web, running"));
}

void TestContainerList::timesAreSaidAsPeopleDo()
{
    constexpr std::int64_t kHour = 60 * kMinute;
    QCOMPARE(agoText(kNow - kMinute / 2, kNow), QStringLiteral("just now"));
    QCOMPARE(agoText(kNow - 59 * kMinute, kNow), QStringLiteral("59 min ago"));
    QCOMPARE(agoText(kNow - 3 * kHour, kNow), QStringLiteral("3 h ago"));
    QCOMPARE(agoText(kNow - 24 * kHour, kNow), QStringLiteral("yesterday"));
    QVERIFY(agoText(kNow - 24 * 9 * kHour, kNow).startsWith(QStringLiteral("on ")));
    // A clock that was set back must not make an end lie in the future.
    QCOMPARE(agoText(kNow + kHour, kNow), QStringLiteral("just now"));
}

void TestContainerList::rowsFollowTheBackend()
{
    FakeBackend backend;
    ContainerListModel model(backend);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    backend.setConnection(Connection::Ready);
    backend.addContainer(container(QStringLiteral("one")));
    backend.addContainer(container(QStringLiteral("two")));
    backend.addContainer(container(QStringLiteral("three")));
    QCOMPARE(model.rowCount(), 3);
    backend.dropContainer(QStringLiteral("two"));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(1).data().toString(), QStringLiteral("three"));
}

void TestContainerList::aChangeTouchesOnlyItsRow()
{
    FakeBackend backend;
    backend.addContainer(container(QStringLiteral("one")));
    backend.addContainer(container(QStringLiteral("two")));
    ContainerListModel model(backend);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    backend.changeContainer(QStringLiteral("two"),
                            [](ContainerInfo &info) { info.state = ipc::ContainerState::Paused; });
    QCOMPARE(changes.count(), 1);
    QCOMPARE(changes[0][0].toModelIndex().row(), 1);
    QCOMPARE(resets.count(), 0);
}

void TestContainerList::anUnchangedContainerSaysNothing()
{
    FakeBackend backend;
    backend.addContainer(container(QStringLiteral("one"), ipc::ContainerState::Paused));
    ContainerListModel model(backend);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    backend.changeContainer(QStringLiteral("one"), [](ContainerInfo &) {});
    QCOMPARE(changes.count(), 0);
}

void TestContainerList::renameAsksAndKeepsTheOldNameUntilItIsTaken()
{
    FakeBackend backend;
    backend.addContainer(container(QStringLiteral("one")));
    ContainerListModel model(backend);
    QSignalSpy asked(&model, &ContainerListModel::renameRequested);
    model.setData(model.index(0), QStringLiteral("uno"), Qt::EditRole);
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked[0][1].toString(), QStringLiteral("uno"));
    QCOMPARE(model.index(0).data().toString(), QStringLiteral("one"));
    model.setData(model.index(0), QStringLiteral("one"), Qt::EditRole);
    QCOMPARE(asked.count(), 1);
}

void TestContainerList::hiddenRowsComeBack()
{
    FakeBackend backend;
    for (const auto &id : { QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three") })
        backend.addContainer(container(id));
    ContainerListModel model(backend);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setHidden(QStringLiteral("two"), true);
    QCOMPARE(model.rowCount(), 2);
    model.setHidden(QStringLiteral("two"), false);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(1).data().toString(), QStringLiteral("two"));
}

void TestContainerList::theListKeepsItsChoiceThroughChanges()
{
    FakeBackend backend;
    MetricsFeed feed;
    backend.addContainer(container(QStringLiteral("one")));
    backend.addContainer(container(QStringLiteral("two")));
    ContainerListModel model(backend);
    SidePanel side(model, feed);
    side.choose(QStringLiteral("two"));
    backend.addContainer(container(QStringLiteral("three")));
    backend.dropContainer(QStringLiteral("one"));
    QCOMPARE(side.currentId(), QStringLiteral("two"));
    backend.dropContainer(QStringLiteral("two"));
    QCOMPARE(side.currentId(), QStringLiteral("three"));
}

void TestContainerList::aNewContainerIsChosenWhenItArrives()
{
    FakeBackend backend;
    MetricsFeed feed;
    backend.addContainer(container(QStringLiteral("one")));
    ContainerListModel model(backend);
    SidePanel side(model, feed);
    side.choose(QStringLiteral("new"));
    backend.addContainer(container(QStringLiteral("new")));
    QCOMPARE(side.currentId(), QStringLiteral("new"));
}

void TestContainerList::findShowsOnlyWhatFits()
{
    FakeBackend backend;
    MetricsFeed feed;
    backend.addContainer(container(QStringLiteral("web-demo")));
    backend.addContainer(container(QStringLiteral("postgres")));
    ContainerListModel model(backend);
    SidePanel side(model, feed);
    side.setFilter(QStringLiteral("POST"));
    QCOMPARE(side.list().model()->rowCount(), 1);
    side.setFilter({});
    QCOMPARE(side.list().model()->rowCount(), 2);
}

QTEST_MAIN(TestContainerList)
#include "tst_ContainerList.moc"
