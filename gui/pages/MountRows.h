// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"
#include "gui/widgets/Theme.h"

#include <QString>

#include <optional>
#include <vector>

namespace vitrine::gui {

/// One place in the container's file system, as the Mounts tab words it.
struct MountRow {
    QString target;
    QString source; ///< kind, where it comes from, size
    QString access;
    Tone tone = Tone::Good;
    std::optional<spec::MountState> state = {}; ///< of a mount that can be changed
    bool operator==(const MountRow &) const = default;
};

/// The root first, then what the specification mounts, then what every container has of its own.
/// Of a container that runs, what is mounted now and what will be there at the next start.
std::vector<MountRow> mountRows(const ContainerInfo &info);

} // namespace vitrine::gui
