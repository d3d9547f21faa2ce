// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine-unpack: see UnpackMessage.h.
#include "core/base/Files.h"
#include "core/base/Try.h"
#include "core/base/UniqueFd.h"
#include "privhelper/unpack/Confinement.h"
#include "privhelper/unpack/ImageUnpacker.h"
#include "privhelper/unpack/Packer.h"
#include "privhelper/unpack/Task.h"
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

Result<Finished> work(const Task &task, Workers &workers)
{
    const PackProgress tell = [](const Progress &progress) { return sendStatus(progress, MSG_DONTWAIT); };
    UnpackOptions options;
    options.progress = tell;
    switch (task.kind) {
    case Task::Kind::PackLayer:
        return packTree(kSourceFd, kArchiveFd, PackKind::Layer, tell);
    case Task::Kind::PackPlain:
        return packTree(kSourceFd, kArchiveFd, PackKind::Plain, tell);
    case Task::Kind::Merge:
        return packTrees(task.treeFds(), fileSink(kArchiveFd), PackKind::Merged, tell);
    case Task::Kind::Export: {
        VITRINE_TRY_ASSIGN(const auto text, readAll(kContentFd, spec::kMaxImageJsonBytes));
        VITRINE_TRY_ASSIGN(const auto content, spec::contentFromJson(text));
        return exportImage(content, task.treeFds(), kArchiveFd, task.format, tell);
    }
    case Task::Kind::Tar:
        return unpackArchive(kArchiveFd, kDestinationFd, workers, options);
    case Task::Kind::Image:
    case Task::Kind::Layer:
        break;
    }
    VITRINE_TRY_ASSIGN(const auto stored, readStoredLayers(kStoredFd));
    return task.kind == Task::Kind::Layer ? unpackLayer(kArchiveFd, kDestinationFd, workers, stored, options)
                                          : unpackImage(kArchiveFd, kDestinationFd, workers, stored, options);
}

Result<Finished> confineAndWork(int gate, const Task &task)
{
    if (!waitForGo(gate))
        return failure(ErrorCode::Cancelled, "the unpacker was not let go");
    // Names in PAX headers are UTF-8; libarchive turns them into the locale's text.
    ::setlocale(LC_CTYPE, "C.UTF-8");
    std::optional<Workers> workers;
    VITRINE_TRY(confineSelf(gate, task.trees, [&] { workers.emplace(); }));
    return work(task, *workers);
}

[[noreturn]] void childMain(int gate, const Task &task)
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

Result<int> run(const Task &task)
{
    if (task.writesTree())
        VITRINE_TRY(giveAway(task.base));
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
    if (auto mapped = mapIds(child, task.ids); !mapped) {
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
    const auto task = taskOf({ argv, static_cast<std::size_t>(argc) });
    if (!task)
        return 2;
    ::syscall(SYS_close_range, task->lastFd() + 1, ~0u, 0);
    ::umask(0);
    const auto status = run(*task);
    if (status)
        return *status;
    sendStatus(status.error(), 0);
    return kSaidWhatWentWrong;
}
