// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/BlockRing.h"

#include <algorithm>

namespace vitrine::unpack {

BlockRing::BlockRing()
{
    for (auto &block : m_blocks)
        block.bytes.reset(new char[kBlockBytes]); // not zeroed: pages that are not used cost nothing
}

std::uint64_t BlockRing::oldestInUse() const
{
    const auto given = *std::min_element(m_given.begin(), m_given.end());
    return given == 0 ? 0 : given - 1;
}

char *BlockRing::room()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_hasStopped || m_pushed - oldestInUse() < kBlocks; });
    return m_hasStopped ? nullptr : m_blocks[m_pushed % kBlocks].bytes.get();
}

void BlockRing::push(std::size_t bytes)
{
    {
        const std::lock_guard lock(m_mutex);
        m_blocks[m_pushed % kBlocks].size = bytes;
        ++m_pushed;
    }
    m_changed.notify_all();
}

void BlockRing::end()
{
    {
        const std::lock_guard lock(m_mutex);
        m_hasEnded = true;
    }
    m_changed.notify_all();
}

std::optional<std::string_view> BlockRing::next(Reader reader)
{
    std::unique_lock lock(m_mutex);
    auto &given = m_given[reader];
    m_changed.wait(lock, [&] { return m_hasStopped || m_hasEnded || given < m_pushed; });
    if (m_hasStopped || given == m_pushed)
        return std::nullopt;
    const auto &block = m_blocks[given % kBlocks];
    ++given;
    lock.unlock();
    m_changed.notify_all();
    return std::string_view(block.bytes.get(), block.size);
}

void BlockRing::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_hasStopped = true;
    }
    m_changed.notify_all();
}

} // namespace vitrine::unpack
