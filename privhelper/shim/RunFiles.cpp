// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/RunFiles.h"

#include "core/base/ScopeExit.h"
#include "core/base/Try.h"
#include "privhelper/shim/Listener.h"
#include "privhelper/shim/X11Display.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace vitrine::shim {

namespace {

constexpr const char *kExitName = "exit";
constexpr const char *kSocketName = "shim.sock";

} // namespace

Result<RunFiles> openRunFiles(int runDirFd, int stateDirFd, std::uint64_t logCapBytes)
{
    removeRunFiles(runDirFd);
    ScopeExit undo([&] { removeRunFiles(runDirFd); });
    RunFiles files;
    files.exitRecord.reset(::openat(runDirFd, kExitName, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!files.exitRecord)
        return failErrno(errno, "making the exit record");
    VITRINE_TRY_ASSIGN(files.listener, listenIn(runDirFd, kSocketName, SOCK_SEQPACKET, 0600));
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
