// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::shim {

// The protocol between the helper and the shim, one packet a message:
//
//   helper                                shim (root)                      PID 1 of the container
//     | posix_spawn, descriptors 3..         |
//     |------------------------------------->| checks the sources, clone3 into the cgroup -->| waits
//     |     Spawned{pid; pidfd, netns}       | id maps, detached mounts, /dev                |
//     |<-------------------------------------|                                               |
//     | veth pair, rules                     |                                               |
//     |     Go (with a network)              |                                               |
//     |------------------------------------->| detached mounts, "go" ----------------------->| mounts, pivot_root, …,
//     exec |     Running{pid; mounts; console}    | becomes shimUid                               |
//     |<-------------------------------------|   or Failed{errno; "step\nsentence"}          |
//     |     OpenConsole                      |                                               |
//     |------------------------------------->|                                               |
//     |     Console{; console}               |                                               |
//     |<-------------------------------------|                                               |
//     |     Ended{; JSON of ipc::Ended}      | writes RUNDIR/exit first                      |
//     |<-------------------------------------|                                               |
//
// Spawned comes with every start, Go with one that has a network: nobody waits for what is not to be made. The shim
// also listens on RUNDIR/shim.sock, for root only: a helper that was started anew connects there and is greeted with
// Hello{pid; pidfd}. A newer connection replaces an older one.
// The text of Running holds the numbers (sys::mountIdOf) of the specification's mounts, in their order, with a blank
// between two; those of others follow.
// `vitrine-shim mount` answers once with Mounted{; number} or Failed, `vitrine-shim unmount` with Unmounted or Failed.
// `vitrine-shim exec` answers once with ExecReady{pid; status, stream…} or Failed, and then needs the helper no more.
enum class ShimMessageType : std::uint32_t {
    Spawned = 1,
    Go = 2,
    Running = 3,
    Failed = 4,
    Ended = 5,
    OpenConsole = 6,
    Console = 7,
    Hello = 8,
    ExecReady = 9,
    // Between the shim and what it forked, over the same packets (ChildLink.h).
    Streams = 10,
    MountsWanted = 11,
    Mount = 12,
    Mounted = 13,
    Unmounted = 14,
    Tried = 15,
};

inline constexpr std::size_t kMaxMessageText = 4096;
inline constexpr std::size_t kMaxMessageFds = 4;

struct ShimMessage {
    ShimMessageType type = ShimMessageType::Hello;
    std::int64_t value = 0;
    std::string text;
    std::vector<UniqueFd> fds;
};

/// Protocol error when the text or the descriptors are over the limits; System when the peer is gone (EPIPE).
Result<> sendMessage(int socket, const ShimMessage &message);
/// Protocol error on a packet that is short, truncated or of an unknown type; OutOfResources when its descriptors could
/// not be taken over; System with errno 0 at end of file.
Result<ShimMessage> receiveMessage(int socket);
/// Whether receiveMessage() failed because nobody is there any more. After any other failure the next packet may be
/// fine.
bool isPeerGone(const Error &error);

} // namespace vitrine::shim
