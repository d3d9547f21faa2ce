// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/shim/SystemCallFilter.h"

namespace vitrine::shim {

/// Only what serving files needs: no process, no socket, no mount, no memory that can be run. Anything else fails with
/// EPERM.
SystemCallFilter filesFilter();

} // namespace vitrine::shim
