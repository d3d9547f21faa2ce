// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/ArchiveWriter.h"

#include "core/base/Text.h"

#include <fmt/format.h>

#include <iterator>

namespace vitrine::unpack {

bool ArchiveWriter::open()
{
    return ::archive_write_open(handle(), this, nullptr, write, nullptr) == ARCHIVE_OK;
}

bool ArchiveWriter::add(std::string_view bytes)
{
    return ::archive_write_data(handle(), bytes.data(), bytes.size()) == std::ssize(bytes);
}

bool ArchiveWriter::close()
{
    return ::archive_write_close(handle()) == ARCHIVE_OK;
}

Error ArchiveWriter::error(std::string_view doing) const
{
    if (m_error)
        return *m_error;
    const char *text = ::archive_error_string(handle());
    return { ErrorCode::ImageUnpackFailed, 0, fmt::format("{}: {}", doing, text ? printable(text, 200) : "it failed") };
}

std::ptrdiff_t ArchiveWriter::write(archive *handle, void *self, const void *bytes, std::size_t size)
{
    auto &me = *static_cast<ArchiveWriter *>(self);
    const auto written = me.m_sink({ static_cast<const char *>(bytes), size });
    if (written)
        return static_cast<std::ptrdiff_t>(size);
    me.m_error = written.error();
    ::archive_set_error(handle, me.m_error->sysErrno, "write failed");
    return -1;
}

} // namespace vitrine::unpack
