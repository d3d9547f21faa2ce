// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace vitrine::shim {

/// `vitrine-shim start`: starts the container of the descriptors in ShimConfig.h and stays with it until it has ended.
/// A start that fails is undone and told to the helper. Returns the exit status.
int runStart();

} // namespace vitrine::shim
