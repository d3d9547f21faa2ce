// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/SeccompFilter.h"

#include <QTest>

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <functional>

using namespace vitrine;

namespace {

bool loadFilter(int filterFd)
{
    struct stat info { };
    if (::fstat(filterFd, &info) < 0)
        return false;
    std::vector<sock_filter> steps(static_cast<std::size_t>(info.st_size) / sizeof(sock_filter));
    if (::pread(filterFd, steps.data(), static_cast<std::size_t>(info.st_size), 0) != info.st_size)
        return false;
    sock_fprog program{ static_cast<unsigned short>(steps.size()), steps.data() };
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        && ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
}

/// Exit status of `body` in a child under the default filter; 128 and more for a signal.
int underFilter(int filterFd, const std::function<int()> &body)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(loadFilter(filterFd) ? body() : 127);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// errno of a raw call with arguments that are wrong for all of them, so that none does anything.
int errnoOf(long number, long first = -1, long second = -1)
{
    return ::syscall(number, first, second, -1, -1, -1, -1) < 0 ? errno : 0;
}

#if defined(__x86_64__)
/// The same through the gate for 32-bit programs; its numbers are others.
int errnoOf32(int number, int first = -1, int second = -1)
{
    int result = number;
    asm volatile("int $0x80" : "+a"(result) : "b"(first), "c"(second), "d"(-1) : "memory", "r8", "r9", "r10", "r11");
    return result < 0 ? -result : 0;
}
#endif

} // namespace

class TestSysSeccomp : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void filterIsSealed();
    void answersAsListed_data();
    void answersAsListed();
    void cloneWithoutNamespacesWorks();
    void newNamespacesAreDenied_data();
    void newNamespacesAreDenied();
    void terminalInjectionIsDeniedOn32Bits_data();
    void terminalInjectionIsDeniedOn32Bits();
    void personalityIsLimited();
    void socketsAreOfFourFamilies_data();
    void socketsAreOfFourFamilies();
    void otherAbisFollowTheSameRules();
    void programsRun_data();
    void programsRun();

private:
    UniqueFd m_filter;
};

void TestSysSeccomp::initTestCase()
{
    auto built = sys::buildDefaultFilter();
    QVERIFY2(built, built ? "" : built.error().what.c_str());
    m_filter = std::move(*built);
    QCOMPARE(underFilter(m_filter.get(), [] { return 0; }), 0);
}

void TestSysSeccomp::filterIsSealed()
{
    QCOMPARE(::fcntl(m_filter.get(), F_GET_SEALS), F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
    QCOMPARE(::lseek(m_filter.get(), 0, SEEK_CUR), off_t(0));
}

void TestSysSeccomp::answersAsListed_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<int>("expected");
    const std::pair<const char *, int> denied[]{ { "mount", SYS_mount },
                                                 { "umount2", SYS_umount2 },
                                                 { "pivot_root", SYS_pivot_root },
                                                 { "fsopen", SYS_fsopen },
                                                 { "fsconfig", SYS_fsconfig },
                                                 { "fsmount", SYS_fsmount },
                                                 { "fspick", SYS_fspick },
                                                 { "move_mount", SYS_move_mount },
                                                 { "open_tree", SYS_open_tree },
                                                 { "mount_setattr", SYS_mount_setattr },
                                                 { "setns", SYS_setns },
                                                 { "keyctl", SYS_keyctl },
                                                 { "add_key", SYS_add_key },
                                                 { "request_key", SYS_request_key },
                                                 { "bpf", SYS_bpf },
                                                 { "perf_event_open", SYS_perf_event_open },
                                                 { "userfaultfd", SYS_userfaultfd },
                                                 { "syslog", SYS_syslog },
                                                 { "io_uring_setup", SYS_io_uring_setup },
                                                 { "io_uring_enter", SYS_io_uring_enter },
                                                 { "io_uring_register", SYS_io_uring_register },
                                                 { "open_by_handle_at", SYS_open_by_handle_at },
                                                 { "init_module", SYS_init_module },
                                                 { "finit_module", SYS_finit_module },
                                                 { "delete_module", SYS_delete_module },
                                                 { "kexec_load", SYS_kexec_load },
                                                 { "reboot", SYS_reboot },
                                                 { "swapon", SYS_swapon },
                                                 { "settimeofday", SYS_settimeofday },
                                                 { "clock_settime", SYS_clock_settime },
                                                 { "sethostname", SYS_sethostname },
                                                 { "fanotify_init", SYS_fanotify_init } };
    for (const auto &[name, number] : denied)
        QTest::addRow("%s", name) << number << EPERM;
    QTest::addRow("clone3") << static_cast<int>(SYS_clone3) << ENOSYS;
    QTest::addRow("a number of the future") << 4000 << ENOSYS;
    QTest::addRow("pidfd_getfd") << static_cast<int>(SYS_pidfd_getfd) << ENOSYS;
    QTest::addRow("kcmp") << static_cast<int>(SYS_kcmp) << ESRCH;
    QTest::addRow("tuxcall") << 184 << ENOSYS;
    QTest::addRow("read") << static_cast<int>(SYS_read) << EBADF;
    QTest::addRow("close") << static_cast<int>(SYS_close) << EBADF;
    QTest::addRow("getpid") << static_cast<int>(SYS_getpid) << 0;
    QTest::addRow("openat2") << static_cast<int>(SYS_openat2) << E2BIG;
    QTest::addRow("ioctl") << static_cast<int>(SYS_ioctl) << EBADF;
}

