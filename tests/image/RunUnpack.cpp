// SPDX-License-Identifier: GPL-3.0-or-later
// Starts vitrine-unpack as the helper does: RunUnpack PROGRAM BASE ARCHIVE DIRECTORY [image | pack | pack plain].
// Prints the last packet; its exit status is the program's.
#include "core/base/UniqueFd.h"
#include "privhelper/unpack/UnpackMessage.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstring>
#include <vector>

using namespace vitrine;

int main(int argc, char **argv)
{
    if (argc < 5)
        return 2;
    const bool isPacking = argc > 5 && std::strcmp(argv[5], "pack") == 0;
    const UniqueFd archive(::open(argv[3], isPacking ? O_RDWR | O_CREAT | O_TRUNC : O_RDONLY, 0600));
    const UniqueFd directory(::open(argv[4], O_RDONLY | O_DIRECTORY));
    const UniqueFd stored(::open("/dev/null", O_RDONLY));
    std::array<int, 2> ends{};
    if (!archive || !directory || !stored || ::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends.data()) != 0) {
        std::perror("RunUnpack");
        return 2;
    }
    const pid_t pid = ::fork();
    if (pid == 0) {
        constexpr int kAside = 100; // so that none is closed by the one before it
        const std::array<int, 4> given{ archive.get(), directory.get(), ends[1], stored.get() };
        for (int i = 0; i < 4; ++i)
            ::dup2(given[static_cast<std::size_t>(i)], kAside + i);
        for (int i = 0; i < 4; ++i)
            ::dup2(kAside + i, unpack::kArchiveFd + i);
        std::vector<char *> words{ argv[1], argv[2] };
        words.insert(words.end(), argv + 5, argv + argc);
        words.push_back(nullptr);
        char *none[]{ nullptr };
        ::execve(argv[1], words.data(), none);
        ::_exit(2);
    }
    ::close(ends[1]);
    std::array<char, unpack::kMaxPacket + 1> packet{};
    std::array<char, unpack::kMaxPacket + 1> last{};
    while (::recv(ends[0], packet.data(), packet.size() - 1, 0) > 0) {
        last = packet;
        packet.fill('\0');
    }
    std::puts(last.data());
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
