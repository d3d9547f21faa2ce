// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/ImageDefaults.h"

#include <algorithm>

namespace vitrine::spec {

namespace {

void applyCommand(ContainerSpec &spec, const ImageConfig &config)
{
    const bool isReplaced = !spec.entrypoint.empty();
    std::vector<std::string> words = isReplaced ? spec.entrypoint : config.entrypoint;
    if (isReplaced && words.front().empty())
        words.clear();
    const auto &rest = spec.command.empty() && !isReplaced ? config.cmd : spec.command;
    words.insert(words.end(), rest.begin(), rest.end());
    spec.command = std::move(words);
    spec.entrypoint = { "" }; // the command is whole: nothing is to be put before it again
}

void applyEnv(ContainerSpec &spec, const ImageConfig &config)
{
    std::vector<EnvVar> merged;
    for (const EnvVar &variable : config.env) {
        const bool isReplaced =
            std::ranges::any_of(spec.env, [&](const EnvVar &own) { return own.name == variable.name; });
        if (!isReplaced)
            merged.push_back(variable);
    }
    merged.insert(merged.end(), spec.env.begin(), spec.env.end());
    spec.env = std::move(merged);
}

} // namespace

ContainerSpec applyImage(ContainerSpec spec, const ImageConfig &config)
{
    applyCommand(spec, config);
    applyEnv(spec, config);
    if (spec.user.empty() && spec.identity == Identity::Isolated)
        spec.user = config.user;
    if (spec.workdir.empty())
        spec.workdir = config.workingDir;
    if (spec.stopSignal.empty())
        spec.stopSignal = config.stopSignal;
    return spec;
}

} // namespace vitrine::spec
