// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/spec/SpecValidate.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine::spec {

/// One more command in a running container. It gets the container's own limits, capabilities and filter.
struct ExecSpec {
    std::vector<std::string> command;
    std::vector<EnvVar> env; ///< added to the container's own
    std::string user; ///< as ContainerSpec::user; "" is the container's user
    std::string workdir; ///< "" is the container's
    bool terminal = false;
    bool openStdin = false;
    bool operator==(const ExecSpec &) const = default;
};

std::string execToJson(const ExecSpec &spec);
/// Refuses as fromJson does.
Result<ExecSpec> execFromJson(std::string_view json);
std::vector<Problem> validateExec(const ExecSpec &spec);

} // namespace vitrine::spec
