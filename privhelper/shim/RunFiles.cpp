// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/RunFiles.h"

#include "core/base/ScopeExit.h"
#include "core/base/Try.h"
#include "privhelper/shim/X11Display.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace vitrine::shim {

namespace {

constexpr const char *kExitName = "exit";
constexpr const char *kSocketName = "shim.sock";

Result<UniqueFd> listenAt(int runDirFd)
{
    UniqueFd listener(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!listener)
        return failErrno(errno, "opening the shim's socket");
    // bind() knows no directory descriptor, hence the detour over the working directory.
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, kSocketName, sizeof address.sun_path - 1);
    if (::fchdir(runDirFd) < 0)
        return failErrno(errno, "entering the run directory");
    const ScopeExit leave([] { (void)!::chdir("/"); });
    if (::bind(listener.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) < 0
        || ::listen(listener.get(), 4) < 0)
        return failErrno(errno, "binding the shim's socket");
    return listener;
}

} // namespace

Result<RunFiles> openRunFiles(int runDirFd, int stateDirFd, std::uint64_t logCapBytes)
{
    removeRunFiles(runDirFd);
    ScopeExit undo([&] { removeRunFiles(runDirFd); });
    RunFiles files;
    files.exitRecord.reset(::openat(runDirFd, kExitName, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!files.exitRecord)
        return failErrno(errno, "making the exit record");
    VITRINE_TRY_ASSIGN(files.listener, listenAt(runDirFd));
    VITRINE_TRY_ASSIGN(files.log, LogWriter::open(stateDirFd, logCapBytes));
    undo.dismiss();
    return files;
}

void removeRunFiles(int runDirFd)
{
    ::unlinkat(runDirFd, kExitName, 0);
    ::unlinkat(runDirFd, kSocketName, 0);
    removeX11Socket(runDirFd);
}

} // namespace vitrine::shim
