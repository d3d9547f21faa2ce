// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace vitrine::unpack {

/// Writes a tar of plain files of which name and size may be known only once they are written: their headers are
/// filled in then.
class TarOutput {
public:
    /// `file` is borrowed and empty. ImageUnpackFailed for one in which it cannot go back.
    static Result<TarOutput> open(int file);

    Result<> add(const std::string &name, std::string_view content);

    /// Room for a header; then come write()s and finish().
    void begin();
    Result<> write(std::string_view bytes);
    Result<> finish(const std::string &name);
    [[nodiscard]] std::uint64_t bytesOfFile() const { return m_position - m_start - kBlock; }

    /// The end of the archive.
    Result<> close();

private:
    static constexpr std::size_t kBlock = 512;

    explicit TarOutput(int file)
        : m_file(file)
    {
    }
    [[nodiscard]] Result<> writeAt(std::uint64_t position, std::string_view bytes) const;

    int m_file;
    std::uint64_t m_position = 0;
    std::uint64_t m_start = 0; ///< of the header of the file that is being written
};

} // namespace vitrine::unpack
