// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/shim/FileEntries.h"

#include <memory>
#include <optional>
#include <set>
#include <string>

namespace vitrine::shim {

/// Where the files are. A root that is empty is one that there is none of.
struct FilesRoots {
    UniqueFd merged;
    UniqueFd writable; ///< the writable layer, mounted read-only
    UniqueFd below; ///< what lies under it, mounted read-only
    std::set<std::string> mountPoints; ///< plan::planMountPoints()
    bool isRunning = false;
    Ids ids;
};

/// Answers requests about files (core/ipc/FilesFrame.h), each path resolved inside its root, whatever anybody in the
/// container does to it meanwhile. Devices, FIFOs and sockets are never opened, file systems of the kernel not entered.
class FilesServer {
public:
    /// `client` is the conversation; nothing comes over `helper` but its end.
    FilesServer(FilesRoots roots, UniqueFd client, UniqueFd helper);
    ~FilesServer();
    FilesServer(const FilesServer &) = delete;
    FilesServer &operator=(const FilesServer &) = delete;

    /// Until one of the two connections ends.
    void run();

private:
    /// A file that is being written, under a name of its own.
    struct Upload {
        UniqueFd folder;
        UniqueFd file;
        std::string temporary;
        std::string name;
    };
    struct Answer {
        ipc::FilesReply reply;
        UniqueFd fd;
    };
    struct Place {
        UniqueFd folder; ///< O_PATH
        std::string name;
    };

    bool serveOne();
    Result<Answer> perform(const ipc::FilesRequest &request);
    [[nodiscard]] Result<int> rootOf(ipc::FilesRoot root) const;
    [[nodiscard]] Result<UniqueFd> openFolder(ipc::FilesRoot root, const std::string &path) const;
    [[nodiscard]] Result<Place> placeOf(const ipc::FilesRequest &request, const std::string &path) const;

    Result<Answer> list(const ipc::FilesRequest &request);
    Result<Answer> changes(const ipc::FilesRequest &request);
    Result<Answer> more();
    Result<Answer> stat(const ipc::FilesRequest &request);
    Result<Answer> read(const ipc::FilesRequest &request);
    Result<Answer> write(const ipc::FilesRequest &request);
    Result<Answer> commit(const ipc::FilesRequest &request);
    Result<Answer> makeDirectory(const ipc::FilesRequest &request);
    Result<Answer> makeLink(const ipc::FilesRequest &request);
    Result<Answer> remove(const ipc::FilesRequest &request);
    Result<Answer> rename(const ipc::FilesRequest &request);
    Result<Answer> setMode(const ipc::FilesRequest &request);
    void abandonUpload();
    /// Asked now and then by what takes long.
    [[nodiscard]] bool isWanted() const;

    FilesRoots m_roots;
    UniqueFd m_client;
    UniqueFd m_helper;
    std::unique_ptr<EntrySource> m_entries;
    std::optional<ipc::FileEntry> m_held; ///< did not fit into the part before
    std::optional<Upload> m_upload;
};

} // namespace vitrine::shim
