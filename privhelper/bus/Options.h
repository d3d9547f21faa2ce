// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::bus {

enum class Mode : std::uint8_t {
    Serve,
    Hold, ///< keep the delegated cgroup alive, and wake the helper when a container in it ends
    Purge, ///< delete what lies in the trash
    CopyTree, ///< see daemon/TreeWork.h
    MeasureTree,
    Help,
    Version,
};

/// The helper's command line.
struct Options {
    Mode mode = Mode::Serve;
    std::string stateDir = "/var/lib/vitrine";
    std::string runDir = "/run/vitrine";
    std::string etcDir = "/etc"; ///< not on the command line
    std::string libexecDir; ///< where this program lies
    std::string programPath; ///< this program
    std::string busAddress; ///< "" is the system bus
    std::optional<std::uint32_t> ownerUid; ///< serve this account alone, and ask nobody
    std::uint64_t idleTimeoutMs = 60'000;
    std::uint64_t unpackStallMs = 120'000; ///< not on the command line
    std::vector<std::string> purgeNames;
};

/// `arguments` without the program's own name. InvalidArgs naming what is wrong.
Result<Options> parseOptions(const std::vector<std::string> &arguments);
extern const char *const kHelp;

} // namespace vitrine::bus
