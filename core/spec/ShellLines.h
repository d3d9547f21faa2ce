// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ContainerSpec.h"

#include <string>
#include <vector>

namespace vitrine::spec {

/// What a specification amounts to in plain tools, for reading and learning: a cgroup with its limits, namespaces, the
/// root, the mounts, pivot_root, the network and the command. Lines that start with # explain the next ones.
std::vector<std::string> toShellLines(const ContainerSpec &spec);

} // namespace vitrine::spec
