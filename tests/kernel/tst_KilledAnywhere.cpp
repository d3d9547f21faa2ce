// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 of the helper, or of the shim, at every call that it makes while a container starts, stops and goes. The next
// helper answers, and what it does not hold as running has left nothing.
#include "tests/kernel/CallTrace.h"
#include "tests/kernel/HostState.h"
#include "tests/kernel/RealHelper.h"
#include "tests/support/Sandbox.h"

#include <QElapsedTimer>
#include <QStandardPaths>

#include <unistd.h>

#include <functional>
#include <map>

using namespace vitrine;
using namespace vitrine::test;
using namespace vitrine::tests;

namespace {

constexpr qint64 kPatienceMs = 10'000;

/// How often it was done, for each call by name.
class Tally {
public:
    void add(const CallPoint &point) { ++m_counts[point.name]; }
    void tell(const char *what) const
    {
        QString text;
        int all = 0;
        for (const auto &[name, count] : m_counts) {
            text += QStringLiteral(" %1 %2").arg(QString::fromStdString(name)).arg(count);
            all += count;
        }
        qInfo("%s: %d kills:%s", what, all, qPrintable(text));
    }
    [[nodiscard]] bool isEmpty() const { return m_counts.empty(); }

private:
    std::map<std::string, int> m_counts;
};

QString sayWhere(const CallPoint &point, const QString &left)
{
    return QStringLiteral("killed at call %1 of %2, %3\n%4")
        .arg(point.number)
        .arg(QString::fromStdString(point.name), QString::fromStdString(point.text), left);
}

} // namespace

class TestKilledAnywhere : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanupTestCase() { m_helper.reset(); }
    void init() { QVERIFY(m_helper->isThere()); }

    void helperDuringAStart();
    void helperDuringAStop();
    void helperDuringARemoval();
    void shimDuringARun();

private:
    using Step = std::function<void()>;

    void killHelperDuring(const char *what, const Step &before, const Step &step);
    std::vector<CallPoint> record(const Step &before, const Step &step);
    /// Removes what is there and compares the computer with what it was; "" when nothing is left.
    QString leftovers();
    static QString waitForSameHost(const std::vector<std::string> &directories, const HostState &wanted);

    std::unique_ptr<RealHelper> m_helper;
    std::vector<std::string> m_runs; ///< the directory of what runs
    std::vector<std::string> m_all; ///< and that of the records
    HostState m_withoutRuns;
    HostState m_withoutAll;
};

void TestKilledAnywhere::initTestCase()
{
    qputenv("PATH", qgetenv("PATH") + ":/usr/sbin:/sbin");
    QVERIFY(!QStandardPaths::findExecutable("nft").isEmpty());
    QVERIFY(!QStandardPaths::findExecutable("strace").isEmpty());
    m_helper = std::make_unique<RealHelper>();
    // The first container makes what then stays: the subtree of cgroups.
    const Answer started = m_helper->startContainer();
    QVERIFY2(started, started.errorText.c_str());
    const Answer removed = m_helper->removeContainer();
    QVERIFY2(removed, removed.errorText.c_str());
    const TempTree &tree = m_helper->rig().tree();
    m_runs = { tree.path("run") };
    m_all = { tree.path("run"), tree.path("state") };
    m_withoutRuns = readHostState(m_runs);
    m_withoutAll = readHostState(m_all);
}

QString TestKilledAnywhere::waitForSameHost(const std::vector<std::string> &directories, const HostState &wanted)
{
    QElapsedTimer timer;
    timer.start();
    for (;;) {
        const std::string left = difference(wanted, readHostState(directories));
        if (left.empty() || timer.elapsed() > kPatienceMs)
            return QString::fromStdString(left);
        ::usleep(2000);
    }
}

QString TestKilledAnywhere::leftovers()
{
    BusClient &client = m_helper->client();
    for (const std::string &id : client.list()) {
        const std::string state = client.property(id, "State");
        if (state != "running") {
            if (const QString left = waitForSameHost(m_runs, m_withoutRuns); !left.isEmpty())
                return QStringLiteral("beside a container that is %1:\n%2").arg(QString::fromStdString(state), left);
        }
        if (const Answer removed = client.verb(id, "Remove", "b", 1); !removed)
            return QString::fromStdString("a container that is " + state + " cannot be removed: " + removed.errorText);
    }
    return waitForSameHost(m_all, m_withoutAll);
}

