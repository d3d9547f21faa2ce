// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

namespace vitrine::sys {

/// The default system-call filter (resources/seccomp/default.json) for all architectures of this machine, compiled to
/// an array of struct sock_filter in a sealed memfd: built once by the helper, loaded by every shim without libseccomp.
Result<UniqueFd> buildDefaultFilter();

} // namespace vitrine::sys
