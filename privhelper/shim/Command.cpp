// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/Command.h"

#include "core/base/Try.h"
#include "core/plan/EnvPlan.h"
#include "privhelper/sys/Capabilities.h"
#include "privhelper/sys/Pty.h"
#include "privhelper/sys/SafePath.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>

namespace vitrine::shim {

namespace {

Result<> takeStreams(const Streams &streams)
{
    VITRINE_TRY(sys::startSession(streams.isTerminal ? streams.input.get() : -1));
    if (::dup2(streams.input.get(), 0) < 0 || ::dup2(streams.output.get(), 1) < 0 || ::dup2(streams.error.get(), 2) < 0)
        return failErrno(errno, "connecting the streams");
    // Nothing but 0 to 2 goes through exec, whatever was forgotten.
    if (::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC) < 0)
        return failErrno(errno, "closing descriptors");
    return {};
}

Result<> becomeUser(const plan::User &user)
{
    if (::setgroups(user.groups.size(), user.groups.data()) < 0 || ::setresgid(user.gid, user.gid, user.gid) < 0
        || ::setresuid(user.uid, user.uid, user.uid) < 0)
        return failErrno(errno, fmt::format("becoming the user {}:{} inside", user.uid, user.gid));
    return {};
}

Result<> enterWorkdir(const std::string &workdir)
{
    if (::chdir(workdir.c_str()) < 0)
        return failErrno(errno, fmt::format("entering the working directory {}", workdir));
    // A directory outside the root shows as "(unreachable)/…": no way may lead there, not even a descriptor (R21).
    std::array<char, PATH_MAX> buffer{};
    if (::syscall(SYS_getcwd, buffer.data(), buffer.size()) < 0 || buffer[0] != '/')
        return failure(ErrorCode::RootfsUnsafe, fmt::format("the working directory {} is not inside", workdir));
    return {};
}

Result<> resetSignals()
{
    struct sigaction fallback { };
    fallback.sa_handler = SIG_DFL;
    for (int number = 1; number < _NSIG; ++number)
        ::sigaction(number, &fallback, nullptr); // KILL, STOP and the C library's own refuse, rightly
    sigset_t none;
    sigemptyset(&none);
    if (::sigprocmask(SIG_SETMASK, &none, nullptr) < 0)
        return failErrno(errno, "resetting the signals");
    ::umask(022);
    return {};
}

std::vector<char *> pointers(const std::vector<std::string> &texts)
{
    std::vector<char *> list;
    for (const std::string &text : texts)
        list.push_back(const_cast<char *>(text.c_str())); // execve only reads
    list.push_back(nullptr);
    return list;
}

/// As a shell looks a program up: the first file that can be executed; "permission denied" counts more than "not
/// there".
Error execute(const Command &command)
{
    const std::vector<char *> arguments = pointers(command.arguments);
    const std::vector<char *> environment = pointers(command.environment);
    const std::string &program = command.arguments.front();
    int err = ENOENT;
    for (const std::string &file : plan::planLookup(program, plan::environmentValue(command.environment, "PATH"))) {
        ::execve(file.c_str(), arguments.data(), environment.data());
        if (errno != ENOENT && errno != ENOTDIR)
            err = errno;
        if (errno != ENOENT && errno != ENOTDIR && errno != EACCES)
            break;
    }
    return Error::fromErrno(err, fmt::format("running {}", program), ErrorCode::StartFailed);
}

Result<> prepare(const Command &command, const Streams &streams, Steps &steps)
{
    steps.enter("session");
    VITRINE_TRY(takeStreams(streams));
    VITRINE_TRY(resetSignals());
    steps.enter("caps");
    VITRINE_TRY(sys::limitCapabilities(sys::defaultCapabilities()));
    steps.enter("user");
    VITRINE_TRY(becomeUser(command.user));
    steps.enter("caps");
    VITRINE_TRY(sys::setCapabilities(command.user.uid == 0 ? sys::defaultCapabilities() : 0));
    steps.enter("workdir");
    return enterWorkdir(command.workdir);
}

} // namespace

Command planCommand(const spec::ContainerSpec &spec, plan::DisplayServer display, const plan::User &user)
{
    return { user, spec.command, plan::planEnvironment(spec, user, display, spec.terminal, {}),
             plan::planWorkdir(spec, user, {}) };
}

Command planCommand(const spec::ContainerSpec &spec, plan::DisplayServer display, const spec::ExecSpec &exec,
                    const plan::User &user)
{
    return { user, exec.command, plan::planEnvironment(spec, user, display, exec.terminal, exec.env),
             plan::planWorkdir(spec, user, exec.workdir) };
}

Result<plan::User> lookUpUser(int rootFd, const std::string &wanted, spec::Identity identity, std::uint32_t ownerUid,
                              std::uint32_t ownerGid)
{
    const std::string name =
        wanted.empty() && identity == spec::Identity::Me ? fmt::format("{}:{}", ownerUid, ownerGid) : wanted;
    VITRINE_TRY_ASSIGN(const std::string passwd, sys::readFileInRoot(rootFd, "/etc/passwd", plan::kMaxUserFileBytes));
    VITRINE_TRY_ASSIGN(const std::string group, sys::readFileInRoot(rootFd, "/etc/group", plan::kMaxUserFileBytes));
    return plan::findUser(name, passwd, group);
}

Error becomeCommand(const Command &command, Streams streams, Steps &steps)
{
    if (auto prepared = prepare(command, streams, steps); !prepared)
        return std::move(prepared).error();
    steps.enter("exec");
    return execute(command);
}

Result<> dieWithParent()
{
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0)
        return failErrno(errno, "tying a process to its parent");
    return {};
}

} // namespace vitrine::shim
