// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/files/FilesCopy.h"

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace vitrine::gui {

inline constexpr std::uint32_t kModeBits = 0777;
inline constexpr std::int64_t kNanoseconds = 1'000'000'000;

/// "x/." asks for what is in x.
bool meansContent(const std::string &path);
std::string withoutLastSlash(std::string path);
/// The folder and the name in it; "." and "/" for where there is none.
std::pair<std::string, std::string> splitPath(const std::string &path);

/// What all copying does, into a container or out of it, one by one or as a tar.
class Copier {
public:
    Copier(FilesLink &link, const CopyProgress &progress)
        : m_link(link)
        , m_progress(progress)
    {
    }

protected:
    /// Holes stay holes. At most what the file had when it was opened, however fast it grows.
    Result<> copyContent(int from, int to);
    void count();
    void skip(const std::string &path);
    /// TooLarge for more folders in one another than may be open at once.
    static Result<> checkDepth(std::size_t depth);

    // Into the container.
    /// A whole file, or nothing: `fill` writes its content.
    Result<> putFile(const std::string &inside, std::uint32_t mode, std::int64_t mtimeNs,
                     const std::function<Result<>(int file)> &fill);
    /// In place of a file or link of this name.
    Result<> putLink(const std::string &inside, std::string target);

    // Out of it.
    /// Nothing for a view into the kernel, which is skipped.
    Result<std::optional<std::vector<ipc::FileEntry>>> entriesOf(const std::string &inside);
    /// Empty for what is another thing by now, which is skipped unless it was asked for by name (`follows`).
    Result<UniqueFd> openSource(const std::string &inside, bool follows);

    FilesLink &m_link;
    const CopyProgress &m_progress;
    CopyResult m_result;

private:
    /// How far it came.
    Result<off_t> copyRange(int from, int to, off_t at, off_t end);

    std::string m_buffer;
};

} // namespace vitrine::gui
