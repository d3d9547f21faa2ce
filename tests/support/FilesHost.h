// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/UniqueFd.h"
#include "tests/support/TempTree.h"

#include <string>
#include <thread>
#include <vector>

namespace vitrine::test {

/// The real server of a container's files, in a thread, over plain folders: "merged", "upper" and "lower" of a tree.
class FilesHost {
public:
    FilesHost();
    ~FilesHost();
    FilesHost(const FilesHost &) = delete;
    FilesHost &operator=(const FilesHost &) = delete;

    /// Into "merged" and the layer that it comes from.
    void writeAbove(const std::string &path, const std::string &content) const;
    void writeBelow(const std::string &path, const std::string &content) const;
    /// A whiteout of what lies below; only root can.
    void hide(const std::string &path) const;
    [[nodiscard]] const TempTree &tree() const { return m_tree; }

    /// A new conversation: the client's end.
    UniqueFd open();

private:
    TempTree m_tree;
    UniqueFd m_helper; ///< whose end ends all conversations
    UniqueFd m_helperPeer;
    std::vector<std::thread> m_threads;
};

} // namespace vitrine::test
