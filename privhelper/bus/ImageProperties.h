// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/bus/OwnedObjects.h"
#include "privhelper/daemon/Images.h"

#include <span>

namespace vitrine::bus {

/// All of io.vitrine.Image1.
std::span<const Property<daemon::Image>> imageProperties();

} // namespace vitrine::bus
