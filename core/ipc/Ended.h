// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::ipc {

enum class EndReason : std::uint8_t {
    Exited, ///< exitCode
    Signal, ///< signal
    Oom, ///< the kernel killed it at memory.max; signal or exitCode as well
    Failed, ///< it never ran: step, message, sysErrno
    Unknown, ///< nobody was there to see it (the shim was killed, the machine went down)
};

/// How a run, or an exec, ended.
struct Ended {
    EndReason reason = EndReason::Unknown;
    std::optional<int> exitCode;
    std::optional<int> signal;
    std::string step; ///< Failed: "rootfs", "mounts", "exec"…
    std::string message; ///< a sentence, for Failed and Unknown
    int sysErrno = 0; ///< Failed
    std::uint64_t atUs = 0; ///< CLOCK_REALTIME, microseconds
    std::uint64_t oomKills = 0; ///< memory.events oom_kill over the run
    std::uint64_t pidsRefused = 0; ///< pids.events max over the run
    std::optional<std::uint64_t> memoryPeakBytes; ///< memory.peak (kernel 5.19)
    std::optional<std::uint64_t> memoryMaxBytes; ///< memory.max when it ended
    bool operator==(const Ended &) const = default;
};

std::string_view reasonName(EndReason reason); ///< "exited", "signal", "oom", "failed", "unknown"
std::string endedToJson(const Ended &ended);
Result<Ended> endedFromJson(std::string_view json);
/// As shells count: the exit code, 128 + signal, 126/127 when the command could not be run, 125 for everything else.
int shellStatus(const Ended &ended);

} // namespace vitrine::ipc
