// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

#include <QVariantMap>

namespace vitrine::gui {

/// Takes over properties of io.vitrine.Container1, all of them or those that changed. A property that is missing,
/// of another type or not readable leaves its field as it was.
void applyProperties(ContainerInfo &info, const QVariantMap &properties);

} // namespace vitrine::gui
