// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace vitrine::ipc {

inline constexpr const char *kBusName = "io.vitrine.Helper1";
inline constexpr const char *kManagerPath = "/io/vitrine/Helper1";
inline constexpr const char *kContainerPathPrefix = "/io/vitrine/Helper1/container/";
inline constexpr const char *kImagePathPrefix = "/io/vitrine/Helper1/image/";
inline constexpr const char *kVolumePathPrefix = "/io/vitrine/Helper1/volume/";
inline constexpr const char *kManagerInterface = "io.vitrine.Helper1";
inline constexpr const char *kContainerInterface = "io.vitrine.Container1";
inline constexpr const char *kImageInterface = "io.vitrine.Image1";
inline constexpr const char *kVolumeInterface = "io.vitrine.Volume1";
inline constexpr const char *kErrorPrefix = "io.vitrine.Error.";
inline constexpr std::uint32_t kApiLevel = 1;
inline constexpr std::uint32_t kDefaultStopTimeout = UINT32_MAX; ///< "the specification's own"

// Keys of the `sources` dictionaries.
inline constexpr const char *kSourceRoot = "root";
inline constexpr const char *kSourceMountPrefix = "mount:";
inline constexpr const char *kSourceDisplay = "display"; ///< the Wayland socket
inline constexpr const char *kSourceX11 = "x11"; ///< the X server's socket
inline constexpr const char *kSourceX11Cookie = "x11-cookie"; ///< a sealed memfd with the bytes of an untrusted cookie

} // namespace vitrine::ipc
