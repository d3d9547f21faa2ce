// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plan/DisplayPlan.h"
#include "core/plan/UserPlan.h"
#include "core/spec/ContainerSpec.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine::plan {

inline constexpr std::string_view kDefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// The whole environment of a command, as "NAME=value": made from nothing, so that no variable of the host's can slip
/// in. Later entries win over earlier ones: what Vitrine sets, the specification's, then `extra` (exec).
std::vector<std::string> planEnvironment(const spec::ContainerSpec &spec, const User &user, DisplayServer display,
                                         bool terminal, const std::vector<spec::EnvVar> &extra);

/// The value of `name` in such a list; empty when it is not there.
std::string_view environmentValue(const std::vector<std::string> &environment, std::string_view name);

/// The files to try for argv[0]: itself when it has a slash, else one for each directory of `path`.
std::vector<std::string> planLookup(std::string_view program, std::string_view path);

/// Where the command starts: what was asked for, else the home folder under Identity::Me, else "/".
std::string planWorkdir(const spec::ContainerSpec &spec, const User &user, const std::string &wanted);

} // namespace vitrine::plan
