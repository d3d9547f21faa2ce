// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/spec/ImageConfig.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace vitrine::daemon {

inline constexpr std::uint32_t kImageRecordVersion = 1;
/// The JSON of an image stands in it as one text, each of whose bytes may be escaped.
inline constexpr std::size_t kMaxImageRecordBytes = 2 * spec::kMaxImageJsonBytes + 64 * 1024;

/// What is kept of an image over restarts and reboots.
struct ImageRecord {
    std::string id; ///< 16 lower-case hexadecimal digits
    std::uint32_t ownerUid = 0;
    std::uint64_t importedAtUs = 0;
    spec::ImageContent content; ///< its names are those that the owner has given since
    bool operator==(const ImageRecord &) const = default;
};

std::string imageRecordToJson(const ImageRecord &record);
/// StateCorrupt, or StateTooNew for a record of a newer helper.
Result<ImageRecord> imageRecordFromJson(std::string_view text);

} // namespace vitrine::daemon
