// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/TarOutput.h"

#include "core/base/Try.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <numeric>

namespace vitrine::unpack {

namespace {

// Where a header of POSIX.1-1988 has its fields.
constexpr std::size_t kModeAt = 100;
constexpr std::size_t kUidAt = 108;
constexpr std::size_t kGidAt = 116;
constexpr std::size_t kSizeAt = 124;
constexpr std::size_t kTimeAt = 136;
constexpr std::size_t kSumAt = 148;
constexpr std::size_t kTypeAt = 156;
constexpr std::size_t kMagicAt = 257;
constexpr std::size_t kSizeBytes = 12;
constexpr std::uint64_t kLargestOctal = 077'777'777'777;

std::string header(const std::string &name, std::uint64_t size)
{
    std::string block(512, '\0');
    const auto put = [&](std::size_t at, std::string_view text) { block.replace(at, text.size(), text); };
    put(0, name);
    put(kModeAt, "0000644");
    put(kUidAt, "0000000");
    put(kGidAt, "0000000");
    if (size <= kLargestOctal) {
        put(kSizeAt, fmt::format("{:011o}", size));
    } else {
        // In binary, as all readers of today know it, marked by the highest bit.
        for (std::size_t i = 0; i < sizeof size; ++i)
            block[kSizeAt + kSizeBytes - 1 - i] = static_cast<char>(size >> (8 * i));
        block[kSizeAt] = static_cast<char>(0x80);
    }
    put(kTimeAt, "00000000000"); // the same image is always the same file
    put(kTypeAt, "0");
    put(kMagicAt,
        std::string_view("ustar\0"
                         "00",
                         8));
    put(kSumAt, "        ");
    const auto sum = std::accumulate(block.begin(), block.end(), 0U,
                                     [](unsigned all, char c) { return all + static_cast<unsigned char>(c); });
    put(kSumAt, fmt::format("{:06o}", sum));
    block[kSumAt + 6] = '\0';
    return block;
}

} // namespace

Result<TarOutput> TarOutput::open(int file)
{
    struct stat status = {};
    const int flags = ::fcntl(file, F_GETFL);
    if (flags < 0 || ::fstat(file, &status) != 0)
        return failErrno(errno, "opening the archive", ErrorCode::ImageUnpackFailed);
    if (!S_ISREG(status.st_mode) || (flags & O_APPEND) != 0)
        return failure(ErrorCode::ImageUnpackFailed, "the archive must be a plain file that is not opened to append");
    return TarOutput(file);
}

Result<> TarOutput::writeAt(std::uint64_t position, std::string_view bytes) const
{
    while (!bytes.empty()) {
        const ssize_t count = ::pwrite(m_file, bytes.data(), bytes.size(), static_cast<off_t>(position));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failErrno(errno, "writing the archive", ErrorCode::ImageUnpackFailed);
        bytes.remove_prefix(static_cast<std::size_t>(count));
        position += static_cast<std::uint64_t>(count);
    }
    return {};
}

Result<> TarOutput::add(const std::string &name, std::string_view content)
{
    begin();
    VITRINE_TRY(write(content));
    return finish(name);
}

void TarOutput::begin()
{
    m_start = m_position;
    m_position += kBlock;
}

Result<> TarOutput::write(std::string_view bytes)
{
    VITRINE_TRY(writeAt(m_position, bytes));
    m_position += bytes.size();
    return {};
}

Result<> TarOutput::finish(const std::string &name)
{
    static constexpr std::array<char, kBlock> kZeros{};
    VITRINE_TRY(writeAt(m_start, header(name, bytesOfFile())));
    const std::size_t over = m_position % kBlock;
    return over == 0 ? Result<>() : write({ kZeros.data(), kBlock - over });
}

Result<> TarOutput::close()
{
    static constexpr std::array<char, 2 * kBlock> kEnd{};
    return write({ kEnd.data(), kEnd.size() });
}

} // namespace vitrine::unpack
