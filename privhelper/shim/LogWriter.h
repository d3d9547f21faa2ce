// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace vitrine::shim {

/// Writes a container's log (core/log) to two files in turn: when one has reached half of the cap, the other is emptied
/// and goes on. A new run goes on where the last one ended.
class LogWriter {
public:
    /// The files "log.0" and "log.1" of the state directory, made (0600) where missing.
    static Result<LogWriter> open(int stateDirFd, std::uint64_t capBytes);

    /// Records of a chunk of output: each line is one, the rest without a line feed is a partial one, so that a prompt
    /// shows at once. A failing disk must not stop the container: what cannot be written is dropped.
    void write(bool isStderr, std::string_view chunk, std::uint64_t timeNs);

private:
    struct Half {
        UniqueFd fd;
        std::uint64_t size = 0;
    };
    void append(std::string_view text);

    std::array<Half, 2> m_halves;
    std::size_t m_current = 0;
    std::uint64_t m_halfBytes = 0;
};

} // namespace vitrine::shim
