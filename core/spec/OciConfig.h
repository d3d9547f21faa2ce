// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ImageConfig.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine::spec {

/// What a configuration of the OCI image specification says; docker's is the same for all that counts here.
struct OciConfig {
    ImageConfig config;
    std::vector<std::string> diffIds; ///< of the layers, lowest first
    bool operator==(const OciConfig &) const = default;
};

/// Refuses whole what is no such configuration or out of bounds (problemsOf). Paths are made normal ("/data/" is
/// "/data"), "" in User, Entrypoint… counts as missing as null does, and what Vitrine has no use for is not read.
Result<OciConfig> configFromOci(std::string_view json);

/// The other way, for an image that leaves.
std::string toOci(const OciConfig &config);

} // namespace vitrine::spec
