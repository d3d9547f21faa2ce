// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ContainerSpec.h"
#include "gui/widgets/Theme.h"

#include <QString>

#include <vector>

namespace vitrine::gui {

/// One place in the container's file system, as the Mounts tab words it.
struct MountRow {
    QString target;
    QString source; ///< kind, where it comes from, size
    QString access;
    Tone tone = Tone::Good;
    bool operator==(const MountRow &) const = default;
};

/// The root first, then what the specification mounts, then what every container has of its own.
std::vector<MountRow> mountRows(const spec::ContainerSpec &spec);

} // namespace vitrine::gui
