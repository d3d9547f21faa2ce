// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/FilesHost.h"

#include "privhelper/shim/FilesServer.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <array>
#include <utility>

namespace vitrine::test {

namespace {

constexpr std::uint32_t kRangeBase = 1'879'048'192;

UniqueFd openFolder(const TempTree &tree, const char *name)
{
    return UniqueFd(::open(tree.makeDirectory(name).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
}

std::pair<UniqueFd, UniqueFd> connection()
{
    std::array<int, 2> pair{ -1, -1 };
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0)
        throw std::runtime_error("no pair of sockets");
    return { UniqueFd(pair[0]), UniqueFd(pair[1]) };
}

} // namespace

FilesHost::FilesHost()
{
    std::tie(m_helper, m_helperPeer) = connection();
}

FilesHost::~FilesHost()
{
    ::shutdown(m_helper.get(), SHUT_RDWR);
    for (std::thread &thread : m_threads)
        thread.join();
}

void FilesHost::writeAbove(const std::string &path, const std::string &content) const
{
    m_tree.write("upper/" + path, content);
    m_tree.write("merged/" + path, content);
}

void FilesHost::writeBelow(const std::string &path, const std::string &content) const
{
    m_tree.write("lower/" + path, content);
    m_tree.write("merged/" + path, content);
}

void FilesHost::hide(const std::string &path) const
{
    std::filesystem::create_directories(std::filesystem::path(m_tree.path("upper/" + path)).parent_path());
    ::mknod(m_tree.path("upper/" + path).c_str(), S_IFCHR, makedev(0, 0));
    std::filesystem::remove(m_tree.path("merged/" + path));
}

UniqueFd FilesHost::open()
{
    auto [client, server] = connection();
    shim::FilesRoots roots;
    roots.merged = openFolder(m_tree, "merged");
    roots.writable = openFolder(m_tree, "upper");
    roots.below = openFolder(m_tree, "lower");
    roots.isRunning = true;
    roots.ids.uids = roots.ids.gids = { { 0, kRangeBase, 65'536 } };
    UniqueFd helper(::fcntl(m_helperPeer.get(), F_DUPFD_CLOEXEC, 3));
    m_threads.emplace_back([roots = std::make_shared<shim::FilesRoots>(std::move(roots)),
                            socket = std::make_shared<UniqueFd>(std::move(server)),
                            end = std::make_shared<UniqueFd>(std::move(helper))] {
        shim::FilesServer(std::move(*roots), std::move(*socket), std::move(*end)).run();
    });
    return std::move(client);
}

} // namespace vitrine::test