std::vector<CallPoint> TestKilledAnywhere::record(const Step &before, const Step &step)
{
    const std::string file = m_helper->tree().path("trace");
    before();
    {
        const Tracer tracer(m_helper->rig().helperPid(), { "-o", QString::fromStdString(file) });
        step();
    }
    const QString left = leftovers();
    if (!left.isEmpty())
        qWarning("without any kill there is left:\n%s", qPrintable(left));
    return readCallPoints(file);
}

void TestKilledAnywhere::killHelperDuring(const char *what, const Step &before, const Step &step)
{
    Tally killed;
    for (const CallPoint &point : record(before, step)) {
        before();
        {
            const Tracer tracer(m_helper->rig().helperPid(),
                                { "-o", "/dev/null", "-e", QString::fromStdString(point.inject()) });
            QVERIFY(tracer.isAttached());
            step();
        }
        if (!m_helper->isThere()) {
            killed.add(point);
            QVERIFY(m_helper->rig().helperEnds());
            QVERIFY2(m_helper->rig().startHelper(), qPrintable(sayWhere(point, "there is no other helper")));
        }
        const QString left = leftovers();
        QVERIFY2(left.isEmpty(), qPrintable(sayWhere(point, left)));
    }
    killed.tell(what);
    QVERIFY(!killed.isEmpty());
}

void TestKilledAnywhere::helperDuringAStart()
{
    killHelperDuring(
        "helper, start", [] {}, [this] { m_helper->startContainer(); });
}

void TestKilledAnywhere::helperDuringAStop()
{
    killHelperDuring(
        "helper, stop", [this] { m_helper->startContainer(); },
        [this] { m_helper->client().verb(m_helper->id(), "Stop", "u", 5000U); });
}

void TestKilledAnywhere::helperDuringARemoval()
{
    killHelperDuring(
        "helper, removal", [this] { m_helper->startContainer(); }, [this] { m_helper->removeContainer(); });
}

void TestKilledAnywhere::shimDuringARun()
{
    const std::string trace = m_helper->tree().path("trace");
    const std::string strace = "exec " + QStandardPaths::findExecutable("strace").toStdString() + " -qq -o ";
    QVERIFY(m_helper->runShimUnder(strace + trace));
    const Answer whole = m_helper->startContainer();
    QVERIFY2(whole, whole.errorText.c_str());
    QCOMPARE(leftovers(), QString());

    Tally killed;
    std::map<std::string, int> answers;
    for (const CallPoint &point : readCallPoints(trace)) {
        QVERIFY(m_helper->runShimUnder(strace + "/dev/null -e " + point.inject()));
        const Answer started = m_helper->startContainer();
        QVERIFY2(!m_helper->id().empty(), qPrintable(sayWhere(point, "the helper did not make a container")));
        if (!started) {
            killed.add(point);
            ++answers[started.errorName + ": " + started.errorText];
            const std::string state = m_helper->client().property(m_helper->id(), "State");
            QVERIFY2(state == "ended", qPrintable(sayWhere(point, (state + " after " + started.errorText).c_str())));
            const std::string end = m_helper->client().property(m_helper->id(), "Ended");
            QVERIFY2(end.find("\"step\":\"") != std::string::npos, end.c_str());
        }
        const QString left = leftovers();
        QVERIFY2(left.isEmpty(), qPrintable(sayWhere(point, left)));
    }
    for (const auto &[answer, count] : answers)
        qInfo("%d times: %s", count, answer.c_str());
    killed.tell("shim, start");
    QVERIFY(!killed.isEmpty());
}

int main(int argc, char **argv)
{
    return runInSandbox([&] {
        QCoreApplication application(argc, argv);
        TestKilledAnywhere test;
        return QTest::qExec(&test, argc, argv);
    });
}
#include "tst_KilledAnywhere.moc"
