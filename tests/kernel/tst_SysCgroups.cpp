// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/CgroupFs.h"
#include "privhelper/sys/CgroupLimits.h"
#include "privhelper/sys/CgroupTree.h"
#include "privhelper/sys/DeviceProgram.h"

#include <QTest>

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>

#include <functional>

using namespace vitrine;
using namespace vitrine::sys;

namespace {

constexpr const char *kId = "0123456789abcdef";

/// Runs `body` in a child that sits in the cgroup; its exit status.
int runInside(int cgroupFd, const std::function<int()> &body)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(writeControlFile(cgroupFd, "cgroup.procs", "0") ? body() : 99);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// A child that sits in the cgroup until it is killed.
pid_t leaveInside(int cgroupFd)
{
    const pid_t child = ::fork();
    if (child == 0) {
        if (!writeControlFile(cgroupFd, "cgroup.procs", "0"))
            ::_exit(99);
        while (true)
            ::pause();
    }
    return child;
}

int openError(const char *path, int flags)
{
    const UniqueFd fd(::open(path, flags | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    return fd ? 0 : errno;
}

} // namespace

class TestSysCgroups : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanup();

    void makesFindsAndRemoves();
    void refusesTheSameIdTwice();
    void endsAndRemovesWhatRunsInside();
    void removesDeeplyNestedGroups();
    void freezesAndThaws();
    void limitsAreReadBack();
    void missingControllersAreNamed();
    void deviceProgramHoldsInTheKernel();
    void deviceProgramIsReplaced();

private:
    std::string m_path;
    std::optional<CgroupTree> m_tree;
    bool hasController(const std::string &name) const
    {
        return std::ranges::find(m_tree->controllers(), name) != m_tree->controllers().end();
    }
};

void TestSysCgroups::initTestCase()
{
    const UniqueFd self(::open("/proc/self", O_PATH | O_CLOEXEC));
    const auto mount = unifiedMountPoint(readControlFile(self.get(), "mountinfo").value_or(""));
    if (::geteuid() != 0 || !mount)
        QSKIP("needs root and a mounted hierarchy of version 2");
    m_path = fmt::format("{}/vitrine-test-{}", *mount, ::getpid());
}

void TestSysCgroups::init()
{
    QVERIFY2(::mkdir(m_path.c_str(), 0755) == 0, m_path.c_str());
    auto tree = CgroupTree::openAt(m_path);
    QVERIFY2(tree, tree ? "" : tree.error().what.c_str());
    m_tree = std::move(*tree);
}

void TestSysCgroups::cleanup()
{
    if (!m_tree)
        return;
    for (const std::string &id : m_tree->list())
        QVERIFY(m_tree->destroy(id));
    m_tree.reset();
    QCOMPARE(::rmdir(m_path.c_str()), 0);
}

void TestSysCgroups::makesFindsAndRemoves()
{
    const auto made = m_tree->create(kId);
    QVERIFY2(made, made ? "" : made.error().what.c_str());
    QCOMPARE(made->payloadPath, fmt::format("{}/{}/payload", m_path, kId));
    QVERIFY(m_tree->find(kId));
    QCOMPARE(m_tree->list(), std::vector<std::string>{ kId });
    QVERIFY(m_tree->destroy(kId));
    QCOMPARE(m_tree->find(kId).error().code, ErrorCode::NotFound);
    QVERIFY(m_tree->destroy(kId));
}

void TestSysCgroups::refusesTheSameIdTwice()
{
    QVERIFY(m_tree->create(kId));
    QCOMPARE(m_tree->create(kId).error().code, ErrorCode::NameInUse);
    QVERIFY(m_tree->find(kId));
}

void TestSysCgroups::endsAndRemovesWhatRunsInside()
{
    const auto made = m_tree->create(kId);
    QVERIFY(made);
    const pid_t first = leaveInside(made->payload.get());
    const pid_t second = leaveInside(made->shim.get());
    QVERIFY(waitForCgroupEvent(made->payload.get(), "populated", "1", 5000));
    QVERIFY(waitForCgroupEvent(made->shim.get(), "populated", "1", 5000));
    const auto destroyed = m_tree->destroy(kId);
    QVERIFY2(destroyed, destroyed ? "" : destroyed.error().what.c_str());
    for (const pid_t child : { first, second }) {
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    }
}

void TestSysCgroups::removesDeeplyNestedGroups()
{
    const auto made = m_tree->create(kId);
    QVERIFY(made);
    UniqueFd at(::openat(made->payload.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const std::string name(200, 'x');
    for (int depth = 0; depth < 100; ++depth) { // 20 kB of path, which no single call takes
        QCOMPARE(::mkdirat(at.get(), name.c_str(), 0755), 0);
        QCOMPARE(::mkdirat(at.get(), "beside", 0755), 0);
        at.reset(::openat(at.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    }
    const auto destroyed = m_tree->destroy(kId);
    QVERIFY2(destroyed, destroyed ? "" : destroyed.error().what.c_str());
}

void TestSysCgroups::freezesAndThaws()
{
    const auto made = m_tree->create(kId);
    QVERIFY(made);
    const pid_t child = leaveInside(made->payload.get());
    QVERIFY(waitForCgroupEvent(made->payload.get(), "populated", "1", 5000));
    QVERIFY(setFrozen(made->payload.get(), true));
    QCOMPARE(flatKey(readControlFile(made->payload.get(), "cgroup.events").value(), "frozen").value(),
             std::string("1"));
    QVERIFY(setFrozen(made->payload.get(), false));
    QVERIFY(killAll(made->payload.get()));
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFSIGNALED(status));
}

void TestSysCgroups::limitsAreReadBack()
{
    if (!hasController("memory") || !hasController("cpu") || !hasController("pids"))
        QSKIP("the controllers are bound to version 1 on this machine; the micro-VM runs this");
    const auto made = m_tree->create(kId);
    QVERIFY(made);
    spec::Limits limits;
    limits.cpus = 0.5;
    limits.memoryBytes = 64 << 20;
    limits.pids = 20;
    const auto applied = applyLimits(made->payload.get(), nullptr, limits);
    QVERIFY2(applied, applied ? "" : applied.error().what.c_str());
    QCOMPARE(readControlFile(made->payload.get(), "cpu.max").value(), std::string("50000 100000"));
    QCOMPARE(readControlFile(made->payload.get(), "memory.max").value(), std::string("67108864"));
    QCOMPARE(readControlFile(made->payload.get(), "pids.max").value(), std::string("20"));
    QVERIFY(applyLimits(made->payload.get(), &limits, {}));
    QCOMPARE(readControlFile(made->payload.get(), "cpu.max").value(), std::string("max 100000"));
    QCOMPARE(readControlFile(made->payload.get(), "memory.max").value(), std::string("max"));
    QCOMPARE(readControlFile(made->payload.get(), "pids.max").value(), std::string("max"));

    spec::Limits wrong = limits;
    wrong.cpusetCpus = "100000";
    QVERIFY(!applyLimits(made->payload.get(), nullptr, wrong));
    QCOMPARE(readControlFile(made->payload.get(), "cpu.max").value(), std::string("max 100000"));
}

void TestSysCgroups::missingControllersAreNamed()
{
    if (hasController("memory"))
        QSKIP("this machine has the memory controller");
    const auto made = m_tree->create(kId);
    QVERIFY(made);
    spec::Limits limits;
    limits.memoryBytes = 64 << 20;
    const auto applied = applyLimits(made->payload.get(), nullptr, limits);
    QVERIFY(!applied);
    QCOMPARE(applied.error().code, ErrorCode::Unsupported);
    QVERIFY2(applied.error().what.find("memory") != std::string::npos, applied.error().what.c_str());
}

void TestSysCgroups::deviceProgramHoldsInTheKernel()
{
    const auto made = m_tree->create(kId);
    QVERIFY(made);
    const auto applied = applyLimits(made->payload.get(), nullptr, {});
    QVERIFY2(applied, applied ? "" : applied.error().what.c_str());
    QCOMPARE(runInside(made->payload.get(), [] { return openError("/dev/null", O_RDWR); }), 0);
    QCOMPARE(runInside(made->payload.get(), [] { return openError("/dev/urandom", O_RDONLY); }), 0);
    QCOMPARE(runInside(made->payload.get(), [] { return openError("/dev/kmsg", O_RDONLY); }), EPERM);
    const std::string node = fmt::format("/tmp/vitrine-null-{}", ::getpid());
    QCOMPARE(runInside(made->payload.get(),
                       [&] { return ::mknod(node.c_str(), S_IFCHR | 0600, makedev(1, 3)) == 0 ? 0 : errno; }),
             EPERM);
    ::unlink(node.c_str());
}

void TestSysCgroups::deviceProgramIsReplaced()
{
    const auto made = m_tree->create(kId);
    QVERIFY(made);
    const auto kmsg = [] { return openError("/dev/kmsg", O_RDONLY); };
    spec::Limits granted;
    granted.devices.push_back({ "/dev/kmsg", true, false, false });
    const auto applied = applyLimits(made->payload.get(), nullptr, granted);
    QVERIFY2(applied, applied ? "" : applied.error().what.c_str());
    QCOMPARE(runInside(made->payload.get(), kmsg), 0);
    QCOMPARE(runInside(made->payload.get(), [] { return openError("/dev/kmsg", O_WRONLY); }), EPERM);
    QVERIFY(applyLimits(made->payload.get(), &granted, {}));
    QCOMPARE(runInside(made->payload.get(), kmsg), EPERM);
    // A group below cannot bring a program of its own.
    QCOMPARE(::mkdirat(made->payload.get(), "below", 0755), 0);
    const UniqueFd below(::openat(made->payload.get(), "below", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    QVERIFY(!attachDeviceProgram(below.get(), {}));
}

QTEST_APPLESS_MAIN(TestSysCgroups)
#include "tst_SysCgroups.moc"