void TestSysSeccomp::answersAsListed()
{
    QFETCH(int, number);
    QFETCH(int, expected);
    QCOMPARE(underFilter(m_filter.get(), [&] { return errnoOf(number); }), expected);
}

void TestSysSeccomp::cloneWithoutNamespacesWorks()
{
    QCOMPARE(underFilter(m_filter.get(),
                         [] {
                             const pid_t child = ::fork();
                             if (child == 0)
                                 ::_exit(7);
                             int status = 0;
                             ::waitpid(child, &status, 0);
                             return ::unshare(CLONE_FILES | CLONE_FS) == 0 ? WEXITSTATUS(status) : 1;
                         }),
             7);
}

void TestSysSeccomp::newNamespacesAreDenied_data()
{
    QTest::addColumn<qlonglong>("flag");
    QTest::addRow("user") << qlonglong(CLONE_NEWUSER);
    QTest::addRow("mount") << qlonglong(CLONE_NEWNS);
    QTest::addRow("pid") << qlonglong(CLONE_NEWPID);
    QTest::addRow("network") << qlonglong(CLONE_NEWNET);
    QTest::addRow("ipc") << qlonglong(CLONE_NEWIPC);
    QTest::addRow("uts") << qlonglong(CLONE_NEWUTS);
    QTest::addRow("cgroup") << qlonglong(CLONE_NEWCGROUP);
    QTest::addRow("user and mount") << qlonglong(CLONE_NEWUSER | CLONE_NEWNS);
    QTest::addRow("user with high bits") << qlonglong(CLONE_NEWUSER | 1LL << 40);
}

void TestSysSeccomp::newNamespacesAreDenied()
{
    QFETCH(qlonglong, flag);
    QCOMPARE(underFilter(m_filter.get(), [&] { return errnoOf(SYS_unshare, flag); }), EPERM);
    QCOMPARE(underFilter(m_filter.get(), [&] { return errnoOf(SYS_clone, flag | SIGCHLD, 0); }), EPERM);
}

void TestSysSeccomp::terminalInjectionIsDeniedOn32Bits_data()
{
    QTest::addColumn<qlonglong>("request");
    QTest::addColumn<int>("expected");
    QTest::addRow("TIOCSTI") << qlonglong(TIOCSTI) << EPERM;
    QTest::addRow("TIOCSTI with a high bit (CVE-2019-10063)") << (qlonglong(TIOCSTI) | 1LL << 32) << EPERM;
    QTest::addRow("TIOCSTI with all high bits") << (qlonglong(TIOCSTI) | ~0LL << 32) << EPERM;
    QTest::addRow("TIOCLINUX (CVE-2023-28100)") << qlonglong(TIOCLINUX) << EPERM;
    QTest::addRow("TIOCLINUX with a high bit") << (qlonglong(TIOCLINUX) | 1LL << 63) << EPERM;
    QTest::addRow("TIOCGWINSZ") << qlonglong(TIOCGWINSZ) << EBADF;
    QTest::addRow("TCGETS") << qlonglong(TCGETS) << EBADF;
}

void TestSysSeccomp::terminalInjectionIsDeniedOn32Bits()
{
    QFETCH(qlonglong, request);
    QFETCH(int, expected);
    QCOMPARE(underFilter(m_filter.get(), [&] { return errnoOf(SYS_ioctl, -1, request); }), expected);
}

void TestSysSeccomp::personalityIsLimited()
{
    QCOMPARE(underFilter(m_filter.get(), [] { return errnoOf(SYS_personality, 0xffffffff); }), 0);
    QCOMPARE(underFilter(m_filter.get(), [] { return errnoOf(SYS_personality, 0); }), 0);
    constexpr long kAddrNoRandomize = 0x0040000;
    QCOMPARE(underFilter(m_filter.get(), [] { return errnoOf(SYS_personality, kAddrNoRandomize); }), ENOSYS);
}

void TestSysSeccomp::socketsAreOfFourFamilies_data()
{
    QTest::addColumn<qlonglong>("family");
    QTest::addColumn<bool>("isAllowed");
    QTest::addRow("AF_UNIX") << qlonglong(AF_UNIX) << true;
    QTest::addRow("AF_INET") << qlonglong(AF_INET) << true;
    QTest::addRow("AF_INET6") << qlonglong(AF_INET6) << true;
    QTest::addRow("AF_NETLINK") << qlonglong(AF_NETLINK) << true;
    QTest::addRow("AF_ALG (CVE-2026-31431)") << qlonglong(AF_ALG) << false;
    QTest::addRow("AF_VSOCK") << qlonglong(AF_VSOCK) << false;
    QTest::addRow("AF_PACKET") << qlonglong(AF_PACKET) << false;
    QTest::addRow("AF_TIPC") << qlonglong(AF_TIPC) << false;
    QTest::addRow("AF_VSOCK with a high bit") << (qlonglong(AF_VSOCK) | 1LL << 32) << false;
}

