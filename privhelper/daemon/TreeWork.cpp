// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/TreeWork.h"

#include "core/base/Try.h"
#include "privhelper/sys/TreeCopy.h"
#include "privhelper/unpack/UnpackMessage.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>

namespace vitrine::daemon {

namespace {

constexpr auto kTellEvery = std::chrono::milliseconds(200);
/// What a container has made of a volume decides how much is to be remembered while it is walked.
constexpr rlim_t kMaxMemoryBytes = 1024UL * 1024 * 1024;

/// False when nobody listens any more.
bool tell(const unpack::UnpackMessage &message, int flags)
{
    const std::string packet = unpack::encodeMessage(message);
    return ::send(unpack::kStatusFd, packet.data(), packet.size(), MSG_NOSIGNAL | flags) >= 0 || errno == EAGAIN;
}

/// How much there is in all nobody knows; what is done only grows.
sys::TreeProgress teller()
{
    auto last = std::chrono::steady_clock::now();
    return [last](const sys::TreeTotals &done) mutable -> Result<> {
        const auto now = std::chrono::steady_clock::now();
        if (now - last < kTellEvery)
            return {};
        last = now;
        const std::uint64_t steps = done.bytes + done.entries;
        if (!tell(unpack::Progress{ steps, UINT64_MAX }, MSG_DONTWAIT))
            return failure(ErrorCode::Cancelled, "the helper is gone");
        return {};
    };
}

Result<sys::TreeTotals> copy()
{
    VITRINE_TRY_ASSIGN(const sys::TreeTotals totals,
                       sys::copyTree(unpack::kArchiveFd, unpack::kDestinationFd, teller()));
    VITRINE_TRY(sys::copyDirectoryFacts(unpack::kArchiveFd, unpack::kDestinationFd));
    if (::syncfs(unpack::kDestinationFd) != 0)
        return failErrno(errno, "syncing the copy");
    return totals;
}

Result<sys::TreeTotals> work(TreeWork kind, HostResources &host)
{
    VITRINE_TRY(host.confineToStore());
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
        return failErrno(errno, "tying this process to the helper");
    ::umask(0);
    const rlimit memory{ kMaxMemoryBytes, kMaxMemoryBytes };
    if (::setrlimit(RLIMIT_AS, &memory) != 0)
        return failErrno(errno, "limiting the memory of this process");
    return kind == TreeWork::Copy ? copy() : sys::measureTree(unpack::kArchiveFd, teller());
}

} // namespace

Result<> runTreeWork(TreeWork kind, HostResources &host)
{
    const auto totals = work(kind, host);
    if (totals)
        tell(unpack::Finished{ totals->entries, totals->bytes }, 0);
    else
        tell(totals.error(), 0);
    return {};
}

} // namespace vitrine::daemon
