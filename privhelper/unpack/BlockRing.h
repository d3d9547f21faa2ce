// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>

namespace vitrine::unpack {

/// Hands blocks of bytes from one thread that makes them to two that read all of them, each at its own pace. A block is
/// used again when both have gone past it, so that memory stays bounded.
class BlockRing {
public:
    static constexpr std::size_t kBlockBytes = 256 * 1024;
    static constexpr std::size_t kBlocks = 16;
    enum Reader : std::size_t { Hashing, Writing, kReaders };

    BlockRing();

    /// Room for kBlockBytes, once there is some; null when the others have stopped.
    char *room();
    /// The block that room() gave holds so many bytes, more than 0.
    void push(std::size_t bytes);
    /// No more blocks follow.
    void end();

    /// The next block, valid until the reader's next call; nothing at the end, or when somebody has stopped.
    std::optional<std::string_view> next(Reader reader);

    /// Nobody waits for anything any more.
    void stop();

private:
    struct Block {
        std::unique_ptr<char[]> bytes;
        std::size_t size = 0;
    };
    [[nodiscard]] std::uint64_t oldestInUse() const;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::array<Block, kBlocks> m_blocks;
    std::uint64_t m_pushed = 0;
    std::array<std::uint64_t, kReaders> m_given{}; ///< to each reader; it still uses the last of them
    bool m_hasEnded = false;
    bool m_hasStopped = false;
};

} // namespace vitrine::unpack
