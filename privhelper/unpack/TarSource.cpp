// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/TarSource.h"

#include "core/base/Text.h"

#include <archive.h>
#include <fmt/format.h>

#include <cerrno>
#include <utility>

namespace vitrine::unpack {

static_assert(std::is_same_v<la_ssize_t, std::ptrdiff_t>);

void FreeArchive::operator()(archive *handle) const
{
    ::archive_read_free(handle);
}

TarSource::TarSource(LayerStream &stream, std::uint64_t maxBytes, std::function<bool(std::uint64_t)> tick)
    : m_stream(stream)
    , m_maxBytes(maxBytes)
    , m_tick(std::move(tick))
{
}

std::optional<std::string_view> TarSource::nextBlock()
{
    const auto bytes = m_stream.next();
    if (!bytes)
        m_error = bytes.error();
    if (!bytes || !*bytes)
        return std::nullopt;
    m_bytes += (*bytes)->size();
    if (m_bytes > m_maxBytes)
        m_error = Error{ ErrorCode::LimitExceeded, 0,
                         fmt::format("unpacking the archive: it has more than {} bytes", m_maxBytes) };
    else if (auto checked = m_check.feed(**bytes); !checked)
        m_error = std::move(checked).error();
    else if (!m_tick(m_stream.bytesRead()))
        m_error = Error{ ErrorCode::Cancelled, 0, "unpacking the archive: it was cancelled" };
    return m_error ? std::nullopt : *bytes;
}

std::ptrdiff_t TarSource::readBlock(archive *handle, void *self, const void **buffer)
{
    auto &source = *static_cast<TarSource *>(self);
    const auto block = source.nextBlock();
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
    if (::archive_read_open(tar.get(), this, nullptr, readBlock, nullptr) != ARCHIVE_OK) {
        const char *text = ::archive_error_string(tar.get());
        return failure(m_error.value_or(
            Error{ ErrorCode::ImageCorrupt, 0,
                   fmt::format("reading the archive: {}", text ? printable(text, 200) : "it is damaged") }));
    }
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
