// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <archive.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace vitrine::unpack {

/// Where the bytes of an archive go.
using TarSink = std::function<Result<>(std::string_view)>;

/// libarchive's writer, whose bytes go into a sink. The form of what it writes is set by its handle before open().
class ArchiveWriter {
public:
    explicit ArchiveWriter(TarSink sink)
        : m_sink(std::move(sink))
        , m_handle(::archive_write_new())
    {
    }
    ArchiveWriter(const ArchiveWriter &) = delete;
    ArchiveWriter &operator=(const ArchiveWriter &) = delete;

    [[nodiscard]] archive *handle() const { return m_handle.get(); }
    // Each is false when it fails: error() says why.
    [[nodiscard]] bool open();
    /// Of the entry whose header has been written.
    [[nodiscard]] bool add(std::string_view bytes);
    [[nodiscard]] bool close();
    /// The sink's own error, or libarchive's opinion while `doing` it.
    [[nodiscard]] Error error(std::string_view doing) const;

private:
    static std::ptrdiff_t write(archive *handle, void *self, const void *bytes, std::size_t size);

    struct FreeWriter {
        void operator()(archive *handle) const { ::archive_write_free(handle); }
    };
    TarSink m_sink;
    std::unique_ptr<archive, FreeWriter> m_handle;
    std::optional<Error> m_error; ///< of the sink
};

} // namespace vitrine::unpack
