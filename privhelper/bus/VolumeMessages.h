// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "privhelper/daemon/Volumes.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine::bus {

/// What CreateVolume asks for.
struct VolumeRequest {
    std::string name;
    std::string owner;
};
/// InvalidArgs naming what is wrong.
Result<VolumeRequest> volumeRequestFromJson(std::string_view json);

/// What PruneVolumes answers.
std::string prunedVolumesToJson(const std::vector<daemon::PrunedVolume> &volumes);

} // namespace vitrine::bus
