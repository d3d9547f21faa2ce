// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Files.h"
#include "core/cgroup/CgroupMode.h"
#include "privhelper/sys/CgroupFs.h"
#include "privhelper/sys/CgroupHold.h"
#include "privhelper/sys/CgroupLimits.h"
#include "privhelper/sys/CgroupTree.h"
#include "privhelper/sys/DeviceProgram.h"
#include "tests/support/CgroupChild.h"

#include <QElapsedTimer>
#include <QTest>

#include <fmt/format.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <array>

using namespace vitrine;
using namespace vitrine::sys;
using namespace vitrine::test;

namespace {

constexpr const char *kId = "0123456789abcdef";

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
    void pidsLimitHolds();
    void allTogetherLeaveTheHostProcesses();
    void memoryLimitHolds();
    void cpuLimitHolds();
    void diskLimitHolds();
    void missingControllersAreNamed();
    void jobsOfAUserAreBounded();
    void holdKeepsACgroupThatHoldsNoProcess();
    void holdTellsWhenAContainerHasEnded();
    void deviceProgramHoldsInTheKernel();
    void deviceProgramIsReplaced();

private:
    std::string m_path;
    std::optional<CgroupTree> m_tree;
    UniqueFd limited(const spec::Limits &limits)
    {
        auto made = m_tree->create(kId);
        if (!made)
            qFatal("%s", made.error().what.c_str());
        const auto applied = applyLimits(made->payload.get(), nullptr, limits);
        if (!applied)
            qFatal("%s", applied.error().what.c_str());
        return std::move(made->payload);
    }
    Result<> destroyWhole(const std::string &id)
    {
        return untilDone([&] { return m_tree->destroy(id); });
    }
    bool hasController(const std::string &name) const
    {
        return std::ranges::find(m_tree->controllers(), name) != m_tree->controllers().end();
    }
};

