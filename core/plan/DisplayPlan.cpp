// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/DisplayPlan.h"

#include "core/base/StrictJson.h"
#include "core/ipc/Names.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace vitrine::plan {

namespace {

constexpr std::array<EnumName<DisplayServer>, 3> kNames{ {
    { DisplayServer::None, "" },
    { DisplayServer::Wayland, "wayland" },
    { DisplayServer::X11, "x11" },
} };

/// A counted text of an Xauthority file: two bytes of length, the high one first.
void addCounted(std::string &file, std::string_view text)
{
    file += static_cast<char>(text.size() >> 8U);
    file += static_cast<char>(text.size() & 0xffU);
    file += text;
}

} // namespace

std::string_view displayServerName(DisplayServer server)
{
    return enumName<DisplayServer>(kNames, server);
}

std::optional<DisplayServer> displayServerFromName(std::string_view name)
{
    return enumFromName<DisplayServer>(kNames, name);
}

DisplayServer displayServerOf(const std::vector<std::string> &sourceKeys)
{
    const auto has = [&](const char *key) { return std::ranges::find(sourceKeys, key) != sourceKeys.end(); };
    if (has(ipc::kSourceDisplay))
        return DisplayServer::Wayland;
    return has(ipc::kSourceX11) ? DisplayServer::X11 : DisplayServer::None;
}

std::string runtimeDirOf(std::uint32_t uid)
{
    return fmt::format("/run/user/{}", uid);
}

std::vector<spec::EnvVar> planDisplayEnvironment(DisplayServer server, std::uint32_t uid)
{
    switch (server) {
    case DisplayServer::Wayland:
        return { { "WAYLAND_DISPLAY", std::string(kWaylandSocketName) } };
    case DisplayServer::X11:
        return { { "DISPLAY", ":0" }, { "XAUTHORITY", fmt::format("{}/{}", runtimeDirOf(uid), kX11AuthorityName) } };
    case DisplayServer::None:
        break;
    }
    return {};
}

std::string planX11Authority(std::string_view cookie)
{
    std::string file = "\xff\xff"; // the family "wild": Xlib looks for no host's name
    addCounted(file, "");
    addCounted(file, "0");
    addCounted(file, "MIT-MAGIC-COOKIE-1");
    addCounted(file, cookie);
    return file;
}

} // namespace vitrine::plan
