// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <sys/types.h>

namespace vitrine::shim {

/// A non-blocking socket of `type` (SOCK_STREAM, SOCK_SEQPACKET) that listens at `name` in the directory, for whom
/// `mode` lets in. Changes the working directory to "/".
Result<UniqueFd> listenIn(int directoryFd, const char *name, int type, mode_t mode);

} // namespace vitrine::shim