void TestSysCgroups::initTestCase()
{
    const UniqueFd self(::open("/proc/self", O_PATH | O_CLOEXEC));
    const std::string mount = cgroup::readCgroupMounts(readControlFile(self.get(), "mounts").value_or("")).unifiedPath;
    if (::geteuid() != 0 || mount.empty())
        QSKIP("needs root and a mounted hierarchy of version 2");
    // As CgroupTree::open() does where no systemd has done it.
    const UniqueFd top(::open(mount.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    for (const char *controller : { "+cpu", "+cpuset", "+io", "+memory", "+pids" })
        (void)writeControlFile(top.get(), "cgroup.subtree_control", controller);
    m_path = fmt::format("{}/vitrine-test-{}", mount, ::getpid());
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
        QVERIFY(destroyWhole(id));
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
    QVERIFY(destroyWhole(kId));
    QCOMPARE(m_tree->find(kId).error().code, ErrorCode::NotFound);
    QVERIFY(destroyWhole(kId));
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
    QVERIFY(awaitEvent(made->payload.get(), "populated", "1"));
    QVERIFY(awaitEvent(made->shim.get(), "populated", "1"));
    QVERIFY(m_tree->holds(kId, first).value());
    QVERIFY(!m_tree->holds(kId, second).value());
    QVERIFY(destroyWhole(kId));
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
    QVERIFY(destroyWhole(kId));
}

void TestSysCgroups::freezesAndThaws()
{
    const auto made = m_tree->create(kId);
    QVERIFY(made);
    const pid_t child = leaveInside(made->payload.get());
    QVERIFY(awaitEvent(made->payload.get(), "populated", "1"));
    QVERIFY(untilDone([&] { return setFrozen(made->payload.get(), true); }));
    QCOMPARE(flatKey(readControlFile(made->payload.get(), "cgroup.events").value(), "frozen").value(),
             std::string("1"));
    QVERIFY(setFrozen(made->payload.get(), false));
    QVERIFY(awaitEvent(made->payload.get(), "frozen", "0"));
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

void TestSysCgroups::jobsOfAUserAreBounded()
{
    if (!hasController("pids") && !hasController("memory")) {
        QCOMPARE(m_tree->jobs(1000).error().code, ErrorCode::Unsupported);
        QVERIFY(m_tree->list().empty());
        QSKIP("neither controller here; the micro-VM runs the rest");
    }
    const auto jobs = m_tree->jobs(1000);
    QVERIFY2(jobs, jobs ? "" : jobs.error().what.c_str());
    if (hasController("pids"))
        QCOMPARE(readControlFile(jobs->get(), "pids.max").value_or(""), std::string("256"));
    if (hasController("memory"))
        QCOMPARE(readControlFile(jobs->get(), "memory.max").value_or(""), std::string("3221225472"));
    QVERIFY(m_tree->jobs(1000));
    QVERIFY(m_tree->jobs(1001));
    const pid_t child = leaveInside(jobs->get());
    QTRY_COMPARE(readControlFile(jobs->get(), "cgroup.procs").value_or(""), std::to_string(child));
    // They are no containers, which a helper that starts would end.
    QVERIFY(m_tree->list().empty());
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    m_tree->dropJobs();
    QVERIFY(!readControlFile(jobs->get(), "cgroup.procs"));
}

void TestSysCgroups::pidsLimitHolds()
{
    if (!hasController("pids"))
        QSKIP("no pids controller here; the micro-VM runs this");
    spec::Limits limits;
    limits.pids = 5;
    const UniqueFd payload = limited(limits);
    const int children = runInside(payload.get(), [] {
        int made = 0;
        while (made < 50 && ::fork() > 0)
            ++made;
        if (made == 0 || errno != EAGAIN)
            ::pause(); // a child: until the cgroup is ended
        return made;
    });
    QCOMPARE(children, 4);
}

void TestSysCgroups::allTogetherLeaveTheHostProcesses()
{
    if (!hasController("pids") || ::access("/run/systemd/system", F_OK) == 0)
        QSKIP("the controller pids is bound to version 1, or the unit says it; the micro-VM runs this");
    const auto tree = CgroupTree::open();
    QVERIFY(tree);
    const UniqueFd top(::open(tree->path().c_str(), O_PATH | O_CLOEXEC));
    QVERIFY(readControlFile(top.get(), "pids.max").value_or("max") != "max");
}

void TestSysCgroups::memoryLimitHolds()
{
    if (!hasController("memory"))
        QSKIP("no memory controller here; the micro-VM runs this");
    spec::Limits limits;
    limits.memoryBytes = 32 << 20;
    limits.memorySwapBytes = 0;
    const UniqueFd payload = limited(limits);
    const auto touch = [](std::size_t bytes) {
        const std::vector<char> memory(bytes, 'x');
        return memory[bytes / 2] == 'x' ? 0 : 1;
    };
    QCOMPARE(runInside(payload.get(), [&] { return touch(8 << 20); }), 0);
    QCOMPARE(runInside(payload.get(), [&] { return touch(128 << 20); }), 128 + SIGKILL);
    QCOMPARE(flatKey(readControlFile(payload.get(), "memory.events").value(), "oom_kill").value(), std::string("1"));
}

void TestSysCgroups::cpuLimitHolds()
{
    if (!hasController("cpu"))
        QSKIP("no cpu controller here; the micro-VM runs this");
    spec::Limits limits;
    limits.cpus = 0.2;
    const UniqueFd payload = limited(limits);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(runInside(payload.get(),
                       [] {
                           QElapsedTimer spinning;
                           spinning.start();
                           while (!spinning.hasExpired(1500)) { }
                           return 0;
                       }),
             0);
    const auto usage = flatKey(readControlFile(payload.get(), "cpu.stat").value(), "usage_usec").value();
    const double cores = std::stod(usage) / (1000.0 * static_cast<double>(timer.elapsed()));
    QVERIFY2(cores > 0.1 && cores < 0.3, fmt::format("{:.3f} cores", cores).c_str());
}

void TestSysCgroups::diskLimitHolds()
{
    const QByteArray folder = qgetenv("VM_DISK_MOUNT");
    if (!hasController("io") || folder.isEmpty())
        QSKIP("needs the io controller and a disk to write to ($VM_DISK_MOUNT); the micro-VM runs this");
    struct stat info { };
    QCOMPARE(::stat(folder.constData(), &info), 0);
    spec::Limits limits;
    spec::IoLimit io;
    io.device = fmt::format("{}:{}", major(info.st_dev), minor(info.st_dev)); // a partition
    io.writeBytesPerSec = 1 << 20;
    limits.io.push_back(io);
    const UniqueFd payload = limited(limits);
    const std::string file = folder.toStdString() + "/limited";
    const auto write = [&] {
        const UniqueFd fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_DIRECT | O_CLOEXEC, 0600));
        void *block = nullptr;
        if (!fd || ::posix_memalign(&block, 4096, 1 << 20) != 0)
            return 1;
        for (int megabyte = 0; megabyte < 3; ++megabyte) {
            if (::write(fd.get(), block, 1 << 20) != 1 << 20)
                return 2;
        }
        return 0;
    };
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(runInside(payload.get(), write), 0);
    QVERIFY2(timer.elapsed() > 1500, fmt::format("{} ms", timer.elapsed()).c_str());
    QVERIFY(applyLimits(payload.get(), &limits, {}));
    QCOMPARE(readControlFile(payload.get(), "io.max").value(), std::string());
    timer.restart();
    QCOMPARE(runInside(payload.get(), write), 0);
    QVERIFY2(timer.elapsed() < 1500, fmt::format("{} ms", timer.elapsed()).c_str());
    ::unlink(file.c_str());
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

namespace {

/// The process of vitrine-containers.service in a cgroup of its own, and systemd's side of READY=1.
class Hold {
public:
    explicit Hold(std::string unit)
        : m_unit(std::move(unit))
        , m_path(fmt::format("/tmp/vitrine-notify-{}", ::getpid()))
    {
        ::mkdir(m_unit.c_str(), 0755);
        own.reset(::open(m_unit.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        const UniqueFd notified(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        m_path.copy(address.sun_path, sizeof address.sun_path - 1);
        int ends[2] = { -1, -1 };
        if (::bind(notified.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0
            || ::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
            qFatal("no socket or pipe for the test");
        told.reset(ends[0]);
        const UniqueFd telling(ends[1]);
        pid = ::fork();
        if (pid == 0) {
            ::setenv("NOTIFY_SOCKET", m_path.c_str(), 1);
            const auto tell = [&]() -> Result<> { return writeAll(telling.get(), "e"); };
            ::_exit(writeControlFile(own.get(), "cgroup.procs", "0") ? runHold(tell) : 99);
        }
        std::array<char, 64> message{};
        pollfd waiting{ notified.get(), POLLIN, 0 };
        isReady = ::poll(&waiting, 1, 5000) == 1 && ::recv(notified.get(), message.data(), message.size() - 1, 0) > 0
            && std::string_view(message.data()).starts_with("READY=1");
    }
    ~Hold()
    {
        end();
        (void)removeCgroup(AT_FDCWD, m_unit);
        ::unlink(m_path.c_str());
    }
    /// Its exit status after TERM.
    int end()
    {
        int status = -1;
        if (pid > 0 && ::kill(pid, SIGTERM) == 0)
            ::waitpid(pid, &status, 0);
        pid = -1;
        return status;
    }

    UniqueFd own;
    UniqueFd told; ///< a byte for each call of onEnd
    pid_t pid = -1;
    bool isReady = false;

private:
    std::string m_unit;
    std::string m_path;
};

bool isReadable(const UniqueFd &fd, int timeoutMs)
{
    pollfd waiting{ fd.get(), POLLIN, 0 };
    return ::poll(&waiting, 1, timeoutMs) == 1 && (waiting.revents & POLLIN) != 0;
}

bool becomesPopulated(int cgroupFd, std::string_view value)
{
    for (int changes = 0; changes < 10; ++changes) {
        const auto still = watchCgroupEvent(cgroupFd, "populated", value);
        if (!still || !*still)
            return still.has_value();
        pollfd waiting{ still->get(), POLLPRI, 0 };
        if (::poll(&waiting, 1, 2000) != 1)
            return false;
    }
    return false;
}

} // namespace

void TestSysCgroups::holdKeepsACgroupThatHoldsNoProcess()
{
    const std::string unit = m_path + "-unit";
    Hold hold(unit);
    QVERIFY(hold.isReady);
    QCOMPARE(readControlFile(hold.own.get(), "cgroup.procs").value(), std::string());
    QCOMPARE(readControlFile(hold.own.get(), "hold/cgroup.procs").value(), std::to_string(hold.pid));
    const auto tree = CgroupTree::openAt(unit);
    QVERIFY(tree && tree->list().empty());
    QCOMPARE(hold.end(), 0);
}

void TestSysCgroups::holdTellsWhenAContainerHasEnded()
{
    const std::string unit = m_path + "-unit";
    Hold hold(unit);
    QVERIFY(hold.isReady);
    auto tree = CgroupTree::openAt(unit);
    QVERIFY(tree);
    auto made = tree->create(kId);
    QVERIFY(made);
    const pid_t shim = leaveInside(made->shim.get());
    const pid_t payload = leaveInside(made->payload.get());
    QVERIFY(becomesPopulated(made->payload.get(), "1"));
    int status = 0;
    QVERIFY(::kill(payload, SIGKILL) == 0 && ::waitpid(payload, &status, 0) == payload);
    QVERIFY(becomesPopulated(made->payload.get(), "0"));
    QVERIFY2(!isReadable(hold.told, 100), "told before the shim was gone");
    QVERIFY(::kill(shim, SIGKILL) == 0 && ::waitpid(shim, &status, 0) == shim);
    QVERIFY(isReadable(hold.told, 5000));
    QVERIFY(tree->destroy(kId));
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
