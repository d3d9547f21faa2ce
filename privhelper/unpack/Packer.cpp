// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/Packer.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/base/UniqueFd.h"
#include "privhelper/unpack/MergedDirectory.h"
#include "privhelper/unpack/TreeReader.h"
#include "privhelper/unpack/TreeWriter.h"
#include "privhelper/unpack/Unpacker.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace vitrine::unpack {

namespace {

constexpr std::size_t kReadBytes = 256 * 1024;
constexpr std::size_t kMaxPath = 4095;

struct FreeEntry {
    void operator()(archive_entry *entry) const { ::archive_entry_free(entry); }
};
using EntryPtr = std::unique_ptr<archive_entry, FreeEntry>;

class Packer {
public:
    Packer(const std::vector<int> &roots, const TarSink &sink, PackKind kind, const PackProgress &progress)
        : m_roots(roots)
        , m_kind(kind)
        , m_progress(progress)
        , m_tar(sink)
        , m_buffer(new char[kReadBytes])
    {
    }

    Result<Finished> run()
    {
        archive *tar = m_tar.handle();
        ::archive_write_set_format_pax_restricted(tar);
        // Only the form that other readers of images know.
        ::archive_write_set_options(tar, "pax:xattrheader=SCHILY");
        ::archive_write_set_bytes_per_block(tar, static_cast<int>(kReadBytes));
        ::archive_write_set_bytes_in_last_block(tar, 1);
        if (!m_tar.open())
            return failure(tarError("the archive"));
        TreeNumbers all(m_roots.size());
        std::iota(all.begin(), all.end(), 0);
        VITRINE_TRY(addDirectory({}, all));
        if (!m_tar.close())
            return failure(tarError("the archive"));
        return m_finished;
    }

private:
    [[nodiscard]] Error tarError(std::string_view name) const
    {
        return m_tar.error(fmt::format("packing {}", printable(name, 200)));
    }

    /// The directory itself, then its files, then the directories in it, each whole.
    Result<> addDirectory(const std::string &path, const TreeNumbers &parts)
    {
        VITRINE_TRY(checkLength(path));
        std::vector<std::pair<std::string, TreeNumbers>> directories;
        VITRINE_TRY(addShallow(path, parts, directories));
        for (const auto &[name, parted] : directories)
            VITRINE_TRY(addDirectory(joined(path, name), parted));
        return {};
    }

    /// All of it but the `directories`, which are for later: when this returns, it holds no descriptor any more.
    Result<> addShallow(const std::string &path, const TreeNumbers &parts,
                        std::vector<std::pair<std::string, TreeNumbers>> &directories)
    {
        VITRINE_TRY_ASSIGN(const auto directory, MergedDirectory::open(m_roots, parts, path));
        if (!directory)
            return {}; // gone since its parent was read
        VITRINE_TRY(refuseRedirection(directory->attributes(), path));
        const auto entry = makeEntry(path.empty() ? "./" : path + '/', directory->top().status());
        addAttributes(entry.get(), directory->attributes());
        VITRINE_TRY(putHeader(entry.get(), path));
        if (m_kind == PackKind::Layer && isOpaque(directory->attributes()))
            VITRINE_TRY(addMark(joined(path, ".wh..wh..opq")));
        VITRINE_TRY_ASSIGN(const auto entries, directory->entries(shown()));
        for (const auto &[name, merged] : entries) {
            if (S_ISDIR(merged.status.st_mode))
                directories.emplace_back(name, merged.parts);
            else
                VITRINE_TRY(addOther(directory->reader(merged.tree), name, joined(path, name), merged.status));
        }
        return {};
    }

    [[nodiscard]] Whiteouts shown() const { return m_kind == PackKind::Merged ? Whiteouts::Applied : Whiteouts::Shown; }

    /// The kernel opens no longer one, and neither would whoever unpacks it.
    static Result<> checkLength(std::string_view path)
    {
        if (path.size() <= kMaxPath)
            return {};
        return failure(ErrorCode::LimitExceeded,
                       fmt::format("packing the files: folders are nested so deep that a path has more than {} bytes, "
                                   "in \"{}\"",
                                   kMaxPath, printable(path.substr(0, path.find('/')), 200)));
    }

