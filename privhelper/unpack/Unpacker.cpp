// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/Unpacker.h"

#include "core/base/Text.h"
#include "core/base/Try.h"
#include "privhelper/unpack/TarSource.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>

namespace vitrine::unpack {

namespace {

constexpr auto kProgressEvery = std::chrono::milliseconds(100);
constexpr std::uint64_t kHeaderBytesPerEntry =
    8 * 1024; // headers and padding that a stream may have beside its content

struct Space {
    std::uint64_t bytes;
    ErrorCode whenFull;
};

Result<Space> availableSpace(int destination, std::uint64_t maxBytes)
{
    struct statvfs status = {};
    if (::fstatvfs(destination, &status) != 0)
        return failErrno(errno, "looking at the free space", ErrorCode::ImageUnpackFailed);
    const std::uint64_t available = std::uint64_t{ status.f_bavail } * status.f_frsize;
    if (available < maxBytes)
        return Space{ available, ErrorCode::NoSpace };
    return Space{ maxBytes, ErrorCode::LimitExceeded };
}

class Unpacker {
public:
    Unpacker(int destination, const UnpackOptions &options, Space space, TarSource &source, archive *tar)
        : m_writer(destination, options.owners)
        , m_options(options)
        , m_space(space)
        , m_source(source)
        , m_tar(tar)
    {
    }

    Result<Finished> run()
    {
        while (true) {
            archive_entry *entry = nullptr;
            const int result = ::archive_read_next_header(m_tar, &entry);
            if (result == ARCHIVE_EOF)
                break;
            if (result != ARCHIVE_OK && result != ARCHIVE_WARN)
                return readError();
            if (++m_finished.entries > m_options.maxEntries)
                return failure(ErrorCode::LimitExceeded,
                               fmt::format("unpacking the archive: it has more than {} entries", m_options.maxEntries));
            VITRINE_TRY(add(entry));
        }
        VITRINE_TRY(m_source.drain());
        return m_finished;
    }

private:
    tl::unexpected<Error> readError() const
    {
        if (m_source.error())
            return failure(*m_source.error());
        const char *text = ::archive_error_string(m_tar);
        return failure(ErrorCode::ImageCorrupt,
                       fmt::format("reading the archive: {}", text ? printable(text, 200) : "it is damaged"));
    }

    Result<> add(archive_entry *entry)
    {
        const char *name = ::archive_entry_pathname(entry);
        if (!name)
            return failure(ErrorCode::ImageUnsafe, "unpacking the archive: an entry has a name that is no valid text");
        Attributes attributes;
        attributes.uid = static_cast<std::uint64_t>(::archive_entry_uid(entry));
        attributes.gid = static_cast<std::uint64_t>(::archive_entry_gid(entry));
        attributes.mode = ::archive_entry_perm(entry);
        attributes.mtimeSeconds = ::archive_entry_mtime(entry);
        if (const char *target = ::archive_entry_hardlink(entry))
            return m_writer.addHardLink(name, target);
        switch (::archive_entry_filetype(entry)) {
        case AE_IFDIR:
            return m_writer.addDirectory(name, attributes);
        case AE_IFREG:
            return addFile(entry, name, attributes);
        case AE_IFLNK: {
            const char *target = ::archive_entry_symlink(entry);
            return m_writer.addSymlink(name, target ? target : "", attributes);
        }
        default:
            return {}; // device nodes, pipes and sockets
        }
    }

