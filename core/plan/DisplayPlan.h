// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ContainerSpec.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::plan {

/// What the session of the caller shows windows with. It is found out at each start, so the specification says only
/// whether a container may use it.
enum class DisplayServer : std::uint8_t {
    None,
    Wayland, ///< the session's socket, mounted inside
    X11, ///< the shim's own socket, relayed to the session's, and a cookie that makes the app an untrusted client
};

std::string_view displayServerName(DisplayServer server); ///< "", "wayland", "x11"
std::optional<DisplayServer> displayServerFromName(std::string_view name);

/// Which one the keys of a start's descriptors (core/ipc/Names.h) stand for.
DisplayServer displayServerOf(const std::vector<std::string> &sourceKeys);

inline constexpr std::string_view kWaylandSocketName = "wayland-0";
inline constexpr std::string_view kX11SocketPath = "/tmp/.X11-unix/X0";
inline constexpr std::string_view kX11AuthorityName = "xauthority"; ///< in the runtime directory
inline constexpr std::size_t kX11CookieBytes = 16;

/// "/run/user/1000": where the session's sockets are inside.
std::string runtimeDirOf(std::uint32_t uid);

/// The variables by which a program inside finds the display.
std::vector<spec::EnvVar> planDisplayEnvironment(DisplayServer server, std::uint32_t uid);

/// The content of an Xauthority file with one cookie (MIT-MAGIC-COOKIE-1) for display 0, whatever the host's name.
std::string planX11Authority(std::string_view cookie);

} // namespace vitrine::plan
