// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

#include <QVariantMap>

namespace vitrine::gui {

/// Takes over properties of io.vitrine.Container1, Image1 or Volume1, all of them or those that changed. A property
/// that is missing, of another type or not readable leaves its field as it was.
void applyProperties(ContainerInfo &info, const QVariantMap &properties);
void applyProperties(ImageInfo &info, const QVariantMap &properties);
void applyProperties(VolumeInfo &info, const QVariantMap &properties);

/// When it came to be here, in microseconds: lists are sorted by it.
inline std::uint64_t bornAt(const ContainerInfo &info)
{
    return info.createdAtUs;
}
inline std::uint64_t bornAt(const ImageInfo &info)
{
    return info.importedAtUs;
}
inline std::uint64_t bornAt(const VolumeInfo &info)
{
    return info.createdAtUs;
}

} // namespace vitrine::gui
