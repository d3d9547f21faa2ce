// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/SpecValidate.h"

#include <string>
#include <vector>

namespace vitrine::spec {

/// As describe(), for whoever typed a command line: each message with the option that it is about, and for a row of a
/// list with its value ("--volume /srv:/proc: …").
std::string describeAsOptions(const std::vector<Problem> &problems, const ContainerSpec &spec);

} // namespace vitrine::spec
