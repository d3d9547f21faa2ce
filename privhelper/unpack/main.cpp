// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine-unpack: see UnpackMessage.h.
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/base/UniqueFd.h"
#include "privhelper/unpack/Confinement.h"
#include "privhelper/unpack/ImageUnpacker.h"
#include "privhelper/unpack/Packer.h"
#include "privhelper/unpack/Unpacker.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <clocale>
#include <csignal>
#include <optional>
#include <span>
#include <string_view>

// glibc 2.36 forgets to say that these are C.
extern "C" {
#include <sys/pidfd.h>
}

using namespace vitrine;
using namespace vitrine::unpack;

namespace {

constexpr int kSaidWhatWentWrong = 1;

/// False when nobody listens any more.
bool sendStatus(const UnpackMessage &message, int flags)
{
    const auto packet = encodeMessage(message);
    const ssize_t count = ::send(kStatusFd, packet.data(), packet.size(), MSG_NOSIGNAL | flags);
    return count >= 0 || errno == EAGAIN || errno == EINTR;
}

/// A byte comes through `gate` when the ids are there; its end comes when the parent is gone.
bool waitForGo(int gate)
{
    char go = 0;
    return ::read(gate, &go, 1) == 1;
}

/// What the words behind BASE ask for.
enum class Task { Tar, Image, PackLayer, PackPlain };

std::optional<Task> taskOf(std::span<char *> words)
{
    const auto is = [&](std::size_t i, std::string_view text) { return i < words.size() && words[i] == text; };
    if (words.empty())
        return Task::Tar;
    if (words.size() == 1 && is(0, "image"))
        return Task::Image;
    if (words.size() == 1 && is(0, "pack"))
        return Task::PackLayer;
    if (words.size() == 2 && is(0, "pack") && is(1, "plain"))
        return Task::PackPlain;
    return std::nullopt;
}

bool isPacking(Task task)
{
    return task == Task::PackLayer || task == Task::PackPlain;
}

Result<Finished> work(Task task, Workers &workers)
{
    const auto tell = [](const Progress &progress) { return sendStatus(progress, MSG_DONTWAIT); };
    if (isPacking(task))
        return packTree(kSourceFd, kArchiveFd, task == Task::PackLayer ? PackKind::Layer : PackKind::Plain, tell);
    UnpackOptions options;
    options.progress = tell;
    if (task == Task::Tar)
        return unpackArchive(kArchiveFd, kDestinationFd, workers, options);
    VITRINE_TRY_ASSIGN(const auto stored, readStoredLayers(kStoredFd));
    return unpackImage(kArchiveFd, kDestinationFd, workers, stored, options);
}

Result<Finished> confineAndWork(int gate, Task task)
{
    if (!waitForGo(gate))
        return failure(ErrorCode::Cancelled, "the unpacker was not let go");
    // Names in PAX headers are UTF-8; libarchive turns them into the locale's text.
    ::setlocale(LC_CTYPE, "C.UTF-8");
    std::optional<Workers> workers;
    VITRINE_TRY(confineSelf(gate, [&] { workers.emplace(); }));
    return work(task, *workers);
}

[[noreturn]] void childMain(int gate, Task task)
{
    const auto finished = confineAndWork(gate, task);
    if (finished)
        sendStatus(*finished, 0);
    else
        sendStatus(finished.error(), 0);
    ::_exit(finished ? 0 : kSaidWhatWentWrong);
}

/// Of the child, for the handler of TERM.
volatile int g_childPidfd = -1;

/// Asked to go, this program ends its child and still waits for it: a child that the kernel holds, waiting for the
/// server of a file system, is not to be left behind by itself.
void endChildOnTerm(pid_t child)
{
    g_childPidfd = ::pidfd_open(child, 0);
    struct sigaction onTerm = {};
    onTerm.sa_handler = [](int) { ::pidfd_send_signal(g_childPidfd, SIGKILL, nullptr, 0); };
    ::sigaction(SIGTERM, &onTerm, nullptr);
}

/// The destination becomes the range's own, so that the child may write there.
Result<> giveAway(std::uint32_t base)
{
    if (::fchown(kDestinationFd, base, base) != 0 || ::fchmod(kDestinationFd, 0755) != 0)
        return failErrno(errno, "giving the destination to the range", ErrorCode::ImageUnpackFailed);
    return {};
}

Result<int> waitFor(pid_t child)
{
    int status = 0;
    while (::waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            return failErrno(errno, "waiting for the unpacker", ErrorCode::ImageUnpackFailed);
    }
    if (WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == kSaidWhatWentWrong))
        return WEXITSTATUS(status);
    return failure(ErrorCode::ImageUnpackFailed,
                   WIFSIGNALED(status) ? fmt::format("the unpacker was ended by signal {}", WTERMSIG(status))
                                       : std::string("the unpacker failed"));
}

Result<int> run(std::uint32_t base, Task task)
{
    if (!isPacking(task))
        VITRINE_TRY(giveAway(base));
    std::array<int, 2> ends{ -1, -1 };
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return failErrno(errno, "starting the unpacker", ErrorCode::ImageUnpackFailed);
    UniqueFd gate(ends[0]);
    UniqueFd key(ends[1]);
    VITRINE_TRY_ASSIGN(const pid_t child, forkIntoNamespaces());
    if (child == 0) {
        key.reset();
        childMain(gate.get(), task);
    }
    gate.reset();
    endChildOnTerm(child);
    if (auto mapped = mapIds(child, base); !mapped) {
        key.reset(); // the child sees the end and goes
        (void)waitFor(child);
        return failure(std::move(mapped).error());
    }
    if (::write(key.get(), "g", 1) != 1)
        return failErrno(errno, "starting the unpacker", ErrorCode::ImageUnpackFailed);
    return waitFor(child);
}

} // namespace

int main(int argc, char **argv)
{
    constexpr std::uint32_t kHighestBase = UINT32_MAX - kRangeSize;
    const std::span words(argv, static_cast<std::size_t>(argc));
    const auto base = words.size() >= 2 ? parseNumber<std::uint32_t>(words[1]) : std::nullopt;
    // Below the first range lie the ids of people and of the system.
    if (!base || *base < kRangeSize || *base > kHighestBase)
        return 2;
    const auto task = taskOf(words.subspan(2));
    if (!task)
        return 2;
    const int lastFd = *task == Task::Image ? kStoredFd : kStatusFd;
    ::syscall(SYS_close_range, lastFd + 1, ~0u, 0);
    ::umask(0);
    const auto status = run(*base, *task);
    if (status)
        return *status;
    sendStatus(status.error(), 0);
    return kSaidWhatWentWrong;
}
