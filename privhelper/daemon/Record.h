// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/ipc/Ended.h"
#include "core/plan/DisplayPlan.h"
#include "core/spec/ContainerSpec.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::daemon {

inline constexpr std::uint32_t kRecordVersion = 1;
inline constexpr std::size_t kMaxRecordBytes = 2 * 1024 * 1024;
inline constexpr std::size_t kIdLength = 16;

/// What is kept of a container over restarts and reboots: container.json in its state directory.
struct ContainerRecord {
    std::string id; ///< 16 lower-case hexadecimal digits
    spec::ContainerSpec spec;
    std::uint32_t ownerUid = 0;
    std::uint32_t ownerGid = 0;
    std::uint32_t index = 0; ///< place in the id pool, for the range, the shim's id and the network address
    std::uint64_t createdAtUs = 0;
    std::uint64_t startedAtUs = 0; ///< of the last run; 0 before the first
    bool isPrepared = true; ///< false while its archive is being unpacked
    std::string image; ///< RootKind::Image: its id
    std::vector<std::string> layers; ///< and the diff ids of its layers, the lowest first
    std::optional<ipc::Ended> ended;
    bool operator==(const ContainerRecord &) const = default;
};

/// A mount that is there in a run.
struct RunMount {
    spec::Mount mount;
    std::uint64_t id = 0; ///< the kernel's number of it (sys::mountIdOf); 0 when it is not known
    bool isIntended = false; ///< it is being made: whether it is there is not known yet
    std::string before = {}; ///< then: the numbers of those that could be taken for it
    bool operator==(const RunMount &) const = default;
};

/// What is known of a run: run.json in its run directory, which goes with the run and with a reboot.
struct RunState {
    std::string bootId;
    std::uint64_t startedAtUs = 0; ///< 0 until the command runs
    std::uint32_t initPid = 0;
    bool isPaused = false;
    bool isHeld = false; ///< frozen, or about to be, only while its files are read
    bool isNetworked = false;
    std::string address;
    plan::DisplayServer display = plan::DisplayServer::None; ///< what its commands find, those of exec too
    std::vector<RunMount> mounts; ///< of the specification as it was at the start, and what was added since
    /// What it was started with; its mounts are those that are kept and there. Only a run of an earlier version lacks
    /// it.
    std::optional<spec::ContainerSpec> spec;
    bool operator==(const RunState &) const = default;
};

bool isValidId(std::string_view id);

std::string recordToJson(const ContainerRecord &record);
/// StateCorrupt, or StateTooNew for a record of a newer helper.
Result<ContainerRecord> recordFromJson(std::string_view text);
std::string runStateToJson(const RunState &run);
Result<RunState> runStateFromJson(std::string_view text);

} // namespace vitrine::daemon
