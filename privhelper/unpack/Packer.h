// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "privhelper/unpack/ArchiveWriter.h"
#include "privhelper/unpack/UnpackMessage.h"

#include <functional>
#include <vector>

namespace vitrine::unpack {

enum class PackKind {
    Layer, ///< whiteouts and opaque directories of overlayfs become the marks of an OCI layer
    Plain, ///< the files as they are
    Merged, ///< what several trees show that lie over one another
};

/// Is told the bytes of content about every 100 ms; false gives up.
using PackProgress = std::function<bool(const Progress &)>;

/// Writes trees that lie over one another, the lowest first, as a tar: sorted, with the ids that this process sees, so
/// that the same files always make the same bytes. Layer and Plain are for one tree. Devices, pipes and sockets are
/// left out, as when unpacking. The files may change meanwhile: nothing is opened by a path that could lead out, and a
/// file that became shorter is filled with zeros. LimitExceeded, Unsupported, NoSpace, Cancelled, ImageUnpackFailed.
Result<Finished> packTrees(const std::vector<int> &trees, const TarSink &sink, PackKind kind,
                           const PackProgress &progress);
Result<Finished> packTree(int directory, int output, PackKind kind, const PackProgress &progress);

TarSink fileSink(int output);

} // namespace vitrine::unpack
