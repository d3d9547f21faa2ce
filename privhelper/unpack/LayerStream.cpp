// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/LayerStream.h"

#include "core/base/Text.h"
#include "core/base/Try.h"
#include "privhelper/unpack/Sha256.h"
#include "privhelper/unpack/TarSource.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

namespace vitrine::unpack {

static_assert(std::is_same_v<la_ssize_t, std::ptrdiff_t>);

namespace {

constexpr std::size_t kReadBytes = 256 * 1024;

/// Reads a region from its start to its end, once, and takes its digest.
class RegionReader {
public:
    RegionReader(Region region, std::atomic<std::uint64_t> &bytesRead)
        : m_region(region)
        , m_bytesRead(bytesRead)
        , m_buffer(new char[kReadBytes])
    {
    }

    /// Empty at the end.
    Result<std::string_view> next()
    {
        const auto left = m_region.size - m_bytesRead;
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, kReadBytes));
        ssize_t count = -1;
        do {
            // pread: the file's offset is shared with whoever else has it open.
            count = ::pread(m_region.file, m_buffer.get(), wanted, static_cast<off_t>(m_region.offset + m_bytesRead));
        } while (count < 0 && errno == EINTR);
        if (count < 0)
            return failErrno(errno, "reading the archive", ErrorCode::ImageUnpackFailed);
        if (count == 0 && wanted > 0)
            return failure(ErrorCode::ImageCorrupt, "reading the archive: it became shorter");
        const std::string_view bytes(m_buffer.get(), static_cast<std::size_t>(count));
        m_hash.add(bytes);
        m_bytesRead += bytes.size();
        return bytes;
    }

    std::string takeDigest() { return m_hash.takeHex(); }

private:
    Region m_region;
    std::atomic<std::uint64_t> &m_bytesRead;
    std::unique_ptr<char[]> m_buffer;
    Sha256 m_hash;
};

/// What libarchive's filters make of a region.
class Decompressor {
public:
    explicit Decompressor(RegionReader &reader)
        : m_reader(reader)
        , m_raw(::archive_read_new())
    {
    }

    Result<> open()
    {
        archive *raw = m_raw.get();
        ::archive_read_support_format_raw(raw);
        ::archive_read_support_filter_gzip(raw);
        ::archive_read_support_filter_zstd(raw);
        ::archive_read_support_filter_xz(raw);
        if (::archive_read_open(raw, this, nullptr, read, nullptr) != ARCHIVE_OK)
            return failure(error());
        archive_entry *entry = nullptr;
        const int result = ::archive_read_next_header(raw, &entry);
        if (result == ARCHIVE_EOF)
            return failure(ErrorCode::ImageCorrupt, "reading the archive: it is empty");
        if (result != ARCHIVE_OK)
            return failure(error());
        return {};
    }

    /// How many bytes it has put there; 0 at the end.
    Result<std::size_t> fill(char *room, std::size_t bytes)
    {
        const auto count = ::archive_read_data(m_raw.get(), room, bytes);
        // A warning of a decompressor means bytes that it could not vouch for.
        if (count < 0)
            return failure(error());
        return static_cast<std::size_t>(count);
    }

private:
    static std::ptrdiff_t read(archive *handle, void *self, const void **buffer)
    {
        auto &me = *static_cast<Decompressor *>(self);
        const auto bytes = me.m_reader.next();
        if (!bytes) {
            me.m_error = bytes.error();
            ::archive_set_error(handle, EIO, "read failed");
            return -1;
        }
        *buffer = bytes->data();
        return std::ssize(*bytes);
    }
    [[nodiscard]] Error error() const
    {
        if (m_error)
            return *m_error;
        const char *text = ::archive_error_string(m_raw.get());
        return { ErrorCode::ImageCorrupt, 0,
                 fmt::format("reading the archive: {}", text ? printable(text, 200) : "it is damaged") };
    }

    RegionReader &m_reader;
    ArchivePtr m_raw;
    std::optional<Error> m_error; ///< the reason when it was not libarchive's own opinion
};

/// False when the readers have stopped.
Result<bool> decompressInto(BlockRing &ring, RegionReader &reader)
{
    Decompressor decompressor(reader);
    VITRINE_TRY(decompressor.open());
    while (true) {
        char *room = ring.room();
        if (!room)
            return false;
        VITRINE_TRY_ASSIGN(const auto count, decompressor.fill(room, BlockRing::kBlockBytes));
        if (count == 0)
            break;
        ring.push(count);
    }
    // What lies behind the compressed data counts for the digest.
    while (true) {
        VITRINE_TRY_ASSIGN(const auto bytes, reader.next());
        if (bytes.empty())
            return true;
    }
}

} // namespace

LayerStream::LayerStream(Workers &workers, Region region)
    : m_workers(workers)
    , m_region(region)
{
    m_workers.decompress.start([this] { decompress(); });
    m_workers.hash.start([this] { hash(); });
}

LayerStream::~LayerStream()
{
    m_ring.stop();
    finish();
}

void LayerStream::finish()
{
    m_workers.decompress.wait();
    m_workers.hash.wait();
}

void LayerStream::decompress()
{
    RegionReader reader(m_region, m_bytesRead);
    const auto whole = decompressInto(m_ring, reader);
    if (!whole)
        m_error = whole.error();
    else if (*whole)
        m_digests.packed = reader.takeDigest();
    m_ring.end();
}

void LayerStream::hash()
{
    Sha256 hash;
    while (const auto bytes = m_ring.next(BlockRing::Hashing))
        hash.add(*bytes);
    m_digests.unpacked = hash.takeHex();
}

Result<std::optional<std::string_view>> LayerStream::next()
{
    const auto bytes = m_ring.next(BlockRing::Writing);
    if (!bytes && m_error)
        return failure(*m_error);
    return bytes;
}

LayerStream::Digests LayerStream::digests()
{
    finish();
    return m_digests;
}

} // namespace vitrine::unpack
