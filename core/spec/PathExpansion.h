// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace vitrine::spec {

using PathLookup = std::function<std::optional<std::string>(const std::string &)>;

/// A path of this computer as a shell would read it without quotes around: "~" and "~/…" are the home folder, "~anna"
/// what `homeOf` says of anna, "$NAME" and "${NAME}" what `environment` says. Who or what is not known stays as it
/// stands: a file may be called so.
std::string expandPath(const std::string &path, const PathLookup &environment, const PathLookup &homeOf);

/// The home folder of a user of this computer.
std::optional<std::string> homeOfUser(const std::string &name);

} // namespace vitrine::spec
