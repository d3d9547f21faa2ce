// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <string>

namespace vitrine::daemon {

/// 16 hexadecimal digits, as every object of the helper has for an id.
Result<std::string> randomId();

} // namespace vitrine::daemon
