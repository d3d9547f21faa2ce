// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/files/FilesCopy.h"
#include "tests/kernel/RealHelper.h"

#include <memory>
#include <string>
#include <vector>

namespace vitrine::tests {

/// The real helper and containers of a small root of their own, which a tar holds: a busybox, /etc/issue, /etc/motd,
/// /data/one and /data/two.
class FilesFixture {
public:
    FilesFixture();

    [[nodiscard]] RealHelper &helper() { return m_helper; }
    /// Unpacked, and not started. Its command is this script, by busybox's shell.
    /// `more` are members of its specification, with a comma in front.
    std::string create(const std::string &name, const std::string &script, const std::string &more = {});
    std::string createVolume(const std::string &name, const std::string &owner = {});
    /// On a volume.
    template <typename... Args>
    test::Answer onVolume(const std::string &id, const char *member, const char *types = "", Args... args)
    {
        return m_helper.client().call("/io/vitrine/Helper1/volume/" + id, "io.vitrine.Volume1", member, types, args...);
    }
    bool start(const std::string &id);
    /// The container is told to end, and has.
    bool stop(const std::string &id);
    void remove(const std::string &id);

    test::Answer openFiles(const std::string &id);
    /// Begun already; nullptr when it cannot be.
    std::unique_ptr<gui::FilesLink> link(const std::string &id) { return link(openFiles(id)); }
    std::unique_ptr<gui::FilesLink> volumeLink(const std::string &id) { return link(onVolume(id, "OpenFiles")); }
    /// Waits until the container has made this file.
    bool waitForFile(gui::FilesLink &link, const std::string &path);

    /// Processes of the helper that show files of containers or of volumes.
    [[nodiscard]] std::vector<pid_t> servers();
    bool waitForServers(std::size_t count);
    /// A field of one's /proc/PID/status: its first word.
    static std::string statusOf(pid_t server, const std::string &field);

    [[nodiscard]] std::string stateOf(const std::string &id, const std::string &below);
    [[nodiscard]] std::string path(const std::string &below) { return m_helper.tree().path(below); }

private:
    std::unique_ptr<gui::FilesLink> link(const test::Answer &opened);

    RealHelper m_helper;
    std::string m_tar;
};

} // namespace vitrine::tests
