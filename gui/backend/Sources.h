// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "core/spec/ContainerSpec.h"
#include "core/spec/MountVerdict.h"

#include <string>
#include <vector>

namespace vitrine::gui {

/// One thing of the user's that the helper gets as a descriptor, under the key that core/ipc/Names.h gives it.
struct Source {
    std::string key;
    UniqueFd fd;
};

/// What Create wants: a tar as root, opened for reading.
Result<std::vector<Source>> openCreateSources(const spec::ContainerSpec &spec);
/// What Start wants: a folder as root, the sources of bind mounts and the display's socket, all by O_PATH; with an X
/// display a cookie made for this start.
Result<std::vector<Source>> openStartSources(const spec::ContainerSpec &spec);

/// The source of one bind mount. Its failure names the folder on the way that refuses.
Result<Source> openMountSource(const spec::Mount &mount, std::size_t row);

/// What TryMounts wants, and a verdict for each bind mount whose source cannot be opened at all.
struct TrialSources {
    std::vector<Source> sources;
    std::vector<spec::MountVerdict> refused;
};
TrialSources openTrialSources(const spec::ContainerSpec &spec);
/// What a look at the files of a container wants: a folder as root, as long as it is there.
Result<std::vector<Source>> openFilesSources(const spec::ContainerSpec &spec);

/// The specification with "~/" written out, and disks that were named by a path on them as "major:minor".
Result<spec::ContainerSpec> resolvePaths(spec::ContainerSpec spec);
Result<spec::Limits> resolveDisks(spec::Limits limits);

std::string expandHome(const std::string &path); ///< "~" and "~/x"; anything else as it is

} // namespace vitrine::gui
