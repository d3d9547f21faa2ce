// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Error.h"

#include <string>
#include <string_view>

namespace vitrine::ipc {

/// "io.vitrine.Error.NotFound".
std::string errorName(ErrorCode code);
/// The other way; System for a name that is not ours. A few names of the bus itself have a code too:
/// org.freedesktop.DBus.Error.{AccessDenied, NoReply, Timeout, InvalidArgs, UnknownObject}.
ErrorCode errorCode(std::string_view name);

} // namespace vitrine::ipc
