// SPDX-License-Identifier: GPL-3.0-or-later
// The real program in its real namespaces.
#include "core/base/Files.h"
#include "core/base/UniqueFd.h"
#include "privhelper/unpack/UnpackMessage.h"
#include "tests/support/TempTree.h"
#include "tests/unit/unpack/TarBuilder.h"

#include <QtTest>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <optional>
#include <utility>
#include <vector>

using namespace vitrine;
using namespace vitrine::unpack;
using test::TarBuilder;

namespace {

constexpr std::uint32_t kBase = 1'700'000'000;
constexpr int kPatienceMs = 20'000;

class Run {
public:
    explicit Run(const std::string &archive)
    {
        m_tree.write("archive", archive);
        m_tree.makeDirectory("root");
        start({});
    }
    /// Of `depth` folders, each in the one before; the archive is packed from them.
    Run(std::size_t depth, const std::string &name)
    {
        m_tree.write("archive", "");
        m_tree.makeDirectory("root");
        UniqueFd at(::open(m_tree.path("root").c_str(), O_PATH | O_CLOEXEC));
        for (std::size_t i = 0; i < depth; ++i) {
            ::mkdirat(at.get(), name.c_str(), 0755);
            at.reset(::openat(at.get(), name.c_str(), O_PATH | O_CLOEXEC));
        }
        const UniqueFd file(::openat(at.get(), "file", O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
        start({ "pack", "plain" });
    }
    ~Run()
    {
        m_status.reset();
        if (m_pid > 0)
            (void)wait();
    }
    /// The last packet; nothing at the end of the socket without one.
    std::optional<UnpackMessage> finalMessage()
    {
        auto message = nextMessage();
        while (message && std::holds_alternative<Progress>(*message))
            message = nextMessage();
        return message;
    }
    std::optional<UnpackMessage> nextMessage()
    {
        pollfd poll{ m_status.get(), POLLIN, 0 };
        char packet[kMaxPacket];
        if (::poll(&poll, 1, kPatienceMs) != 1)
            return std::nullopt;
        const ssize_t count = ::recv(m_status.get(), packet, sizeof packet, 0);
        if (count <= 0)
            return std::nullopt;
        return decodeMessage({ packet, static_cast<std::size_t>(count) }).value();
    }
    int wait()
    {
        int status = 0;
        ::waitpid(std::exchange(m_pid, -1), &status, 0);
        return status;
    }
    void closeStatus() { m_status.reset(); }
    [[nodiscard]] pid_t pid() const { return m_pid; }
    [[nodiscard]] std::string path(const char *name) const { return m_tree.path(std::string("root/") + name); }

private:
    void start(std::vector<std::string> words)
    {
        const UniqueFd file(::open(m_tree.path("archive").c_str(), O_RDWR | O_CLOEXEC));
        const UniqueFd root(::open(m_tree.path("root").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        int ends[2];
        if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
            qFatal("socketpair");
        m_status.reset(ends[0]);
        const UniqueFd theirs(ends[1]);
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        // Over 5 first: a descriptor must not be closed by the one before it.
        ::posix_spawn_file_actions_adddup2(&actions, file.get(), 103);
        ::posix_spawn_file_actions_adddup2(&actions, root.get(), 104);
        ::posix_spawn_file_actions_adddup2(&actions, theirs.get(), 105);
        for (const int fd : { kArchiveFd, kDestinationFd, kStatusFd })
            ::posix_spawn_file_actions_adddup2(&actions, 100 + fd, fd);
        std::string program = VITRINE_UNPACK;
        std::string base = std::to_string(kBase);
        std::vector<char *> argv{ program.data(), base.data() };
        for (std::string &word : words)
            argv.push_back(word.data());
        argv.push_back(nullptr);
        char *environment[]{ nullptr };
        if (::posix_spawn(&m_pid, program.c_str(), &actions, nullptr, argv.data(), environment) != 0)
            qFatal("posix_spawn");
        ::posix_spawn_file_actions_destroy(&actions);
    }

    test::TempTree m_tree;
    UniqueFd m_status;
    pid_t m_pid = -1;
};

/// Takes several times as long as the time between two reports of progress, also where nothing else runs.
std::string largeTar()
{
    TarBuilder builder;
    for (int i = 0; i < 20'000; ++i)
        builder.add({ "d" + std::to_string(i % 50) + "/f" + std::to_string(i), '0', std::string(1000, 'x') });
    return builder.finished();
}

/// The children of a process, by the kernel's own list.
std::vector<pid_t> childrenOf(pid_t pid)
{
    const auto path = "/proc/" + std::to_string(pid) + "/task/" + std::to_string(pid) + "/children";
    std::vector<pid_t> children;
    const auto words = QString::fromStdString(readFileAt(AT_FDCWD, path.c_str(), 4096).value_or("")).split(' ');
    for (const auto &word : words) {
        if (!word.isEmpty())
            children.push_back(word.toInt());
    }
    return children;
}

} // namespace

class tst_UnpackProgram : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        if (::geteuid() != 0)
            QSKIP("making the namespaces of the unpacker needs root");
    }

    void filesBelongToTheRange()
    {
        Run run(TarBuilder()
                    .add({ "etc/passwd", '0', "x" })
                    .add({ "bin/su", '0', "su", {}, 06755, 0, 42 })
                    .add({ "nobody", '0', "", {}, 0600, 65'534, 65'534 })
                    .add({ "link", '2', {}, "/etc/passwd" })
                    .finished());
        const auto message = run.finalMessage();
        QVERIFY(message);
        if (const auto *error = std::get_if<Error>(&*message))
            QFAIL(error->what.c_str());
        QVERIFY((std::get<Finished>(*message) == Finished{ 4, 3 }));
        QCOMPARE(run.wait(), 0);
        struct stat status = {};
        QCOMPARE(::lstat(run.path("bin/su").c_str(), &status), 0);
        QCOMPARE(status.st_uid, kBase);
        QCOMPARE(status.st_gid, kBase + 42);
        QCOMPARE(status.st_mode & 07777, 06755u);
        QCOMPARE(::lstat(run.path("nobody").c_str(), &status), 0);
        QCOMPARE(status.st_uid, kBase + 65'534);
        for (const char *name : { "", "etc", "link" }) {
            QCOMPARE(::lstat(run.path(name).c_str(), &status), 0);
            QCOMPARE(status.st_uid, kBase);
        }
    }

    void saysWhatIsWrong()
    {
        Run run(TarBuilder().add({ "../x", '0', "x" }).finished());
        const auto message = run.finalMessage();
        QVERIFY(message && std::holds_alternative<Error>(*message));
        QCOMPARE(std::get<Error>(*message).code, ErrorCode::ImageUnsafe);
        QCOMPARE(WEXITSTATUS(run.wait()), 1);
    }

    void itsChildCanDoNothingElse()
    {
        Run run(largeTar());
        QVERIFY(run.nextMessage()); // the first progress: it is at work
        const auto children = childrenOf(run.pid());
        QCOMPARE(children.size(), std::size_t(1));
        const auto path = "/proc/" + std::to_string(children[0]) + "/status";
        const auto status = QString::fromStdString(readFileAt(AT_FDCWD, path.c_str(), 16'384).value());
        QVERIFY(status.contains("Seccomp:\t2"));
        QVERIFY(status.contains("NoNewPrivs:\t1"));
        QVERIFY(status.contains(QString("Uid:\t%1\t%1\t%1\t%1").arg(kBase)));
        QVERIFY(status.contains("CapEff:\t000000008000001b")); // chown, dac_override, fowner, fsetid, setfcap
        QVERIFY(status.contains("CapInh:\t0000000000000000"));
        const auto root = std::filesystem::directory_iterator("/proc/" + std::to_string(children[0]) + "/root");
        QCOMPARE(std::distance(root, {}), 0);
        for (const char *name : { "user", "mnt", "net", "pid", "ipc", "uts", "cgroup" }) {
            const auto link = std::string("/ns/") + name;
            QVERIFY2(std::filesystem::read_symlink("/proc/" + std::to_string(children[0]) + link)
                         != std::filesystem::read_symlink("/proc/self" + link),
                     name);
        }
    }

    void closingTheSocketEndsIt()
    {
        Run run(largeTar());
        QVERIFY(run.nextMessage());
        run.closeStatus();
        QVERIFY(run.wait() != 0);
    }

    void packsFoldersNestedDeeperThanThereAreDescriptors()
    {
        Run run(200, "folder");
        const auto message = run.finalMessage();
        QVERIFY(message);
        const auto *error = std::get_if<Error>(&*message);
        QVERIFY2(error == nullptr, error == nullptr ? "" : error->what.c_str());
        QCOMPARE(std::get<Finished>(*message).entries, std::uint64_t(202));
    }

    void pathThatNobodyCouldOpenIsRefusedByName()
    {
        Run run(100, "top" + std::string(60, 'x'));
        const auto message = run.finalMessage();
        QVERIFY(message && std::holds_alternative<Error>(*message));
        QCOMPARE(std::get<Error>(*message).code, ErrorCode::LimitExceeded);
        QVERIFY(std::get<Error>(*message).what.find("\"topxxx") != std::string::npos);
    }

    void onTermItWaitsForItsChild()
    {
        Run run(largeTar());
        QVERIFY(run.nextMessage());
        const auto children = childrenOf(run.pid());
        QCOMPARE(children.size(), std::size_t(1));
        ::kill(run.pid(), SIGTERM);
        const int status = run.wait();
        QVERIFY(WIFEXITED(status));
        QVERIFY(::kill(children[0], 0) != 0);
    }

    void theChildDiesWithTheProgram()
    {
        Run run(largeTar());
        QVERIFY(run.nextMessage());
        const auto children = childrenOf(run.pid());
        QCOMPARE(children.size(), std::size_t(1));
        ::kill(run.pid(), SIGKILL);
        run.wait();
        // Its end of the socket closes when it is gone.
        while (run.nextMessage()) { }
        QTRY_VERIFY(::kill(children[0], 0) != 0);
    }
};

QTEST_APPLESS_MAIN(tst_UnpackProgram)
#include "tst_UnpackProgram.moc"
