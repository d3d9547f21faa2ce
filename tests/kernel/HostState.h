// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <vector>

namespace vitrine::tests {

/// All that a container could leave behind in this process's namespaces, one line each: mounts, links, addresses,
/// routes, forwarding, firewall rules, cgroups, processes, and the files in `directories`.
using HostState = std::multiset<std::string>;
HostState readHostState(const std::vector<std::string> &directories);

/// What is there now and was not, and the other way round, as a text of "+ line" and "- line"; empty when equal.
std::string difference(const HostState &before, const HostState &after);

} // namespace vitrine::tests
