// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

namespace vitrine::daemon {

/// What the helper does to itself first: nobody may trace it or read its core, what it makes is closed to others, and
/// it may hold as many descriptors as the system lets it.
Result<> hardenProcess();

} // namespace vitrine::daemon
