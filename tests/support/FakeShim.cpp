// SPDX-License-Identifier: GPL-3.0-or-later
// Speaks ShimMessage as vitrine-shim does and starts a process that does nothing. What happens is named by the command:
//   run        until SIGTERM, then exit status 0          exit N     ends at once with that status
//   stubborn   until SIGKILL                               fail       fails at the step "mounts"
//   mute       says nothing at all                         lost       the shim ends and leaves no record
//   full       has no room for a console                   garble     sends something that is no message before one
//   liar       greets a new helper with a process that is not of the container
#include "core/base/Files.h"
#include "core/ipc/Ended.h"
#include "privhelper/daemon/Pidfd.h"
#include "privhelper/shim/ShimConfig.h"
#include "privhelper/shim/ShimMessage.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

using namespace vitrine;
using shim::ShimMessage;
using enum shim::ShimMessageType;

namespace {

void note(int directoryFd, pid_t pid)
{
    const UniqueFd file(::openat(directoryFd, "procs", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    static_cast<void>(writeAll(file.get(), std::to_string(pid) + "\n"));
}

/// The test is over, and has missed to end this process, as it may when a helper is killed in the middle of a start.
bool isAbandoned()
{
    struct stat info { };
    return ::fstat(shim::kShimCgroupFd, &info) != 0 || info.st_nlink == 0;
}

[[noreturn]] void runInit(const std::string &command, int status)
{
    ::close_range(3, ~0U, 0);
    if (command == "exit")
        ::_exit(status);
    for (;;)
        ::pause();
}

UniqueFd console()
{
    int ends[2] = { -1, -1 };
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        ::_exit(1);
    // The inner end is kept open for good by not being owned.
    return UniqueFd(ends[0]);
}

template <typename... Fds>
ShimMessage message(shim::ShimMessageType type, std::int64_t value, std::string text, Fds... fds)
{
    ShimMessage made{ type, value, std::move(text), {} };
    (made.fds.push_back(std::move(fds)), ...);
    return made;
}

void say(int socket, const ShimMessage &said)
{
    static_cast<void>(shim::sendMessage(socket, said));
}

UniqueFd listenInRunDir()
{
    UniqueFd listener(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path, "/proc/self/fd/7/shim.sock");
    if (::bind(listener.get(), reinterpret_cast<sockaddr *>(&address), sizeof address) != 0
        || ::listen(listener.get(), 4) != 0)
        ::_exit(1);
    return listener;
}

void recordEnd(int control, pid_t init)
{
    int status = 0;
    ::waitpid(init, &status, 0);
    ipc::Ended ended;
    ended.reason = WIFEXITED(status) ? ipc::EndReason::Exited : ipc::EndReason::Signal;
    if (WIFEXITED(status))
        ended.exitCode = WEXITSTATUS(status);
    else
        ended.signal = WTERMSIG(status);
    const std::string json = ipc::endedToJson(ended);
    static_cast<void>(writeFileAtomicAt(shim::kRunDirFd, "exit", json, 0600));
    say(control, message(Ended, 0, json));
}

void answerConsole(int control, const std::string &command)
{
    if (command == "full")
        return say(control, message(Failed, EMFILE, "console\nthere is no room for another"));
    if (command == "garble")
        static_cast<void>(::send(control, "garble", 6, MSG_NOSIGNAL));
    say(control, message(Console, 0, "", console()));
}

int supervise(UniqueFd control, pid_t init, const UniqueFd &listener, const std::string &command)
{
    const UniqueFd pidfd(::pidfd_open(init, 0));
    for (;;) {
        pollfd polled[]{ { pidfd.get(), POLLIN, 0 }, { listener.get(), POLLIN, 0 }, { control.get(), POLLIN, 0 } };
        const int ready = ::poll(polled, 3, 1000);
        if (ready < 0)
            return 1;
        if (ready == 0) {
            if (!isAbandoned())
                continue;
            ::kill(init, SIGKILL);
            return 1;
        }
        if (polled[1].revents != 0) {
            control = UniqueFd(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
            const pid_t greeted = command == "liar" ? ::getpid() : init;
            say(control.get(), message(Hello, init, "", UniqueFd(::pidfd_open(greeted, 0))));
            continue;
        }
        if (polled[0].revents != 0) {
            recordEnd(control.get(), init);
            return 0;
        }
        if (polled[2].revents != 0) {
            const auto asked = shim::receiveMessage(control.get());
            if (!asked)
                control.reset();
            else if (asked->type == OpenConsole)
                answerConsole(control.get(), command);
        }
    }
}

int start()
{
    const auto text = readAll(shim::kConfigFd, 1 << 20);
    const auto config = shim::configFromJson(text ? *text : "");
    UniqueFd control(shim::kControlFd);
    note(shim::kShimCgroupFd, ::getpid());
    if (!config) {
        say(control.get(), message(Failed, 0, "config\n" + config.error().what));
        return 1;
    }
    const std::string command = config->spec.command[0];
    const int status = config->spec.command.size() > 1 ? std::atoi(config->spec.command[1].c_str()) : 0;
    if (command == "mute") {
        while (!isAbandoned())
            ::sleep(1);
        return 1;
    }
    // Before the fork, for a signal may come at once.
    if (command == "stubborn")
        ::signal(SIGTERM, SIG_IGN);
    else
        ::signal(SIGTERM, [](int) { ::_exit(0); });
    const pid_t init = ::fork();
    if (init == 0)
        runInit(command, status);
    ::signal(SIGTERM, SIG_DFL);
    note(shim::kPayloadCgroupFd, init);
    say(control.get(),
        message(Spawned, init, "", UniqueFd(::pidfd_open(init, 0)),
                UniqueFd(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC))));
    if (config->network) {
        const auto go = shim::receiveMessage(control.get());
        if (!go || go->type != Go) {
            ::kill(init, SIGKILL);
            return 1;
        }
    }
    if (command == "fail") {
        ::kill(init, SIGKILL);
        say(control.get(), message(Failed, ENOSPC, "mounts\nmaking /dev: No space left on device"));
        return 1;
    }
    const UniqueFd listener = listenInRunDir();
    say(control.get(), message(Running, init, "", console()));
    return command == "lost" ? 1 : supervise(std::move(control), init, listener, command);
}

int exec()
{
    const auto text = readAll(shim::kConfigFd, 1 << 20);
    const auto config = shim::execConfigFromJson(text ? *text : "");
    if (!config || config->exec.command[0] == "fail") {
        say(shim::kControlFd, message(Failed, ENOENT, "exec\nthere is no such command"));
        return 1;
    }
    say(shim::kControlFd, message(ExecReady, ::getpid(), "", console(), console()));
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    const std::string verb = argc > 1 ? argv[1] : "";
    return verb == "exec" ? exec() : start();
}
