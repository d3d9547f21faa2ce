// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Files.h"
#include "privhelper/daemon/Accounts.h"
#include "privhelper/daemon/IdPool.h"
#include "privhelper/daemon/Purge.h"
#include "privhelper/daemon/Quotas.h"
#include "privhelper/daemon/Spawn.h"
#include "privhelper/daemon/StateStore.h"
#include "privhelper/shim/ShimConfig.h"
#include "privhelper/shim/ShimMessage.h"
#include "tests/support/TempTree.h"

#include <QtTest>

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <filesystem>

using namespace vitrine;
using namespace vitrine::daemon;
using test::TempTree;
namespace fs = std::filesystem;

namespace {

constexpr const char *kId = "0123456789abcdef";

ContainerRecord sampleRecord()
{
    ContainerRecord record;
    record.id = kId;
    record.spec.name = "web";
    record.spec.command = { "/bin/true" };
    record.ownerUid = 1000;
    record.ownerGid = 1001;
    record.index = 7;
    record.createdAtUs = 5;
    record.startedAtUs = 6;
    record.ended.emplace();
    record.ended->reason = ipc::EndReason::Exited;
    record.ended->exitCode = 3;
    return record;
}

UniqueFd openDirectory(const std::string &path)
{
    return UniqueFd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

std::pair<UniqueFd, UniqueFd> sockets()
{
    auto made = controlSockets();
    return made ? std::move(*made) : std::pair<UniqueFd, UniqueFd>();
}

/// From here on fsync() of a descriptor of this directory fails with EIO.
void refuseToSync(const std::string &directory)
{
    unsigned descriptor = 0;
    for (const auto &entry : fs::directory_iterator("/proc/self/fd")) {
        std::error_code none;
        if (fs::read_symlink(entry.path(), none) == fs::canonical(directory))
            descriptor = static_cast<unsigned>(std::stoul(entry.path().filename().string()));
    }
    sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_fsync, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, descriptor, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EIO),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog program{ std::size(code), code };
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

} // namespace

/// What the helper keeps on disk, gives away and says to the shim.
class TestHelperState : public QObject {
    Q_OBJECT

private slots:
    void recordComesBackAsItWas()
    {
        const auto read = recordFromJson(recordToJson(sampleRecord()));
        QVERIFY2(read, read ? "" : read.error().what.c_str());
        QVERIFY(*read == sampleRecord());
    }

    void badRecordsAreRefused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("code");
        const QString good = QString::fromStdString(recordToJson(sampleRecord()));
        QTest::newRow("empty") << QString() << int(ErrorCode::StateCorrupt);
        QTest::newRow("cut off") << good.left(good.size() / 2) << int(ErrorCode::StateCorrupt);
        QTest::newRow("a list") << QStringLiteral("[]") << int(ErrorCode::StateCorrupt);
        QTest::newRow("nothing in it") << QStringLiteral("{}") << int(ErrorCode::StateCorrupt);
        QTest::newRow("of a newer helper") << QStringLiteral(R"({"schemaVersion":2})") << int(ErrorCode::StateTooNew);
    }
    void badRecordsAreRefused()
    {
        QFETCH(QString, text);
        QFETCH(int, code);
        const auto read = recordFromJson(text.toStdString());
        QVERIFY(!read);
        QCOMPARE(int(read.error().code), code);
    }

    void storeKeepsRecordsAndRuns()
    {
        const TempTree tree;
        auto store = StateStore::open(tree.path("state"), tree.path("run"));
        QVERIFY(store);
        QVERIFY(store->create(sampleRecord()));
        QVERIFY(!store->create(sampleRecord()));
        QVERIFY(*store->load(kId) == sampleRecord());
        RunState run{ "boot",
                      1,
                      2,
                      true,
                      true,
                      true,
                      "10.213.0.2",
                      plan::DisplayServer::X11,
                      { { { spec::MountKind::Bind, "/srv", "/data", spec::Access::ReadOnly, {} }, 77 } },
                      sampleRecord().spec };
        QVERIFY(store->createRun(kId, run));
        QVERIFY(*store->loadRun(kId) == run);
        run.spec.reset(); // as a run of an earlier version
        QVERIFY(store->saveRun(kId, run));
        QVERIFY(*store->loadRun(kId) == run);
        QVERIFY(!store->readExit(kId));
        QVERIFY(store->removeRun(kId));
        QVERIFY(store->removeRun(kId));
        QVERIFY(store->moveToTrash(kId, 7));
        QVERIFY(store->containerIds().empty());
        QCOMPARE(store->trash().size(), std::size_t{ 1 });
        QCOMPARE(store->trash().front().index, 7U);
    }

