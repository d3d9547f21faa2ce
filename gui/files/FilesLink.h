// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "core/ipc/FilesFrame.h"

#include <atomic>
#include <string>
#include <vector>

namespace vitrine::gui {

/// One conversation about a container's files. It waits for each answer, so it is for a thread that may: see
/// FilesClient. What comes is checked as a stranger's word would be.
class FilesLink {
public:
    explicit FilesLink(UniqueFd connection);

    /// Waits for the first word of the other side.
    Result<> begin();
    [[nodiscard]] bool has(std::uint64_t fact) const { return (m_facts & fact) != 0; }

    /// The next `id` is put in. `fd` takes the descriptor that comes with the answer.
    Result<ipc::FilesReply> ask(ipc::FilesRequest request, UniqueFd *fd = nullptr);

    /// All of a folder; TooLarge when it has more than `most` names.
    Result<std::vector<ipc::FileEntry>> list(ipc::FilesRoot root, const std::string &path, std::size_t most);
    /// What the writable layer changes, folders before what is in them.
    Result<std::vector<ipc::FileEntry>> changes(std::size_t most);
    Result<ipc::FileEntry> stat(ipc::FilesRoot root, const std::string &path, bool follows);
    Result<UniqueFd> openForReading(ipc::FilesRoot root, const std::string &path, bool follows);
    /// The first bytes of a file.
    Result<std::string> readStart(ipc::FilesRoot root, const std::string &path, std::size_t most);
    Result<> makeDirectory(const std::string &path, std::uint32_t mode);
    Result<> remove(const std::string &path);

    /// From any thread: what is waited for fails, and so does all that comes after.
    void interrupt();
    [[nodiscard]] bool isInterrupted() const { return m_isInterrupted; }

private:
    Result<std::vector<ipc::FileEntry>> collect(ipc::FilesRequest request, std::size_t most);

    UniqueFd m_connection;
    std::uint64_t m_facts = 0;
    std::uint32_t m_lastId = 0;
    std::atomic<bool> m_isInterrupted = false;
};

/// "a" and "b" as "a/b"; "" is the root.
std::string joinPath(const std::string &folder, const std::string &name);

} // namespace vitrine::gui
