// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "privhelper/unpack/UnpackMessage.h"

#include <functional>

namespace vitrine::unpack {

enum class PackKind {
    Layer, ///< whiteouts and opaque directories of overlayfs become the marks of an OCI layer
    Plain, ///< the files as they are
};

/// Writes a directory as a tar: sorted, with the ids that this process sees, so that the same files always make the
/// same bytes. Devices, pipes and sockets are left out, as when unpacking. The files may change meanwhile: nothing is
/// opened by a path that could lead out, and a file that became shorter is filled with zeros. `progress` is told the
/// bytes of content about every 100 ms; false gives up. LimitExceeded, Unsupported, NoSpace, Cancelled,
/// ImageUnpackFailed.
Result<Finished> packTree(int directory, int output, PackKind kind,
                          const std::function<bool(const Progress &)> &progress);

} // namespace vitrine::unpack
