// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/CommandLine.h"

#include <optional>
#include <string>
#include <vector>

namespace vitrine::test {

using Words = std::vector<std::string>;

/// A person's session as the tests of command lines see it.
inline spec::Surroundings testSurroundings()
{
    return { "/home/anna/work",
             [](const std::string &path) { return !path.ends_with(".tar.zst"); },
             [](const std::string &name) {
                 return name == "LANG" ? std::optional<std::string>("de_DE.UTF-8") : std::nullopt;
             },
             {},
             [](const std::string &name) {
                 return name == "bert" ? std::optional<std::string>("/srv/bert") : std::nullopt;
             } };
}

inline Result<spec::RunOptions> run(const Words &words)
{
    return spec::parseRun(words, testSurroundings());
}

} // namespace vitrine::test
