// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/ImageVolumes.h"

#include "core/spec/SpecValidate.h"
#include "core/spec/Syntax.h"

#include <fmt/format.h>

#include <algorithm>

namespace vitrine::plan {

namespace {

spec::Mount mountAt(const std::string &directory, spec::ImageVolumes wanted)
{
    spec::Mount mount;
    mount.kind = wanted == spec::ImageVolumes::Tmpfs ? spec::MountKind::Tmpfs : spec::MountKind::Volume;
    mount.anonymous = mount.kind == spec::MountKind::Volume;
    mount.target = directory;
    return mount;
}

} // namespace

std::vector<std::string> uncoveredVolumes(const spec::ContainerSpec &spec, const spec::ImageConfig &image)
{
    std::vector<std::string> places;
    for (const std::string &directory : image.volumes) {
        // Above it: a folder of the person's would otherwise not get the data that it is there for.
        const bool isCovered = std::ranges::any_of(
            spec.mounts, [&](const spec::Mount &mount) { return spec::isAtOrUnder(directory, mount.target); });
        // An image may name what nothing can be mounted at, such as "/".
        if (!isCovered && !hasErrors(spec::validateMounts({ mountAt(directory, spec::ImageVolumes::Anonymous) })))
            places.push_back(directory);
    }
    return places;
}

void addImageVolumes(spec::ContainerSpec &spec, const spec::ImageConfig &image, spec::ImageVolumes wanted)
{
    if (wanted == spec::ImageVolumes::Ignore)
        return;
    std::vector<spec::Mount> mounts;
    for (const std::string &directory : uncoveredVolumes(spec, image))
        mounts.push_back(mountAt(directory, wanted));
    spec.mounts.insert(spec.mounts.begin(), mounts.begin(), mounts.end());
}

void nameAnonymousVolumes(spec::ContainerSpec &spec, const std::function<std::string()> &freshName)
{
    for (spec::Mount &mount : spec.mounts) {
        if (mount.anonymous && mount.source.empty())
            mount.source = freshName();
    }
}

std::string suggestVolumeName(const std::string &container, std::string_view directory)
{
    constexpr std::size_t kLongest = 63;
    const auto slash = directory.rfind('/');
    const std::string_view last = slash == std::string_view::npos ? directory : directory.substr(slash + 1);
    std::string name = fmt::format("{}-{}", container.empty() ? "my" : container, last);
    name.resize(std::min(name.size(), kLongest));
    return spec::isValidName(name) ? name : "data";
}

} // namespace vitrine::plan
