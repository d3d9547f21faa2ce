// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/bus/OwnedObjects.h"
#include "privhelper/daemon/Container.h"

#include <span>

namespace vitrine::bus {

/// All of io.vitrine.Container1.
std::span<const Property<daemon::Container>> containerProperties();

} // namespace vitrine::bus
