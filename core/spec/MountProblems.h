// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ContainerSpec.h"

#include <string>
#include <vector>

namespace vitrine::spec {

/// What is wrong with a mount as one of its kind; nothing is said of the path inside.
std::vector<std::string> mountProblems(const Mount &mount);

} // namespace vitrine::spec
