// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/TarSource.h"

#include "core/base/Text.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <unistd.h>

#include <cerrno>
#include <utility>

namespace vitrine::unpack {

static_assert(std::is_same_v<la_ssize_t, std::ptrdiff_t>);

namespace {

Error corrupt(archive *handle)
{
    const char *text = ::archive_error_string(handle);
    return { ErrorCode::ImageCorrupt, 0,
             fmt::format("reading the archive: {}", text ? printable(text, 200) : "it is damaged") };
}

} // namespace

void FreeArchive::operator()(archive *handle) const
{
    ::archive_read_free(handle);
}

TarSource::TarSource(int file, std::uint64_t maxBytes, std::function<bool(std::uint64_t)> tick)
    : m_file(file)
    , m_maxBytes(maxBytes)
    , m_tick(std::move(tick))
    , m_raw(::archive_read_new())
{
}

std::ptrdiff_t TarSource::readFile(archive *handle, void *self, const void **buffer)
{
    auto &source = *static_cast<TarSource *>(self);
    ssize_t count = -1;
    do {
        // pread: the file's offset is shared with whoever else has it open.
        count =
            ::pread(source.m_file, source.m_buffer.data(), source.m_buffer.size(), static_cast<off_t>(source.m_offset));
    } while (count < 0 && errno == EINTR);
    if (count < 0) {
        source.m_error = Error::fromErrno(errno, "reading the archive", ErrorCode::ImageUnpackFailed);
        ::archive_set_error(handle, source.m_error->sysErrno, "read failed");
        return -1;
    }
    source.m_offset += static_cast<std::uint64_t>(count);
    *buffer = source.m_buffer.data();
    return count;
}

Result<> TarSource::open()
{
    archive *raw = m_raw.get();
    ::archive_read_support_format_raw(raw);
    ::archive_read_support_filter_gzip(raw);
    ::archive_read_support_filter_zstd(raw);
    ::archive_read_support_filter_xz(raw);
    if (::archive_read_open(raw, this, nullptr, readFile, nullptr) != ARCHIVE_OK)
        return failure(m_error.value_or(corrupt(raw)));
    archive_entry *entry = nullptr;
    const int result = ::archive_read_next_header(raw, &entry);
    if (result == ARCHIVE_EOF)
        return failure(ErrorCode::ImageCorrupt, "reading the archive: it is empty");
    if (result != ARCHIVE_OK)
        return failure(m_error.value_or(corrupt(raw)));
    return {};
}

std::optional<std::string_view> TarSource::nextBlock()
{
    const void *block = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    const int result = ::archive_read_data_block(m_raw.get(), &block, &size, &offset);
    if (result == ARCHIVE_EOF)
        return std::nullopt;
    // A warning of a decompressor means bytes that it could not vouch for.
    if (result != ARCHIVE_OK) {
        if (!m_error)
            m_error = corrupt(m_raw.get());
        return std::nullopt;
    }
    m_bytes += size;
    const std::string_view bytes(static_cast<const char *>(block), size);
    if (m_bytes > m_maxBytes)
        m_error = Error{ ErrorCode::LimitExceeded, 0,
                         fmt::format("unpacking the archive: it has more than {} bytes", m_maxBytes) };
    else if (auto checked = m_check.feed(bytes); !checked)
        m_error = std::move(checked).error();
    else if (!m_tick(m_offset))
        m_error = Error{ ErrorCode::Cancelled, 0, "unpacking the archive: it was cancelled" };
    return m_error ? std::nullopt : std::optional(bytes);
}

std::ptrdiff_t TarSource::readBlock(archive *handle, void *self, const void **buffer)
{
    auto &source = *static_cast<TarSource *>(self);
    // A size of 0 would mean the end.
    auto block = source.nextBlock();
    while (block && block->empty())
        block = source.nextBlock();
    if (source.m_error) {
        ::archive_set_error(handle, EIO, "%s", source.m_error->what.c_str());
        return -1;
    }
    *buffer = block ? block->data() : nullptr;
    return block ? std::ssize(*block) : 0;
}

Result<ArchivePtr> TarSource::openTar()
{
    ArchivePtr tar(::archive_read_new());
    ::archive_read_support_format_tar(tar.get());
    if (::archive_read_open(tar.get(), this, nullptr, readBlock, nullptr) != ARCHIVE_OK)
        return failure(m_error.value_or(corrupt(tar.get())));
    return tar;
}

Result<> TarSource::drain()
{
    while (nextBlock()) { }
    if (m_error)
        return failure(*m_error);
    return m_check.finish();
}

} // namespace vitrine::unpack
