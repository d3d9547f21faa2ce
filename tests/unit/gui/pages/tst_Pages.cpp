// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/MetricsFeed.h"
#include "gui/pages/ContainerHeader.h"
#include "gui/pages/HeaderSentence.h"
#include "gui/pages/LocalReport.h"
#include "gui/pages/MountRows.h"
#include "gui/pages/ReportRow.h"
#include "gui/pages/ThisComputerPage.h"
#include "tests/support/FakeBackend.h"

#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

constexpr std::int64_t kNow = 1'795'000'000'000'000;
constexpr std::int64_t kMinute = 60'000'000;

ContainerInfo running()
{
    ContainerInfo info;
    info.id = info.name = QStringLiteral("web-demo");
    info.state = ipc::ContainerState::Running;
    info.startedAtUs = static_cast<std::uint64_t>(kNow - 12 * kMinute);
    return info;
}

cgroup::CgroupSample sampleAt(int second, std::uint64_t throttled)
{
    cgroup::CgroupSample sample;
    sample.at = std::chrono::steady_clock::time_point(std::chrono::seconds(1000 + second));
    sample.inode = 7;
    sample.nrPeriods = static_cast<std::uint64_t>(second) * 10;
    sample.nrThrottled = throttled;
    sample.pidsEventsMax = 134;
    return sample;
}

ipc::ReportItem item(ipc::ItemStatus status)
{
    return { "cgroups",
             "Control groups",
             status,
             "hybrid: memory is bound to version 1",
             "Add systemd.unified_cgroup_hierarchy=1 to the kernel command line and restart.",
             "systemd.unified_cgroup_hierarchy=1" };
}

QPushButton *button(const QWidget &parent, const QString &text)
{
    for (QPushButton *candidate : parent.findChildren<QPushButton *>()) {
        if (candidate->text() == text)
            return candidate;
    }
    return nullptr;
}

} // namespace

namespace {

ContainerInfo withSpec(const spec::ContainerSpec &spec)
{
    ContainerInfo info;
    info.spec = spec;
    return info;
}

} // namespace

class TestPages : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void headerExplains_data();
    void headerExplains();
    void anEndedRunTellsWhatItsLimitsDid();
    void factsComeFromTheFeed();
    void headerShowsTheContainer();
    void mountsSayKindSourceAndAccess();
    void aFolderAsRootIsNamed();
    void ownTmpIsNotListedTwice();
    void theReportNamesTheWorst();
    void theReportCanBeCopied();
    void showHowOpensTheCommand();
    void aMissingHelperSaysHowToStartIt();
};

void TestPages::headerExplains_data()
{
    QTest::addColumn<RunFacts>("facts");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("nothing known") << RunFacts() << QStringLiteral("Running · 12 min · this computer");
    QTest::newRow("nothing happened") << RunFacts{ 0.0, 0, 0, 1e6 }
                                      << QStringLiteral("Running · 12 min · this computer");
    QTest::newRow("throttled and refused")
        << RunFacts{ 0.46, 134, 0, {} }
        << QStringLiteral("Throttled in 46 % of its periods · 134 process start(s) refused");
    QTest::newRow("one refused") << RunFacts{ {}, 1, {}, {} } << QStringLiteral("1 process start(s) refused");
    QTest::newRow("killed") << RunFacts{ {}, {}, 2, {} } << QStringLiteral("2 process(es) killed for lack of memory");
    QTest::newRow("nearly full") << RunFacts{ {}, {}, {}, 63e6 } << QStringLiteral("Memory nearly full");
}

void TestPages::headerExplains()
{
    QFETCH(RunFacts, facts);
    QFETCH(QString, sentence);
    ContainerInfo info = running();
    info.spec.limits.memoryBytes = 64'000'000;
    QCOMPARE(headerSentence(info, facts, kNow), sentence);
}

void TestPages::anEndedRunTellsWhatItsLimitsDid()
{
    ContainerInfo info = running();
    info.state = ipc::ContainerState::Ended;
    info.ended = ipc::Ended();
    info.ended->reason = ipc::EndReason::Oom;
    info.ended->memoryMaxBytes = 64ull << 20;
    info.ended->memoryPeakBytes = 64ull << 20;
    info.ended->pidsRefused = 5;
    info.ended->atUs = static_cast<std::uint64_t>(kNow - 5 * kMinute);
    QCOMPARE(headerSentence(info, {}, kNow),
             QString::fromUtf8("Ended: out of memory at 64 MiB · 5 min ago · 5 process start(s) refused"
                               " · used at most 64 MiB"));
}

