// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/SilentFile.h"

#include <fcntl.h>
#include <linux/fuse.h>
#include <poll.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <string>

namespace vitrine::test {

namespace {

constexpr int kTurnMs = 50;

/// The root of the file system is the file.
UniqueFd mountOf(int device)
{
    UniqueFd context(::fsopen("fuse", FSOPEN_CLOEXEC));
    const auto set = [&](const char *key, const std::string &value) {
        return ::fsconfig(context.get(), FSCONFIG_SET_STRING, key, value.c_str(), 0) == 0;
    };
    const bool isSet = set("source", "silent") && set("fd", std::to_string(device)) && set("rootmode", "100644")
        && set("user_id", "0") && set("group_id", "0")
        && ::fsconfig(context.get(), FSCONFIG_SET_FLAG, "allow_other", nullptr, 0) == 0;
    if (!isSet || ::fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0)
        return {};
    return UniqueFd(::fsmount(context.get(), FSMOUNT_CLOEXEC, 0));
}

template <typename Body> void answer(int device, std::uint64_t unique, int error, const Body &body, std::size_t size)
{
    std::array<char, sizeof(fuse_out_header) + sizeof(Body)> packet{};
    const fuse_out_header header{ static_cast<std::uint32_t>(sizeof(fuse_out_header) + size), error, unique };
    std::memcpy(packet.data(), &header, sizeof header);
    std::memcpy(packet.data() + sizeof header, &body, size);
    static_cast<void>(!::write(device, packet.data(), header.len));
}

} // namespace

SilentFile::SilentFile()
    : m_device(::open("/dev/fuse", O_RDWR | O_CLOEXEC | O_NONBLOCK))
{
    if (!m_device)
        return;
    m_server = std::thread([this] { serve(); });
    const UniqueFd mount = mountOf(m_device.get());
    if (mount)
        m_file.reset(::open(("/proc/self/fd/" + std::to_string(mount.get())).c_str(), O_RDONLY | O_CLOEXEC));
}

SilentFile::~SilentFile()
{
    m_file.reset();
    m_isOver = true;
    if (m_server.joinable())
        m_server.join();
    // The last descriptor of the device: what still waits is told that there is nobody.
    m_device.reset();
}

void SilentFile::letOnlyClose(std::vector<pid_t> pids)
{
    const std::lock_guard lock(m_mutex);
    m_closers = std::move(pids);
    m_closers.push_back(::getpid());
}

std::vector<pid_t> SilentFile::waitInClose() const
{
    const std::lock_guard lock(m_mutex);
    return m_closing;
}

/// The kernel says which thread asks, and that of a program with one thread is the process.
bool SilentFile::mayClose(pid_t pid)
{
    const std::lock_guard lock(m_mutex);
    if (m_closers.empty() || std::ranges::find(m_closers, pid) != m_closers.end())
        return true;
    m_closing.push_back(pid);
    return false;
}

void SilentFile::serve()
{
    std::array<char, FUSE_MIN_READ_BUFFER * 32> request{};
    while (!m_isOver) {
        pollfd polled{ m_device.get(), POLLIN, 0 };
        if (::poll(&polled, 1, kTurnMs) <= 0)
            continue;
        const ssize_t size = ::read(m_device.get(), request.data(), request.size());
        if (size < static_cast<ssize_t>(sizeof(fuse_in_header))) {
            // Nothing is mounted yet, or no longer.
            std::this_thread::sleep_for(std::chrono::milliseconds(kTurnMs));
            continue;
        }
        fuse_in_header header;
        std::memcpy(&header, request.data(), sizeof header);
        fuse_init_out hello{};
        hello.major = FUSE_KERNEL_VERSION;
        hello.minor = FUSE_KERNEL_MINOR_VERSION;
        hello.max_write = 4096;
        switch (header.opcode) {
        case FUSE_INIT:
            answer(m_device.get(), header.unique, 0, hello, sizeof hello);
            break;
        case FUSE_OPEN:
            answer(m_device.get(), header.unique, 0, fuse_open_out{}, sizeof(fuse_open_out));
            break;
        case FUSE_FLUSH:
            if (mayClose(static_cast<pid_t>(header.pid)))
                answer(m_device.get(), header.unique, 0, header, 0);
            break;
        case FUSE_RELEASE:
            answer(m_device.get(), header.unique, 0, header, 0);
            break;
        default:
            ++m_unanswered;
        }
    }
}

} // namespace vitrine::test
