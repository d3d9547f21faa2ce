// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "core/ipc/FilesFrame.h"
#include "privhelper/shim/HostMounts.h"

#include <dirent.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace vitrine::shim {

/// More names than this are not told, whoever has made them.
inline constexpr std::uint64_t kMaxNames = 1'000'000;

using DirectoryStream = std::unique_ptr<DIR, int (*)(DIR *)>;

/// Takes `fd` over. Empty when it cannot be read.
DirectoryStream readDirectory(UniqueFd fd);
/// The next name but "." and ".."; nothing at the end. It is good until the next call.
const char *nextName(DirectoryStream &stream);

/// What `name` in a directory is ("" is the directory itself), never followed. Nothing when it is not there.
std::optional<ipc::FileEntry> describe(int dirFd, const std::string &name, const Ids &ids);

/// How overlayfs writes down that a name is deleted, and that a folder hides all of the one below.
bool isWhiteout(const ipc::FileEntry &entry);
bool isOpaque(int parentFd, const std::string &name);

/// Entries, one after the other.
class EntrySource {
public:
    EntrySource() = default;
    EntrySource(const EntrySource &) = delete;
    EntrySource &operator=(const EntrySource &) = delete;
    virtual ~EntrySource() = default;

    /// Nothing at the end.
    virtual Result<std::optional<ipc::FileEntry>> next() = 0;
};

/// The entries of one folder, in the file system's own order.
class FolderEntries : public EntrySource {
public:
    enum class Marks { None, Layer }; ///< Layer: whiteouts and opaque folders are marked

    /// `folder` is open for reading.
    FolderEntries(UniqueFd folder, const Ids &ids, Marks marks);
    Result<std::optional<ipc::FileEntry>> next() override;

private:
    DirectoryStream m_stream;
    const Ids &m_ids;
    Marks m_marks;
    std::uint64_t m_names = 0;
};

} // namespace vitrine::shim
