// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/daemon/Context.h"
#include "privhelper/daemon/Record.h"
#include "privhelper/shim/ShimConfig.h"

#include <string>
#include <vector>

namespace vitrine::daemon {

std::vector<std::string> keysOf(const Sources &sources);

/// What every shim is told of a container, with `sources` in the order in which it is given their descriptors.
shim::ShimConfig shimConfigOf(const ContainerRecord &record, const Sources &sources);

} // namespace vitrine::daemon