    Result<> addFile(archive_entry *entry, const char *name, const Attributes &attributes)
    {
        const auto size = static_cast<std::uint64_t>(std::max<la_int64_t>(0, ::archive_entry_size(entry)));
        if (size > m_options.maxBytes)
            return failure(ErrorCode::LimitExceeded,
                           fmt::format("unpacking \"{}\": it has {} bytes", printable(name, 200), size));
        VITRINE_TRY_ASSIGN(const auto fd, m_writer.addFile(name));
        std::uint64_t end = 0;
        while (true) {
            const void *block = nullptr;
            std::size_t length = 0;
            la_int64_t offset = 0;
            const int result = ::archive_read_data_block(m_tar, &block, &length, &offset);
            if (result == ARCHIVE_EOF)
                break;
            if (result != ARCHIVE_OK)
                return readError();
            // A sparse map that goes back or beyond is a lie.
            const auto at = static_cast<std::uint64_t>(offset);
            if (offset < 0 || at < end || at > size || length > size - at)
                return failure(ErrorCode::ImageCorrupt,
                               fmt::format("unpacking \"{}\": its parts overlap", printable(name, 200)));
            VITRINE_TRY(write(fd.get(), { static_cast<const char *>(block), length }, offset, name));
            end = at + length;
        }
        VITRINE_TRY(m_writer.finishFile(fd.get(), size, attributes));
        return addAttributes(entry, fd.get(), name);
    }

    Result<> write(int fd, std::string_view bytes, off_t offset, const char *name)
    {
        m_finished.bytes += bytes.size();
        if (m_finished.bytes > m_space.bytes)
            return failure(m_space.whenFull,
                           fmt::format("unpacking the archive: it has more than {} bytes", m_space.bytes));
        while (!bytes.empty()) {
            const ssize_t count = ::pwrite(fd, bytes.data(), bytes.size(), offset);
            if (count < 0 && errno == EINTR)
                continue;
            if (count < 0)
                return failErrno(errno, fmt::format("writing \"{}\"", printable(name, 200)),
                                 ErrorCode::ImageUnpackFailed);
            bytes.remove_prefix(static_cast<std::size_t>(count));
            offset += count;
        }
        return {};
    }

    /// After the owner: a change of owner takes capabilities away.
    static Result<> addAttributes(archive_entry *entry, int fd, const char *name)
    {
        ::archive_entry_xattr_reset(entry);
        const char *key = nullptr;
        const void *value = nullptr;
        std::size_t size = 0;
        while (::archive_entry_xattr_next(entry, &key, &value, &size) == ARCHIVE_OK) {
            if (!key || !keepsAttribute(key))
                continue;
            // Not every file system has them; a file without them is still the file.
            if (::fsetxattr(fd, key, value, size, 0) != 0 && errno != ENOTSUP)
                return failErrno(errno, fmt::format("writing attributes of \"{}\"", printable(name, 200)),
                                 ErrorCode::ImageUnpackFailed);
        }
        return {};
    }

    TreeWriter m_writer;
    const UnpackOptions &m_options;
    Space m_space;
    TarSource &m_source;
    archive *m_tar;
    Finished m_finished;
};

} // namespace

Result<Finished> unpackArchive(int file, int destination, const UnpackOptions &options)
{
    struct stat status = {};
    if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
        return failure(ErrorCode::ImageUnpackFailed, "reading the archive: it is not a regular file");
    VITRINE_TRY_ASSIGN(const auto space, availableSpace(destination, options.maxBytes));
    const auto total = static_cast<std::uint64_t>(status.st_size);
    auto last = std::chrono::steady_clock::now();
    const auto tick = [&](std::uint64_t done) {
        const auto now = std::chrono::steady_clock::now();
        if (now - last < kProgressEvery)
            return true;
        last = now;
        return options.progress({ std::min(done, total), total });
    };
    TarSource source(file, options.maxBytes + options.maxEntries * kHeaderBytesPerEntry, tick);
    VITRINE_TRY(source.open());
    VITRINE_TRY_ASSIGN(const auto tar, source.openTar());
    VITRINE_TRY_ASSIGN(const auto finished, Unpacker(destination, options, space, source, tar.get()).run());
    // All is read; what remains is the disk's time.
    options.progress({ total, total });
    // Whoever is told "done" must find it after a power loss.
    if (::syncfs(destination) != 0)
        return failErrno(errno, "writing the files to disk", ErrorCode::ImageUnpackFailed);
    return finished;
}

} // namespace vitrine::unpack
