// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "privhelper/shim/ShimConfig.h"

#include <string>

namespace vitrine::shim {

/// What the container gets of an X display. Not the server's own socket: many sessions let in whoever connects to that
/// with the user id of the person (SI:localuser), cookie or no cookie, and under Identity::Me the app has that id.
/// So it connects to a socket of the shim's, and the shim, an id that the server knows nothing of, connects on: then
/// the cookie alone counts, and it makes the app an untrusted client.
struct X11Display {
    UniqueFd listener; ///< stays with the shim
    UniqueFd socket; ///< detached mount of it
    std::string cookie;
};

/// Listens in the run directory. SourceNotAllowed unless the cookie is one.
Result<X11Display> openX11Display(const ShimConfig &config, int runDirFd);
void removeX11Socket(int runDirFd);

/// Forks the relay, which ends with this process. It has the rights of this process, so it is for a shim that has given
/// up its own. `serverFd` is the O_PATH descriptor of the X server's socket.
Result<> startX11Relay(UniqueFd listener, int serverFd);

} // namespace vitrine::shim
