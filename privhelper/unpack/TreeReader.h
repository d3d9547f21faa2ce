// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <sys/stat.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::unpack {

/// One directory of a tree that somebody else may be changing: what is gone or has become something else is passed
/// over, no symbolic link is followed, and nothing is opened that could make one wait.
class TreeReader {
public:
    /// `path` is relative to `root`, "" for itself. Nothing when there is no such directory.
    static Result<std::optional<TreeReader>> open(int root, const std::string &path);

    [[nodiscard]] int fd() const { return m_fd.get(); }
    [[nodiscard]] const struct stat &status() const { return m_status; }
    /// Sorted by bytes.
    [[nodiscard]] Result<std::vector<std::string>> names() const;

    [[nodiscard]] bool statOf(const std::string &name, struct stat &status) const;
    /// A regular file; empty when it is none.
    [[nodiscard]] UniqueFd openFile(const std::string &name, struct stat &status) const;
    [[nodiscard]] std::optional<std::string> linkTarget(const std::string &name) const;

private:
    TreeReader(UniqueFd fd, const struct stat &status)
        : m_fd(std::move(fd))
        , m_status(status)
    {
    }

    UniqueFd m_fd;
    struct stat m_status = {};
};

using AttributeMap = std::map<std::string, std::string>;
/// All extended attributes that can be read.
Result<AttributeMap> readAttributes(int fd, std::string_view shown);

/// Where a file has content; between the parts are holes.
struct DataPart {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};
std::vector<DataPart> dataParts(int fd, std::uint64_t size);

} // namespace vitrine::unpack