void TestPages::factsComeFromTheFeed()
{
    MetricsFeed feed;
    feed.accept(QStringLiteral("web-demo"), sampleAt(1, 0));
    feed.accept(QStringLiteral("web-demo"), sampleAt(2, 5));
    feed.accept(QStringLiteral("web-demo"), sampleAt(3, 10));
    const RunFacts facts = runFacts(feed, QStringLiteral("web-demo"));
    QCOMPARE(facts.throttledShare.value_or(0), 0.5);
    QCOMPARE(facts.startsRefused.value_or(0), 134u);
    QVERIFY(!facts.oomKills);
}

void TestPages::headerShowsTheContainer()
{
    MetricsFeed feed;
    feed.accept(QStringLiteral("web-demo"), sampleAt(1, 0));
    ContainerHeader header(feed);
    header.setContainer(running());
    QCOMPARE(header.sentence(), QStringLiteral("134 process start(s) refused"));
}

void TestPages::mountsSayKindSourceAndAccess()
{
    spec::ContainerSpec spec;
    spec.mounts.push_back(
        { spec::MountKind::Bind, QDir::homePath().toStdString() + "/site", "/srv/site", spec::Access::ReadWrite, {} });
    spec.mounts.push_back({ spec::MountKind::Bind, "/usr/share/doc", "/docs", spec::Access::ReadOnly, {} });
    spec.mounts[0].recursive = true;
    spec.mounts.push_back({ spec::MountKind::Tmpfs, "", "/cache", spec::Access::ReadWrite, 128ull << 20 });
    const std::vector<MountRow> rows = mountRows(withSpec(spec));
    QCOMPARE(rows.size(), 6u);
    QCOMPARE(rows[0].target, QStringLiteral("/"));
    QCOMPARE(rows[0].access, QStringLiteral("read-only"));
    QCOMPARE(rows[2].source, QStringLiteral("folder ~/site"));
    QCOMPARE(rows[2].access, QStringLiteral("read and write"));
    QCOMPARE(rows[3].access, QStringLiteral("read-only"));
    QCOMPARE(rows[4].source, QStringLiteral("temporary, 128 MiB"));
    QCOMPARE(rows[5].target, QStringLiteral("/tmp, /run, /dev/shm"));
}

void TestPages::aFolderAsRootIsNamed()
{
    spec::ContainerSpec spec;
    spec.root = { spec::RootKind::Folder, "/srv/debian" };
    QVERIFY(mountRows(withSpec(spec))[0].source.startsWith(QStringLiteral("folder /srv/debian")));
}

void TestPages::ownTmpIsNotListedTwice()
{
    spec::ContainerSpec spec;
    spec.mounts.push_back({ spec::MountKind::Tmpfs, "", "/tmp", spec::Access::ReadWrite, {} });
    QCOMPARE(mountRows(withSpec(spec)).back().target, QStringLiteral("/run, /dev/shm"));
}

void TestPages::theReportNamesTheWorst()
{
    ipc::SystemReport report;
    QCOMPARE(overallStatus(report), ipc::ItemStatus::Ok);
    report.items = { item(ipc::ItemStatus::Ok), item(ipc::ItemStatus::NotAvailable), item(ipc::ItemStatus::Limited) };
    QCOMPARE(overallStatus(report), ipc::ItemStatus::NotAvailable);
}

void TestPages::theReportCanBeCopied()
{
    ipc::SystemReport report;
    report.cgroupMode = "hybrid";
    report.items = { item(ipc::ItemStatus::Limited) };
    ThisComputerPage page;
    page.setReport(report);
    button(page, QStringLiteral("Copy Report"))->click();
    const QString text = QGuiApplication::clipboard()->text();
    QVERIFY(text.contains(QStringLiteral("cgroup hybrid")));
    QVERIFY(text.contains(QStringLiteral("Control groups: limited")));
}

void TestPages::showHowOpensTheCommand()
{
    ReportRow row(item(ipc::ItemStatus::NotAvailable));
    row.show();
    auto *line = row.findChild<QLineEdit *>();
    QVERIFY(line && !line->isVisible());
    button(row, QStringLiteral("Show How"))->click();
    QVERIFY(line->isVisible());
    button(row, QStringLiteral("Copy"))->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("systemd.unified_cgroup_hierarchy=1"));
}

void TestPages::aMissingHelperSaysHowToStartIt()
{
    const ipc::SystemReport report = localReport(QStringLiteral("The system bus does not know Vitrine's helper."));
    QVERIFY(report.cpus > 0);
    QVERIFY(report.memoryBytes > 0);
    QCOMPARE(report.items[0].status, ipc::ItemStatus::NotAvailable);
    QVERIFY(!report.items[0].command.empty());
}

QTEST_MAIN(TestPages)
#include "tst_Pages.moc"
