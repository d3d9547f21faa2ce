// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/Listener.h"

#include "core/base/ScopeExit.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace vitrine::shim {

Result<UniqueFd> listenIn(int directoryFd, const char *name, int type, mode_t mode)
{
    UniqueFd listener(::socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!listener)
        return failErrno(errno, fmt::format("opening the socket {}", name));
    // bind() knows no directory descriptor, hence the detour over the working directory.
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, name, sizeof address.sun_path - 1);
    if (::fchdir(directoryFd) < 0)
        return failErrno(errno, "entering the run directory");
    const ScopeExit leave([] { (void)!::chdir("/"); });
    if (::bind(listener.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) < 0
        || ::fchmodat(AT_FDCWD, name, mode, 0) < 0 || ::listen(listener.get(), SOMAXCONN) < 0)
        return failErrno(errno, fmt::format("binding the socket {}", name));
    return listener;
}

} // namespace vitrine::shim
