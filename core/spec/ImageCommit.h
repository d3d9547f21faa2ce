// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/spec/ImageConfig.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::spec {

/// What shall be otherwise in the configuration of an image that is made of another. What is not there stays.
struct ImageChanges {
    std::optional<std::vector<std::string>> entrypoint;
    std::optional<std::vector<std::string>> cmd;
    std::optional<std::string> user;
    std::optional<std::string> workingDir;
    std::optional<std::string> stopSignal;
    std::vector<EnvVar> env; ///< each set or added, as the following
    std::vector<std::string> exposedPorts;
    std::vector<std::string> volumes;
    std::map<std::string, std::string> labels;
    bool operator==(const ImageChanges &) const = default;
};

/// What Container1.Commit asks for.
struct CommitRequest {
    std::vector<std::string> names;
    std::string comment;
    std::string author;
    bool isPausing = true; ///< hold the container still while its files are read
    ImageChanges changes;
    bool operator==(const CommitRequest &) const = default;
};

std::string toJson(const CommitRequest &request);
/// InvalidConfig naming every key that is unknown or of a wrong type.
Result<CommitRequest> commitFromJson(std::string_view json);

/// One line as a Dockerfile has it: CMD, ENTRYPOINT, ENV, USER, WORKDIR, LABEL, EXPOSE, STOPSIGNAL or VOLUME.
/// InvalidArgs.
Result<> addChange(ImageChanges &changes, std::string_view line);

ImageConfig withChanges(ImageConfig config, const ImageChanges &changes);

/// Steps for those layers that no step tells of, before all others: readers want one for each. Steps that tell of more
/// layers than there are go.
void completeHistory(std::vector<ImageHistory> &history, const std::vector<ImageLayer> &layers);

} // namespace vitrine::spec