    void storeRefusesDirectoriesThatOthersMayUse()
    {
        const TempTree tree;
        tree.makeDirectory("state");
        fs::permissions(tree.path("state"), fs::perms(0755));
        QVERIFY(!StateStore::open(tree.path("state"), tree.path("run")));
    }

    void creationThatFailsLateIsInTheTrash()
    {
        const TempTree tree;
        auto store = StateStore::open(tree.path("state"), tree.path("run"));
        QVERIFY(store);
        // In a child, for the filter stays. The record is whole by then; only its directory's name does not reach the
        // disk.
        const pid_t child = ::fork();
        if (child == 0) {
            refuseToSync(tree.path("state/containers"));
            const bool failed = !store->create(sampleRecord());
            const auto trash = store->trash();
            ::_exit(failed && !store->hasContainer(kId) && trash.size() == 1 && trash[0].index == 7 ? 0 : 1);
        }
        int status = -1;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QCOMPARE(status, 0);
    }

    void removalThatIsNotOnTheDiskIsNone()
    {
        const TempTree tree;
        auto store = StateStore::open(tree.path("state"), tree.path("run"));
        QVERIFY(store && store->create(sampleRecord()));
        const pid_t child = ::fork();
        if (child == 0) {
            refuseToSync(tree.path("state/containers"));
            ::_exit(!store->remove(sampleRecord()) && store->hasRecord(kId) && store->trash().empty() ? 0 : 1);
        }
        int status = -1;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QCOMPARE(status, 0);
        QVERIFY(store->remove(sampleRecord()));
        QVERIFY(!store->hasContainer(kId));
    }

    void storeIsOneHelpersAlone()
    {
        const TempTree tree;
        auto first = StateStore::open(tree.path("state"), tree.path("run"));
        const auto sameRuns = StateStore::open(tree.path("other"), tree.path("run"));
        const auto sameState = StateStore::open(tree.path("state"), tree.path("elsewhere"));
        QVERIFY(first && sameRuns && sameState);
        QVERIFY(first->lock(0));
        QCOMPARE(sameRuns->lock(50).error().code, ErrorCode::Busy);
        QCOMPARE(sameState->lock(0).error().code, ErrorCode::Busy);
        first = failure(ErrorCode::NotFound, "gone");
        QVERIFY(sameState->lock(0));
    }

    void storeRefusesLinksAndIdsOfTheWrongForm()
    {
        const TempTree tree;
        fs::create_directory_symlink("/tmp", tree.path("run"));
        QVERIFY(!StateStore::open(tree.path("state"), tree.path("run")));
        fs::remove(tree.path("run"));
        const auto store = StateStore::open(tree.path("state"), tree.path("run"));
        QVERIFY(store);
        QVERIFY(!store->openContainer("../../etc"));
        QVERIFY(!store->openContainer(""));
        QVERIFY(!store->openRun("0123456789ABCDEF"));
    }

    void purgeEmptiesDeepTreesAndFollowsNoLink()
    {
        const TempTree tree;
        tree.write("outside/canary", "sings");
        fs::path deep = tree.makeDirectory("trash/doomed");
        for (int depth = 0; depth < 300; ++depth) {
            deep /= "d";
            fs::create_directory(deep);
            std::ofstream(deep / "file") << depth;
        }
        fs::create_directory_symlink(tree.path("outside"), tree.path("trash/doomed/link"));
        tree.makeDirectory("trash/doomed/raised-0/raised-1");
        const UniqueFd trash = openDirectory(tree.path("trash"));
        QVERIFY(!*purgeTree(trash.get(), "doomed", 10));
        const auto purged = purgeTree(trash.get(), "doomed");
        QVERIFY2(purged, purged ? "" : purged.error().what.c_str());
        QVERIFY(*purged);
        QVERIFY(!fs::exists(tree.path("trash/doomed")));
        QVERIFY(fs::exists(tree.path("outside/canary")));
        QVERIFY(*purgeTree(trash.get(), "doomed"));
    }

