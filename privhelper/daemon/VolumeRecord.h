// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace vitrine::daemon {

/// What is kept of a volume: volume.json beside its data.
struct VolumeRecord {
    std::string id; ///< 16 lower-case hexadecimal digits
    std::string name;
    std::uint32_t ownerUid = 0; ///< whose it is on this computer
    std::string owner; ///< of its root directory, as containers see it: "" (root), "uid", "uid:gid", or isNamedOwner()
    std::uint64_t createdAtUs = 0;
    bool isSeeded = false; ///< a container has run with it, or it was restored: it is not filled from an image again
    bool isOpened = false; ///< its owner may have put files into it before any container had it: they are kept
    bool operator==(const VolumeRecord &) const = default;
};

/// Ids inside; a lone uid is the gid too.
struct InsideOwner {
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
};
/// A user by name, "postgres" or "postgres:staff": whoever that is in the first container that has the volume.
bool isNamedOwner(std::string_view owner);
/// InvalidArgs for anything but "", "uid" and "uid:gid" below 65,536, and a named owner, who is root as yet.
Result<InsideOwner> parseInsideOwner(std::string_view owner);

std::string volumeRecordToJson(const VolumeRecord &record);
/// StateCorrupt, or StateTooNew for a record of a newer helper.
Result<VolumeRecord> volumeRecordFromJson(std::string_view text);

} // namespace vitrine::daemon
