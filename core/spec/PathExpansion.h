// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace vitrine::spec {

/// A path of this computer as a shell would read it without quotes around: "~" and "~/…" are the home folder, "$NAME"
/// and "${NAME}" what `environment` says. A variable that is not set stays as it stands: a file may be called so.
std::string expandPath(const std::string &path,
                       const std::function<std::optional<std::string>(const std::string &)> &environment);

} // namespace vitrine::spec