    void purgeStopsAtAMount()
    {
        if (::unshare(CLONE_NEWNS) != 0 || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
            QSKIP("needs root, to mount");
        const TempTree tree;
        tree.write("outside/canary", "sings");
        const fs::path below = tree.makeDirectory("trash/doomed/below");
        const fs::path outside = tree.path("outside");
        QCOMPARE(::mount(outside.c_str(), below.c_str(), nullptr, MS_BIND, nullptr), 0);
        const UniqueFd trash = openDirectory(tree.path("trash"));
        const auto stopped = purgeTree(trash.get(), "doomed");
        QCOMPARE(::umount(below.c_str()), 0);
        QVERIFY(!stopped);
        QVERIFY(fs::exists(outside / "canary"));
        QVERIFY(purgeTree(trash.get(), "doomed").value_or(false));
    }

    void poolGivesEachPlaceOnce()
    {
        IdPool pool;
        QCOMPARE(*pool.allocate({}), 0U);
        QCOMPARE(*pool.allocate({}), 1U);
        QVERIFY(pool.reserve(2));
        QVERIFY(!pool.reserve(2));
        QVERIFY(!pool.reserve(IdPool::kPlaces));
        QCOMPARE(*pool.allocate({}), 3U);
    }

    void poolDoesNotGiveAFreedPlaceAtOnce()
    {
        IdPool pool(2 * IdPool::kPlaces - 1);
        QCOMPARE(*pool.allocate({}), IdPool::kPlaces - 1);
        QCOMPARE(*pool.allocate({}), 0U);
        pool.release(0);
        QCOMPARE(*pool.allocate({}), 1U);
        for (std::uint32_t index = 2; index < IdPool::kPlaces - 1; ++index)
            QVERIFY(pool.reserve(index));
        QCOMPARE(*pool.allocate({}), 0U);
        QCOMPARE(pool.allocate({}).error().code, ErrorCode::RangePoolExhausted);
    }

    void poolKeepsAwayFromWhatBelongsToSomebody()
    {
        IdPool pool;
        const auto range = IdPool::range(0);
        QCOMPARE(*pool.allocate({ { range.base + 5, range.base + 5 } }), 1U);
        QCOMPARE(*pool.allocate({ { range.base, IdPool::range(1).base } }), 2U);
        QCOMPARE(IdPool::check(4, { { IdPool::shimUid(4), IdPool::shimUid(4) } }).error().code,
                 ErrorCode::RangeInvalid);
        QVERIFY(IdPool::check(5, { { IdPool::shimUid(4), IdPool::shimUid(4) } }));
        QCOMPARE(IdPool().allocate({ { 0, UINT32_MAX } }).error().code, ErrorCode::RangePoolExhausted);
    }

    void poolKnowsWhoseAnIdIs()
    {
        QCOMPARE(*IdPool::indexOf(IdPool::range(9).base), 9U);
        QCOMPARE(*IdPool::indexOf(IdPool::range(9).base + 65'535), 9U);
        QCOMPARE(*IdPool::indexOf(IdPool::shimUid(9)), 9U);
        QVERIFY(!IdPool::indexOf(1000));
    }

    void accountsAndSubordinateRangesAreRead()
    {
        const TempTree tree;
        tree.write("passwd",
                   "root:x:0:0:root:/root:/bin/sh\nann:x:1000:1001::/home/ann:/bin/sh\nbad:x:no:0:::\nshort:x\n");
        tree.write("subuid", "ann:1879048192:65536\nbad:x:y\n");
        const auto accounts = Accounts::read(tree.path());
        QVERIFY(accounts);
        QCOMPARE(accounts->find(1000)->name, std::string("ann"));
        QCOMPARE(accounts->find(1000)->home, std::string("/home/ann"));
        QCOMPARE(accounts->find(1000)->gid, 1001U);
        QVERIFY(!accounts->find(7));
        QVERIFY(!IdPool::check(0, accounts->taken())); // its shim's id lies in ann's range
    }

    void quotaCountsTicketsOfEachAccount()
    {
        Quota quota("things", 2);
        auto first = quota.take(1);
        const auto second = quota.take(1);
        QVERIFY(first && second);
        QCOMPARE(quota.take(1).error().code, ErrorCode::LimitExceeded);
        QVERIFY(quota.take(2));
        first->reset();
        QVERIFY(quota.take(1));
    }

    void startConfigurationComesBackAsItWas()
    {
        shim::ShimConfig config;
        config.spec = sampleRecord().spec;
        config.id = kId;
        config.ownerUid = 1000;
        config.range = IdPool::range(3);
        config.shimUid = IdPool::shimUid(3);
        config.userName = "ann";
        config.sources = { "root", "mount:0" };
        config.network = shim::NetworkConfig{ "10.213.0.5", 16, "10.213.0.1", { "192.0.2.1" } };
        QVERIFY(*shim::configFromJson(shim::configToJson(config)) == config);
        shim::ExecConfig exec;
        exec.exec.command = { "ls" };
        exec.spec = config.spec;
        exec.range = config.range;
        QVERIFY(*shim::execConfigFromJson(shim::execConfigToJson(exec)) == exec);
        for (const char *bad : { "", "{}", "[]", R"({"id":5})" })
            QVERIFY(!shim::configFromJson(bad));
    }

    void messagesCarryTextAndDescriptors()
    {
        const auto [here, there] = sockets();
        shim::ShimMessage sent{ shim::ShimMessageType::Failed, -5, "mounts\nno", {} };
        sent.fds.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        QVERIFY(shim::sendMessage(here.get(), sent));
        const auto received = shim::receiveMessage(there.get());
        QVERIFY(received);
        QVERIFY(received->type == shim::ShimMessageType::Failed);
        QCOMPARE(received->value, std::int64_t{ -5 });
        QCOMPARE(received->text, std::string("mounts\nno"));
        QCOMPARE(received->fds.size(), std::size_t{ 1 });
        QCOMPARE(::fcntl(received->fds[0].get(), F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    }

    void badPacketsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("packet");
        const auto header = [](std::uint32_t type, std::uint32_t bytes) {
            QByteArray packet(16, '\0');
            std::memcpy(packet.data(), &type, sizeof type);
            std::memcpy(packet.data() + 4, &bytes, sizeof bytes);
            return packet;
        };
        QTest::newRow("short") << QByteArray("abc");
        QTest::newRow("type 0") << header(0, 0);
        QTest::newRow("type 99") << header(99, 0);
        QTest::newRow("length beyond the end") << header(3, 1);
        QTest::newRow("length before the end") << header(3, 0) + "text";
        QTest::newRow("too long") << header(3, 5000) + QByteArray(5000, 'x');
    }
    void badPacketsAreRefused()
    {
        QFETCH(QByteArray, packet);
        const auto [here, there] = sockets();
        QCOMPARE(::send(here.get(), packet.data(), std::size_t(packet.size()), 0), ssize_t(packet.size()));
        QCOMPARE(shim::receiveMessage(there.get()).error().code, ErrorCode::Protocol);
    }

    void spawnedProgramHasItsDescriptorsAndNothingElse()
    {
        const auto output = [](const char *script) {
            int ends[2] = { -1, -1 };
            if (::pipe2(ends, O_CLOEXEC) != 0)
                return std::string();
            const UniqueFd reading(ends[0]);
            UniqueFd writing(ends[1]);
            const auto pid = spawnProgram("/bin/sh", { "-c", script }, { writing.get() });
            writing.reset();
            const auto text = readAll(reading.get(), 4096);
            ::waitpid(pid ? *pid : -1, nullptr, 0);
            return text ? *text : std::string();
        };
        const UniqueFd stray(::fcntl(0, F_DUPFD, 200)); // nothing says that it is to be closed
        QCOMPARE(output("exec >&3; exec ls /proc/self/fd"),
                 std::string("0\n1\n2\n3\n4\n")); // 4 is the directory itself
        QCOMPARE(output("cat /proc/$$/environ >&3"), std::string());
    }
};

QTEST_APPLESS_MAIN(TestHelperState)
#include "tst_HelperState.moc"
