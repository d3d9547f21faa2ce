// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/PathExpansion.h"

#include <algorithm>

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

} // namespace

std::string expandPath(const std::string &path,
                       const std::function<std::optional<std::string>(const std::string &)> &environment)
{
    std::string text;
    std::size_t at = 0;
    if (path == "~" || path.starts_with("~/")) {
        text = environment("HOME").value_or("~");
        at = 1;
    }
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

} // namespace vitrine::spec
