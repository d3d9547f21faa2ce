// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ContainerSpec.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine::spec {

/// One mount as the words of --volume, --tmpfs and --mount describe it.
struct MountReading {
    Mount mount;
    std::vector<std::string> problems;
    std::vector<std::string> notes; ///< what a word that changes nothing was for
};

/// Takes one word such as "ro", "rslave" or "tmpfs-size=1m" for a mount whose kind is known. All that podman and docker
/// accept are known: those that cannot be are refused with the reason, others with the word that is nearest.
void readMountWord(MountReading &reading, std::string_view word);

/// The words that make a plain mount this one; those of its kind, source, target and size are not among them.
std::vector<std::string> mountWords(const Mount &mount);

} // namespace vitrine::spec