    Result<> addOther(const TreeReader &directory, const std::string &name, const std::string &path,
                      const struct stat &status)
    {
        if (isWhiteout(status) && m_kind == PackKind::Layer)
            return addMark(path.substr(0, path.size() - name.size()) + ".wh." + name);
        if (!S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode))
            return {};
        if (m_kind != PackKind::Plain && name.starts_with(".wh."))
            return failure(
                ErrorCode::Unsupported,
                fmt::format("the file \"{}\" has a name that means something else in a layer", printable(path, 200)));
        const std::pair identity{ status.st_dev, status.st_ino };
        if (status.st_nlink > 1) {
            const auto first = m_linked.find(identity);
            if (first != m_linked.end())
                return addHardLink(path, first->second, status);
        }
        VITRINE_TRY_ASSIGN(const bool isThere,
                           S_ISLNK(status.st_mode) ? addSymlink(directory, name, path, status)
                                                   : addFile(directory, name, path));
        if (isThere && status.st_nlink > 1)
            m_linked.emplace(identity, path);
        return {};
    }

    /// False when it is gone, or something else now.
    Result<bool> addFile(const TreeReader &directory, const std::string &name, const std::string &path)
    {
        struct stat status = {};
        const auto file = directory.openFile(name, status);
        if (!file)
            return false;
        VITRINE_TRY_ASSIGN(const auto attributes, readAttributes(file.get(), path));
        VITRINE_TRY(refuseRedirection(attributes, path));
        const auto entry = makeEntry(path, status);
        addAttributes(entry.get(), attributes);
        const auto size = static_cast<std::uint64_t>(status.st_size);
        const auto parts = dataParts(file.get(), size);
        const bool hasHoles = parts.size() != 1 || parts.front().length != size;
        if (hasHoles && size != 0) {
            for (const auto &part : parts)
                ::archive_entry_sparse_add_entry(entry.get(), static_cast<la_int64_t>(part.offset),
                                                 static_cast<la_int64_t>(part.length));
            if (parts.empty())
                ::archive_entry_sparse_add_entry(entry.get(), static_cast<la_int64_t>(size), 0);
        }
        VITRINE_TRY(putHeader(entry.get(), path));
        std::uint64_t offset = 0;
        for (const auto &part : parts) {
            VITRINE_TRY(putZeros(part.offset - offset, path));
            VITRINE_TRY(putContent(file.get(), part, path));
            offset = part.offset + part.length;
        }
        VITRINE_TRY(putZeros(size - offset, path));
        return true;
    }

    Result<bool> addSymlink(const TreeReader &directory, const std::string &name, const std::string &path,
                            const struct stat &status)
    {
        const auto target = directory.linkTarget(name);
        if (!target)
            return false;
        const auto entry = makeEntry(path, status);
        ::archive_entry_set_size(entry.get(), 0);
        ::archive_entry_copy_symlink(entry.get(), target->c_str());
        VITRINE_TRY(putHeader(entry.get(), path));
        return true;
    }

    Result<> addHardLink(const std::string &path, const std::string &target, const struct stat &status)
    {
        const auto entry = makeEntry(path, status);
        ::archive_entry_set_size(entry.get(), 0);
        ::archive_entry_copy_hardlink(entry.get(), target.c_str());
        return putHeader(entry.get(), path);
    }

    Result<> addMark(const std::string &path)
    {
        struct stat status = {};
        status.st_mode = S_IFREG | 0644;
        return putHeader(makeEntry(path, status).get(), path);
    }

    static std::string joined(const std::string &path, std::string_view name)
    {
        return path.empty() ? std::string(name) : fmt::format("{}/{}", path, name);
    }

    /// The ids of stored files lie apart from those of a container (kStoredIds).
    static std::uint32_t idOf(std::uint32_t id)
    {
        return id >= kStoredIds && id - kStoredIds < kRangeSize ? id - kStoredIds : id;
    }

