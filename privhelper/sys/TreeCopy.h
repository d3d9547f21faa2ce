// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <functional>

namespace vitrine::sys {

struct TreeTotals {
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0; ///< of the contents of files
};

/// Called often, with what is done so far; an error gives the work up.
using TreeProgress = std::function<Result<>(const TreeTotals &done)>;

/// Copies what lies in one directory into another, which is empty: kinds, owners, modes, times, links, hard links,
/// extended attributes. Everything is reached from the two descriptors; no link is followed and no mount entered, so
/// that whoever changes the trees meanwhile gains nothing. Device nodes are left out, but for the whiteouts of a layer.
/// Of the two directories themselves nothing is changed.
Result<TreeTotals> copyTree(int sourceFd, int destinationFd, const TreeProgress &progress);

/// Gives the directory `destinationFd` the owner, mode and attributes of `sourceFd`.
Result<> copyDirectoryFacts(int sourceFd, int destinationFd);

/// Counts what lies in a directory; bytes are those on the disk, and a file of several names counts once.
Result<TreeTotals> measureTree(int directoryFd, const TreeProgress &progress);

} // namespace vitrine::sys
