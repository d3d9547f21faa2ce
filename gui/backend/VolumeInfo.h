// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <cstdint>

namespace vitrine::gui {

/// What is being done with all that a volume holds.
struct VolumeProgress {
    QString doing; ///< "backup", "restore" or "clone"; "" is nothing
    std::uint64_t done = 0; ///< bytes
    std::uint64_t total = 0; ///< 0: not known
    bool operator==(const VolumeProgress &) const = default;
};

/// What the front end knows of one volume: a copy of its D-Bus properties.
struct VolumeInfo {
    QString id;
    QString name;
    QString owner; ///< "999" or "999:999": whom the folder itself belongs to inside; "" is root
    std::uint64_t createdAtUs = 0;
    QStringList usedBy; ///< names of containers, running or not
    VolumeProgress progress{};
    bool operator==(const VolumeInfo &) const = default;
};

struct VolumeSize {
    std::uint64_t bytes = 0;
    std::uint64_t files = 0;
    bool operator==(const VolumeSize &) const = default;
};

} // namespace vitrine::gui
