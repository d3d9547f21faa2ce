// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/EnvPlan.h"

#include "core/base/Text.h"
#include "core/plan/EtcPlan.h"

#include <fmt/format.h>

#include <algorithm>

namespace vitrine::plan {

namespace {

void put(std::vector<std::string> &environment, std::string_view name, std::string_view value)
{
    std::string entry = fmt::format("{}={}", name, value);
    const std::string_view key = std::string_view(entry).substr(0, name.size() + 1);
    const auto same = std::ranges::find_if(environment, [&](const std::string &old) { return old.starts_with(key); });
    if (same != environment.end())
        *same = std::move(entry);
    else
        environment.push_back(std::move(entry));
}

} // namespace

std::vector<std::string> planEnvironment(const spec::ContainerSpec &spec, const User &user, DisplayServer display,
                                         bool terminal, const std::vector<spec::EnvVar> &extra)
{
    std::vector<std::string> environment;
    put(environment, "PATH", kDefaultPath);
    put(environment, "HOME", user.home);
    if (!user.name.empty())
        put(environment, "USER", user.name);
    put(environment, "HOSTNAME", hostnameOf(spec));
    if (terminal)
        put(environment, "TERM", "xterm-256color");
    if (spec.identity == spec::Identity::Me) {
        put(environment, "LANG", "C.UTF-8");
        put(environment, "XDG_RUNTIME_DIR", runtimeDirOf(user.uid));
        for (const spec::EnvVar &variable : planDisplayEnvironment(display, user.uid))
            put(environment, variable.name, variable.value);
    }
    for (const spec::EnvVar &variable : spec.env)
        put(environment, variable.name, variable.value);
    for (const spec::EnvVar &variable : extra)
        put(environment, variable.name, variable.value);
    return environment;
}

std::string_view environmentValue(const std::vector<std::string> &environment, std::string_view name)
{
    for (std::string_view entry : environment) {
        if (entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=')
            return entry.substr(name.size() + 1);
    }
    return {};
}

std::vector<std::string> planLookup(std::string_view program, std::string_view path)
{
    if (program.find('/') != std::string_view::npos)
        return { std::string(program) };
    std::vector<std::string> files;
    for (const std::string_view directory : split(path, ':')) {
        // An empty part of PATH means the working directory to a shell; here it means nothing.
        if (directory.starts_with('/'))
            files.push_back(fmt::format("{}/{}", directory, program));
    }
    return files;
}

std::string planWorkdir(const spec::ContainerSpec &spec, const User &user, const std::string &wanted)
{
    if (!wanted.empty())
        return wanted;
    if (!spec.workdir.empty())
        return spec.workdir;
    return spec.identity == spec::Identity::Me ? user.home : "/";
}

} // namespace vitrine::plan
