// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/ShimDriver.h"

#include "core/base/ScopeExit.h"
#include "core/base/Try.h"
#include "core/ipc/ConsoleFrame.h"
#include "privhelper/sys/Namespaces.h"
#include "privhelper/sys/SeccompFilter.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>

namespace vitrine::tests {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using shim::ShimMessage;
using shim::ShimMessageType;

namespace {

constexpr int kTimeoutMs = 20'000;

fs::path cgroupMount()
{
    std::ifstream mounts("/proc/self/mounts");
    std::string device;
    std::string path;
    std::string type;
    for (std::string line; std::getline(mounts, line);) {
        std::istringstream fields(line);
        if (fields >> device >> path >> type && type == "cgroup2")
            return path;
    }
    return {};
}

UniqueFd memoryFile(const std::string &text)
{
    UniqueFd fd(::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    (void)!::write(fd.get(), text.data(), text.size());
    return fd;
}

bool isReadable(int fd)
{
    pollfd one{ fd, POLLIN, 0 };
    return ::poll(&one, 1, kTimeoutMs) > 0;
}

bool isEmptySoon(const fs::path &cgroup)
{
    for (int i = 0; i < 500; ++i) {
        if (readText(cgroup / "cgroup.procs").empty())
            return true;
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

/// The filter is compiled once for all tests of a program.
const UniqueFd &filter()
{
    static const UniqueFd fd = [] {
        auto made = sys::buildDefaultFilter();
        return made ? std::move(*made) : UniqueFd();
    }();
    return fd;
}

} // namespace

std::string whyNoKernelTests()
{
    if (::geteuid() != 0)
        return "needs root";
    if (cgroupMount().empty())
        return "needs a mounted cgroup hierarchy of version 2";
    return {};
}

std::string ownFolder(const ShimDriver &driver, const char *name)
{
    const std::string path = driver.workDir() / name;
    std::filesystem::create_directory(path);
    (void)!::chown(path.c_str(), kOwner, kOwner);
    return path;
}

std::vector<std::string> shell(const std::string &script)
{
    return { "sh", "-c", script };
}

QByteArray out(const Shown &shown)
{
    return QByteArray::fromStdString(shown.output + (shown.ended ? "" : "NOT ENDED: " + shown.error));
}

std::string readText(const fs::path &path)
{
    std::ifstream file(path);
    return { std::istreambuf_iterator<char>(file), {} };
}

void writeText(const fs::path &path, const std::string &text)
{
    std::ofstream(path) << text;
}

std::string drain(int fd)
{
    std::string text;
    std::array<char, 4096> buffer{};
    while (isReadable(fd)) {
        const ssize_t size = ::read(fd, buffer.data(), buffer.size());
        if (size <= 0)
            break;
        text.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return text;
}

ShimDriver::ShimDriver()
{
    std::string pattern = "/tmp/vitrine-test-XXXXXX";
    m_dir = ::mkdtemp(pattern.data());
    ::chmod(m_dir.c_str(), 0755);
    fs::create_directory(stateDir());
    fs::create_directory(runDir());
    fs::create_directory(workDir());
    m_cgroup = cgroupMount() / m_dir.filename();
    fs::create_directory(m_cgroup);
    fs::create_directory(m_cgroup / "shim");
    fs::create_directory(m_cgroup / "payload");
    config.id = "0123456789abcdef";
    config.spec.name = "probe";
    config.ownerUid = kOwner;
    config.ownerGid = kOwner;
    config.range.base = kRangeBase;
    config.shimUid = kShimUid;
    config.userName = "someone";
    config.userHome = "/home/someone";
}

ShimDriver::~ShimDriver()
{
    m_control.reset();
    m_console.reset();
    writeText(m_cgroup / "payload/cgroup.kill", "1");
    writeText(m_cgroup / "shim/cgroup.kill", "1");
    if (m_shimPid > 0)
        ::waitpid(m_shimPid, nullptr, 0);
    std::error_code ignored;
    for (const char *child : { "payload", "shim", "" }) {
        for (int i = 0; i < 200 && !fs::remove(m_cgroup / child, ignored) && fs::exists(m_cgroup / child); ++i)
            std::this_thread::sleep_for(10ms);
    }
    fs::remove_all(m_dir, ignored);
}

pid_t ShimDriver::spawn(const char *verb, const std::vector<std::pair<int, int>> &fds)
{
    const UniqueFd cgroup(::open((m_cgroup / "shim").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const auto made = sys::cloneProcess(0, cgroup.get());
    if (!made || made->pid != 0)
        return made ? made->pid : -1;
    constexpr int kHigh = 400;
    for (const auto &[from, to] : fds)
        ::dup2(from, kHigh + to);
    for (const auto &[from, to] : fds)
        ::dup2(kHigh + to, to);
    std::vector<bool> wanted(kHigh, false);
    for (const auto &[from, to] : fds)
        wanted[static_cast<std::size_t>(to)] = true;
    for (int fd = 3; fd < kHigh; ++fd) {
        if (!wanted[static_cast<std::size_t>(fd)])
            ::close(fd);
    }
    ::syscall(SYS_close_range, static_cast<unsigned>(kHigh), ~0U, 0U);
    ::execl(VITRINE_SHIM, "vitrine-shim", verb, nullptr);
    ::_exit(127);
}

Result<> ShimDriver::start()
{
    std::array<int, 2> pair{ -1, -1 };
    ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data());
    m_control.reset(pair[0]);
    const UniqueFd theirs(pair[1]);
    std::vector<UniqueFd> opened;
    config.sources.clear();
    for (const auto &[key, path] : sources) {
        config.sources.push_back(key);
        opened.emplace_back(::open(path.c_str(), O_PATH | O_CLOEXEC));
    }
    for (const auto &[key, memory] : memories) {
        config.sources.push_back(key);
        opened.push_back(memoryFile(memory.bytes));
        ::fcntl(opened.back().get(), F_ADD_SEALS, memory.seals);
    }
    config.layerCount = static_cast<std::uint32_t>(layers.size());
    for (const std::string &path : layers)
        opened.emplace_back(::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    const std::size_t given = opened.size();
    const UniqueFd text = memoryFile(shim::configToJson(config));
    const auto directory = [&](const fs::path &path) {
        opened.emplace_back(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        return opened.back().get();
    };
    std::vector<std::pair<int, int>> fds{ { text.get(), shim::kConfigFd },
                                          { theirs.get(), shim::kControlFd },
                                          { filter().get(), shim::kSeccompFd },
                                          { directory(m_cgroup / "payload"), shim::kPayloadCgroupFd },
                                          { directory(runDir()), shim::kRunDirFd },
                                          { directory(stateDir()), shim::kStateDirFd },
                                          { directory(m_cgroup / "shim"), shim::kShimCgroupFd } };
    for (std::size_t i = 0; i < given; ++i)
        fds.emplace_back(opened[i].get(), shim::kFirstSourceFd + static_cast<int>(i));
    m_shimPid = spawn("start", fds);

    for (;;) {
        if (!isReadable(m_control.get()))
            return failure(ErrorCode::Timeout, "the shim says nothing");
        VITRINE_TRY_ASSIGN(ShimMessage message, receive());
        if (message.type == ShimMessageType::Spawned) {
            m_initPidFd = std::move(message.fds.at(0));
            if (leavesAtSpawned) {
                dropControl();
                return failure(ErrorCode::Cancelled, "left");
            }
            VITRINE_TRY(send({ ShimMessageType::Go, 0, {}, {} }));
        } else if (message.type == ShimMessageType::Running) {
            m_initPid = static_cast<pid_t>(message.value);
            m_console = std::move(message.fds.at(0));
            return {};
        } else {
            const std::size_t end = message.text.find('\n');
            failedStep = message.text.substr(0, end);
            return failure(
                Error{ ErrorCode::StartFailed, static_cast<int>(message.value), message.text.substr(end + 1) });
        }
    }
}

Shown ShimDriver::watch()
{
    Shown shown;
    std::array<char, 64 * 1024> buffer{};
    while (!shown.ended && isReadable(m_console.get())) {
        const ssize_t size = ::recv(m_console.get(), buffer.data(), buffer.size(), 0);
        if (size <= 0)
            break;
        const auto frame = ipc::decodeFrame(std::string_view(buffer.data(), static_cast<std::size_t>(size)));
        if (!frame)
            break;
        if (frame->type == ipc::FrameType::Stdout)
            shown.output += frame->payload;
        else if (frame->type == ipc::FrameType::Stderr)
            shown.error += frame->payload;
        else if (auto ended = ipc::endedFromJson(frame->payload))
            shown.ended = std::move(*ended);
    }
    return shown;
}

Shown ShimDriver::run(std::vector<std::string> command)
{
    config.spec.command = std::move(command);
    if (auto started = start(); !started)
        return { {}, failedStep + ": " + started.error().what, {} };
    return watch();
}

Result<ShimMessage> ShimDriver::exec(const spec::ExecSpec &spec)
{
    std::array<int, 2> pair{ -1, -1 };
    ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data());
    const UniqueFd ours(pair[0]);
    const UniqueFd theirs(pair[1]);
    shim::ExecConfig exec;
    exec.exec = spec;
    exec.spec = config.spec;
    exec.ownerUid = config.ownerUid;
    exec.ownerGid = config.ownerGid;
    exec.range = config.range;
    exec.shimUid = config.shimUid;
    const UniqueFd text = memoryFile(shim::execConfigToJson(exec));
    const UniqueFd payload(::open(payloadCgroup().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const pid_t pid = spawn("exec",
                            { { text.get(), shim::kConfigFd },
                              { theirs.get(), shim::kControlFd },
                              { filter().get(), shim::kSeccompFd },
                              { payload.get(), shim::kPayloadCgroupFd },
                              { m_initPidFd.get(), shim::kRunDirFd } });
    if (pid < 0)
        return failErrno(errno, "starting the shim");
    if (!isReadable(ours.get()))
        return failure(ErrorCode::Timeout, "the shim says nothing");
    return shim::receiveMessage(ours.get());
}

Result<UniqueFd> ShimDriver::connectAgain() const
{
    UniqueFd socket(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, (runDir() / "shim.sock").c_str(), sizeof address.sun_path - 1);
    if (::connect(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) < 0)
        return failErrno(errno, "connecting to the shim");
    return socket;
}

bool ShimDriver::isPayloadEmpty() const
{
    return isEmptySoon(payloadCgroup());
}

bool ShimDriver::isShimEmpty() const
{
    return isEmptySoon(m_cgroup / "shim");
}

int ShimDriver::waitForShim()
{
    int status = -1;
    ::waitpid(std::exchange(m_shimPid, 0), &status, 0);
    return status;
}

} // namespace vitrine::tests