    static EntryPtr makeEntry(const std::string &path, const struct stat &status)
    {
        EntryPtr entry(::archive_entry_new());
        ::archive_entry_copy_pathname(entry.get(), path.c_str());
        ::archive_entry_set_mode(entry.get(), status.st_mode);
        ::archive_entry_set_uid(entry.get(), idOf(status.st_uid));
        ::archive_entry_set_gid(entry.get(), idOf(status.st_gid));
        ::archive_entry_set_size(entry.get(), S_ISREG(status.st_mode) ? status.st_size : 0);
        ::archive_entry_set_mtime(entry.get(), status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
        return entry;
    }

    static void addAttributes(archive_entry *entry, const AttributeMap &attributes)
    {
        for (const auto &[key, value] : attributes) {
            if (keepsAttribute(key))
                ::archive_entry_xattr_add_entry(entry, key.c_str(), value.data(), value.size());
        }
    }

    /// A layer that says "what is here lies elsewhere below" cannot be told without what is below.
    Result<> refuseRedirection(const AttributeMap &attributes, std::string_view path) const
    {
        const bool isRedirected =
            attributes.count("user.overlay.redirect") != 0 || attributes.count("user.overlay.metacopy") != 0;
        if (m_kind == PackKind::Plain || !isRedirected)
            return {};
        return failure(ErrorCode::Unsupported,
                       fmt::format("packing \"{}\": it depends on the layers below", printable(path, 200)));
    }

    Result<> putHeader(archive_entry *entry, std::string_view path)
    {
        VITRINE_TRY(checkLength(path));
        // A warning is about a name that is no UTF-8, which it writes as it is.
        const int result = ::archive_write_header(m_tar.handle(), entry);
        if (result != ARCHIVE_OK && result != ARCHIVE_WARN)
            return failure(tarError(path));
        ++m_finished.entries;
        return {};
    }

    Result<> put(std::string_view bytes, std::string_view path)
    {
        if (!m_tar.add(bytes))
            return failure(tarError(path));
        if (m_clock.isDue() && !m_progress({ m_finished.bytes, 0 }))
            return failure(ErrorCode::Cancelled, "packing the files: it was cancelled");
        return {};
    }

    Result<> putZeros(std::uint64_t count, std::string_view path)
    {
        static constexpr std::array<char, 64 * 1024> kZeros{};
        for (; count > 0; count -= std::min<std::uint64_t>(count, kZeros.size()))
            VITRINE_TRY(put({ kZeros.data(), std::min<std::uint64_t>(count, kZeros.size()) }, path));
        return {};
    }

    Result<> putContent(int file, const DataPart &part, std::string_view path)
    {
        std::uint64_t done = 0;
        while (done < part.length) {
            const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(part.length - done, kReadBytes));
            const ssize_t count = ::pread(file, m_buffer.get(), wanted, static_cast<off_t>(part.offset + done));
            if (count < 0 && errno == EINTR)
                continue;
            if (count < 0)
                return failErrno(errno, fmt::format("reading \"{}\"", printable(path, 200)),
                                 ErrorCode::ImageUnpackFailed);
            if (count == 0)
                return putZeros(part.length - done, path); // it became shorter
            m_finished.bytes += static_cast<std::uint64_t>(count);
            VITRINE_TRY(put({ m_buffer.get(), static_cast<std::size_t>(count) }, path));
            done += static_cast<std::uint64_t>(count);
        }
        return {};
    }

    const std::vector<int> &m_roots;
    PackKind m_kind;
    const PackProgress &m_progress;
    ArchiveWriter m_tar;
    std::unique_ptr<char[]> m_buffer;
    std::map<std::pair<dev_t, ino_t>, std::string> m_linked; ///< the first name of what has several
    ProgressClock m_clock;
    Finished m_finished;
};

} // namespace

Result<Finished> packTrees(const std::vector<int> &trees, const TarSink &sink, PackKind kind,
                           const PackProgress &progress)
{
    return Packer(trees, sink, kind, progress).run();
}

Result<Finished> packTree(int directory, int output, PackKind kind, const PackProgress &progress)
{
    // The helper does not ask, as the server of the file's file system may not answer.
    struct stat status = {};
    if (::fstat(output, &status) != 0 || !S_ISREG(status.st_mode))
        return failure(ErrorCode::ImageUnpackFailed, "writing the archive: it is not a regular file");
    return packTrees({ directory }, fileSink(output), kind, progress);
}

TarSink fileSink(int output)
{
    return [output](std::string_view bytes) -> Result<> {
        if (auto written = writeAll(output, bytes); !written)
            return failErrno(written.error().sysErrno, "writing the archive", ErrorCode::ImageUnpackFailed);
        return {};
    };
}

} // namespace vitrine::unpack
