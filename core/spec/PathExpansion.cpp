// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/PathExpansion.h"

#include <pwd.h>

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

namespace vitrine::spec {

namespace {

bool isNameStart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool isOfName(char c)
{
    return isNameStart(c) || (c >= '0' && c <= '9');
}

/// The variable that begins at the dollar sign `at`, and where it ends; an empty name when none does.
struct Variable {
    std::string name;
    std::size_t end = 0;
};
Variable variableAt(const std::string &path, std::size_t at)
{
    const bool hasBraces = path.compare(at, 2, "${") == 0;
    const std::size_t begin = at + (hasBraces ? 2 : 1);
    std::size_t end = begin;
    while (end < path.size() && isOfName(path[end]))
        ++end;
    const bool isClosed = !hasBraces || (end < path.size() && path[end] == '}');
    if (end == begin || !isNameStart(path[begin]) || !isClosed)
        return {};
    return { path.substr(begin, end - begin), end + (hasBraces ? 1 : 0) };
}

/// Where the "~", "~/…" or "~anna/…" at the beginning ends, and what it stands for; nothing when it is a name.
std::optional<std::pair<std::string, std::size_t>> homeAt(const std::string &path, const PathLookup &environment,
                                                          const PathLookup &homeOf)
{
    if (!path.starts_with('~'))
        return std::nullopt;
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string name = path.substr(1, end - 1);
    const auto home = name.empty() ? environment("HOME") : homeOf ? homeOf(name) : std::nullopt;
    if (!home)
        return std::nullopt;
    return std::pair(*home, end);
}

} // namespace

std::string expandPath(const std::string &path, const PathLookup &environment, const PathLookup &homeOf)
{
    std::string text;
    std::size_t at = 0;
    if (auto home = homeAt(path, environment, homeOf))
        std::tie(text, at) = *std::move(home);
    while (at < path.size()) {
        const Variable variable = path[at] == '$' ? variableAt(path, at) : Variable{};
        const auto value = variable.name.empty() ? std::nullopt : environment(variable.name);
        if (!value) {
            text += path[at++];
            continue;
        }
        text += *value;
        at = variable.end;
    }
    return text;
}

std::optional<std::string> homeOfUser(const std::string &name)
{
    constexpr std::size_t kMaxBytes = 64 * 1024;
    std::vector<char> buffer(kMaxBytes);
    passwd entry{};
    passwd *found = nullptr;
    if (::getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found) != 0 || !found || !found->pw_dir)
        return std::nullopt;
    return std::string(found->pw_dir);
}

} // namespace vitrine::spec
