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

constexpr std::string_view kWhiteoutPrefix = ".wh.";
constexpr std::string_view kOpaqueMark = ".wh..wh..opq";

/// The last part of a name, and what stands before it.
std::pair<std::string_view, std::string_view> splitName(std::string_view name)
{
    while (name.ends_with('/'))
        name.remove_suffix(1);
    const auto slash = name.rfind('/');
    if (slash == std::string_view::npos)
        return { {}, name };
    return { name.substr(0, slash), name.substr(slash + 1) };
}

/// A folder cannot be a whiteout.
bool isBelowWhiteout(std::string_view directory)
{
    return directory.starts_with(kWhiteoutPrefix) || directory.find("/.wh.") != std::string_view::npos;
}

class Unpacker {
public:
    Unpacker(const TarTarget &target, Allowance &allowance, TarSource &source, archive *tar)
        : m_writer(target.directory, target.kind, target.owners)
        , m_kind(target.kind)
        , m_allowance(allowance)
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
            if (m_allowance.entries == 0)
                return failure(
                    ErrorCode::LimitExceeded,
                    fmt::format("unpacking the archive: it has more than {} entries", m_allowance.maxEntries));
            --m_allowance.entries;
            ++m_finished.entries;
            VITRINE_TRY(add(entry));
        }
        VITRINE_TRY(m_writer.finish());
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
        if (m_kind == TreeKind::Layer) {
            const auto [directory, last] = splitName(name);
            if (isBelowWhiteout(directory) || last.starts_with(kWhiteoutPrefix))
                return addMark(name, directory, last);
        }
        Attributes attributes;
        attributes.uid = static_cast<std::uint64_t>(::archive_entry_uid(entry));
        attributes.gid = static_cast<std::uint64_t>(::archive_entry_gid(entry));
        attributes.mode = ::archive_entry_perm(entry);
        attributes.mtime = { ::archive_entry_mtime(entry), ::archive_entry_mtime_nsec(entry) };
        if (const char *target = ::archive_entry_hardlink(entry))
            return m_writer.addHardLink(name, target);
        switch (::archive_entry_filetype(entry)) {
        case AE_IFDIR:
            return addDirectory(entry, name, attributes);
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

    /// What hides something of the layers below.
    Result<> addMark(std::string_view name, std::string_view directory, std::string_view last)
    {
        if (!isBelowWhiteout(directory)) {
            if (last == kOpaqueMark)
                return m_writer.makeOpaque(directory);
            const auto hidden = last.substr(kWhiteoutPrefix.size());
            const bool isName =
                !hidden.empty() && hidden != "." && hidden != ".." && !hidden.starts_with(kWhiteoutPrefix);
            if (isName)
                return m_writer.addWhiteout(fmt::format("{}/{}", directory, hidden));
        }
        return failure(ErrorCode::ImageUnsafe,
                       fmt::format("the entry \"{}\" hides nothing that could have this name", printable(name, 200)));
    }

    Result<> addDirectory(archive_entry *entry, const char *name, const Attributes &attributes)
    {
        VITRINE_TRY(m_writer.addDirectory(name, attributes));
        return forEachAttribute(entry, [&](const char *key, std::string_view value) {
            return m_writer.setDirectoryAttribute(name, key, value);
        });
    }

    Result<> addFile(archive_entry *entry, const char *name, const Attributes &attributes)
    {
        const auto size = static_cast<std::uint64_t>(std::max<la_int64_t>(0, ::archive_entry_size(entry)));
        if (size > m_allowance.maxBytes)
            return failure(m_allowance.whenFull,
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
        if (end != size && ::ftruncate(fd.get(), static_cast<off_t>(size)) != 0)
            return failErrno(errno, fmt::format("writing \"{}\"", printable(name, 200)), ErrorCode::ImageUnpackFailed);
        VITRINE_TRY(m_writer.finishFile(fd.get(), attributes));
        return addAttributes(entry, fd.get(), name);
    }

    Result<> write(int fd, std::string_view bytes, off_t offset, const char *name)
    {
        m_finished.bytes += bytes.size();
        if (bytes.size() > m_allowance.bytes)
            return failure(m_allowance.whenFull,
                           fmt::format("unpacking the archive: it has more than {} bytes", m_allowance.maxBytes));
        m_allowance.bytes -= bytes.size();
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

    template <typename Set> static Result<> forEachAttribute(archive_entry *entry, const Set &set)
    {
        ::archive_entry_xattr_reset(entry);
        const char *key = nullptr;
        const void *value = nullptr;
        std::size_t size = 0;
        while (::archive_entry_xattr_next(entry, &key, &value, &size) == ARCHIVE_OK) {
            if (key && keepsAttribute(key))
                VITRINE_TRY(set(key, std::string_view(static_cast<const char *>(value), size)));
        }
        return {};
    }

    /// After the owner: a change of owner takes capabilities away.
    static Result<> addAttributes(archive_entry *entry, int fd, const char *name)
    {
        return forEachAttribute(entry, [&](const char *key, std::string_view value) -> Result<> {
            // Not every file system has them; a file without them is still the file.
            if (::fsetxattr(fd, key, value.data(), value.size(), 0) != 0 && errno != ENOTSUP)
                return failErrno(errno, fmt::format("writing attributes of \"{}\"", printable(name, 200)),
                                 ErrorCode::ImageUnpackFailed);
            return {};
        });
    }

    TreeWriter m_writer;
    TreeKind m_kind;
    Allowance &m_allowance;
    TarSource &m_source;
    archive *m_tar;
    Finished m_finished;
};

} // namespace

bool ProgressClock::isDue()
{
    const auto now = std::chrono::steady_clock::now();
    if (now - m_last < kProgressEvery)
        return false;
    m_last = now;
    return true;
}

Result<Allowance> allowanceFor(int destination, const UnpackOptions &options)
{
    struct statvfs status = {};
    if (::fstatvfs(destination, &status) != 0)
        return failErrno(errno, "looking at the free space", ErrorCode::ImageUnpackFailed);
    const std::uint64_t available = std::uint64_t{ status.f_bavail } * status.f_frsize;
    const auto bytes = std::min(available, options.maxBytes);
    return Allowance{ options.maxEntries, bytes, options.maxEntries, bytes,
                      available < options.maxBytes ? ErrorCode::NoSpace : ErrorCode::LimitExceeded };
}

Result<Finished> unpackTar(LayerStream &stream, const TarTarget &target, Allowance &allowance,
                           const std::function<bool(std::uint64_t)> &tick)
{
    TarSource source(stream, allowance.bytes + allowance.entries * kHeaderBytesPerEntry, tick);
    VITRINE_TRY_ASSIGN(const auto tar, source.openTar());
    return Unpacker(target, allowance, source, tar.get()).run();
}

Result<Finished> unpackArchive(int file, int destination, Workers &workers, const UnpackOptions &options)
{
    struct stat status = {};
    if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
        return failure(ErrorCode::ImageUnpackFailed, "reading the archive: it is not a regular file");
    VITRINE_TRY_ASSIGN(auto allowance, allowanceFor(destination, options));
    const auto total = static_cast<std::uint64_t>(status.st_size);
    ProgressClock clock;
    LayerStream stream(workers, { file, 0, total });
    const auto tick = [&](std::uint64_t done) { return !clock.isDue() || options.progress({ done, total }); };
    VITRINE_TRY_ASSIGN(const auto finished,
                       unpackTar(stream, { destination, TreeKind::Root, options.owners }, allowance, tick));
    // All is read; what remains is the disk's time.
    options.progress({ total, total });
    // Whoever is told "done" must find it after a power loss.
    if (::syncfs(destination) != 0)
        return failErrno(errno, "writing the files to disk", ErrorCode::ImageUnpackFailed);
    return finished;
}

} // namespace vitrine::unpack
