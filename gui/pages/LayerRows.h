// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ipc/FilesFrame.h"
#include "gui/backend/Backend.h"

#include <QString>

#include <optional>
#include <vector>

namespace vitrine::gui {

/// One layer of a container's root, as the Layers tab words it.
struct LayerRow {
    QString title;
    QString detail;
    QString size; ///< "" when it is not known
    bool operator==(const LayerRow &) const = default;
};

/// The layers below the writable one, topmost first. `image` is the one that the container is made from, if any.
std::vector<LayerRow> layerRows(const spec::ContainerSpec &spec, const std::optional<ImageInfo> &image);

/// What the writable layer changes, as a person counts it: folders only where they are new or gone.
struct ChangeCount {
    int added = 0;
    int changed = 0;
    int deleted = 0;
    std::uint64_t bytes = 0; ///< of all files that lie in the layer
};
ChangeCount countChanges(const std::vector<ipc::FileEntry> &changes);
QString describe(const ChangeCount &count);

/// A folder of data, such as that of a database, that has grown in the writable layer.
struct GrownFolder {
    QString path;
    std::uint64_t bytes = 0;
};
std::optional<GrownFolder> grownFolder(const std::vector<ipc::FileEntry> &changes);

QString fileSize(std::uint64_t bytes); ///< "340 KiB", "12 B"
QString permissions(std::uint32_t mode); ///< "rw-r--r--"
/// "0 inside, 1879048192 outside"
QString owners(const ipc::FileEntry &entry);
/// User and group as the container sees them, and the user as the host does: "0:0 (1879048192 outside)"
QString ownerColumn(const ipc::FileEntry &entry);
/// For a label: control characters as "\n" and the like, so that a name can lie about nothing.
QString shownName(const std::string &name);

} // namespace vitrine::gui
