// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/files/FilesCopy.h"

#include <sys/types.h>

#include <string>
#include <utility>

namespace vitrine::gui {

inline constexpr std::size_t kMaxCopyDepth = 250; ///< of folders in one another; each holds a descriptor open
inline constexpr std::uint32_t kModeBits = 0777;
inline constexpr std::int64_t kNanoseconds = 1'000'000'000;

/// "x/." asks for what is in x.
bool meansContent(const std::string &path);
std::string withoutLastSlash(std::string path);
/// The folder and the name in it; "." and "/" for where there is none.
std::pair<std::string, std::string> splitPath(const std::string &path);

/// What both directions do with content and with numbers.
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

    FilesLink &m_link;
    const CopyProgress &m_progress;
    CopyResult m_result;

private:
    /// How far it came.
    Result<off_t> copyRange(int from, int to, off_t at, off_t end);

    std::string m_buffer;
};

} // namespace vitrine::gui