void TestSysSeccomp::socketsAreOfFourFamilies()
{
    QFETCH(qlonglong, family);
    QFETCH(bool, isAllowed);
    // No such type of socket: what the filter lets through, the kernel refuses otherwise.
    const auto socket = [&] { return errnoOf(SYS_socket, family, 15); };
    QCOMPARE(underFilter(m_filter.get(), socket) != ENOSYS, isAllowed);
    const auto pair = [&] { return errnoOf(SYS_socketpair, family, SOCK_STREAM); };
    QCOMPARE(underFilter(m_filter.get(), pair) != ENOSYS, family == AF_UNIX);
#if defined(__x86_64__)
    constexpr int kSocket32 = 359;
    constexpr int kGetpid32 = 20;
    if (underFilter(m_filter.get(), [] { return errnoOf32(kGetpid32); }) != 0)
        return;
    const auto first = static_cast<int>(family);
    const bool isAllowed32 = isAllowed && first == family;
    QCOMPARE(underFilter(m_filter.get(), [&] { return errnoOf32(kSocket32, first, 15); }) != ENOSYS, isAllowed32);
#endif
}

void TestSysSeccomp::otherAbisFollowTheSameRules()
{
#if defined(__x86_64__)
    constexpr int kX32Bit = 0x40000000;
    QCOMPARE(underFilter(m_filter.get(), [] { return errnoOf(SYS_mount | kX32Bit); }), EPERM);
    QCOMPARE(underFilter(m_filter.get(), [] { return errnoOf(SYS_unshare | kX32Bit, CLONE_NEWUSER); }), EPERM);
    constexpr int kGetpid32 = 20;
    constexpr int kMount32 = 21;
    constexpr int kClone3 = 435;
    if (underFilter(m_filter.get(), [] { return errnoOf32(kGetpid32); }) != 0)
        QSKIP("this kernel runs no 32-bit programs");
    QCOMPARE(underFilter(m_filter.get(), [] { return errnoOf32(kMount32); }), EPERM);
    QCOMPARE(underFilter(m_filter.get(), [] { return errnoOf32(kClone3); }), ENOSYS);
#else
    QSKIP("this architecture has one ABI here");
#endif
}

void TestSysSeccomp::programsRun_data()
{
    QTest::addColumn<QString>("script");
    QTest::addRow("coreutils")
        << "cd /tmp && d=$(mktemp -d) && cp -a /etc/hostname $d/a && mv $d/a $d/b && ls -lR $d && "
           "ln -s b $d/c && mkfifo $d/p && stat $d/b && touch $d/t && chmod 600 $d/b && rm -r $d";
    QTest::addRow("threads and subprocesses")
        << "python3 -c 'import threading,subprocess,socket,asyncio,multiprocessing as m;"
           "t=threading.Thread(target=print);t.start();t.join();subprocess.run([\"true\"],check=True);"
           "socket.socketpair();asyncio.run(asyncio.sleep(0));q=m.Queue();p=m.Process(target=q.put,args=(1,));"
           "p.start();assert q.get()==1;p.join()'";
    QTest::addRow("network")
        << "python3 -c 'import socket,threading,http.server,urllib.request;socket.getaddrinfo(\"localhost\",80);"
           "socket.if_nameindex();s=http.server.HTTPServer((\"127.0.0.1\",0),http.server.SimpleHTTPRequestHandler);"
           "threading.Thread(target=s.handle_request).start();"
           "urllib.request.urlopen(\"http://127.0.0.1:%d/\"%s.server_port).read();"
           "socket.socket(socket.AF_INET,socket.SOCK_RAW,socket.IPPROTO_ICMP)'";
    QTest::addRow("compiler") << "echo 'int main(){return 0;}' | cc -x c -o /dev/null -";
    QTest::addRow("packages") << "dpkg-query -W bash && apt-cache policy bash";
    QTest::addRow("archives") << "tar -C /etc -cf - alternatives | tar -tf - | sort | gzip | zcat | tail -n 1";
}

void TestSysSeccomp::programsRun()
{
    QFETCH(QString, script);
    const std::string text = "exec >/dev/null 2>&1; " + script.toStdString();
    QCOMPARE(underFilter(m_filter.get(),
                         [&] {
                             ::execl("/bin/bash", "bash", "-c", text.c_str(), nullptr);
                             return 126;
                         }),
             0);
}

QTEST_APPLESS_MAIN(TestSysSeccomp)
#include "tst_SysSeccomp.moc"
