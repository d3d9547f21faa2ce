// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "gui/files/Copier.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include <cerrno>
#include <functional>
#include <memory>
#include <set>

namespace vitrine::gui {

using ipc::FilesRoot;

namespace {

constexpr std::size_t kBlock = 256 * 1024;

struct FreeReader {
    void operator()(archive *reader) const { ::archive_read_free(reader); }
};

class TarIn : Copier {
public:
    TarIn(FilesLink &link, std::string to)
        : Copier(link, m_silent)
        , m_to(std::move(to))
        , m_tar(::archive_read_new())
    {
    }

    Result<CopyResult> copy(int input)
    {
        const auto folder = m_link.stat(FilesRoot::Merged, m_to, true);
        if (!folder || !S_ISDIR(folder->mode))
            return failure((folder ? Error::fromErrno(ENOTDIR, "Unpacking") : folder.error()).wrap(printable(m_to)));
        archive *tar = m_tar.get();
        ::archive_read_support_filter_gzip(tar);
        ::archive_read_support_filter_zstd(tar);
        ::archive_read_support_filter_xz(tar);
        ::archive_read_support_format_tar(tar);
        // Names are bytes.
        ::archive_read_set_options(tar, "hdrcharset=BINARY");
        if (::archive_read_open_fd(tar, input, kBlock) != ARCHIVE_OK)
            return broken();
        for (;;) {
            archive_entry *entry = nullptr;
            const int read = ::archive_read_next_header(tar, &entry);
            if (read == ARCHIVE_EOF)
                return std::move(m_result);
            if (read != ARCHIVE_OK && read != ARCHIVE_WARN)
                return broken();
            VITRINE_TRY(add(entry));
        }
    }

private:
    [[nodiscard]] tl::unexpected<Error> broken() const
    {
        const char *why = ::archive_error_string(m_tar.get());
        return failure(ErrorCode::ImageCorrupt,
                       fmt::format("Reading the archive: {}", why != nullptr ? why : "it is none"));
    }

    /// Below the folder; "" is the folder itself.
    Result<std::string> placeOf(const char *name) const
    {
        std::string place;
        for (const std::string_view part : split(name != nullptr ? name : "", '/')) {
            if (part.empty() || part == ".")
                continue;
            if (part == "..")
                return failure(ErrorCode::ImageUnsafe,
                               fmt::format("The archive's entry {} leads out of the folder", printable(name)));
            place += (place.empty() ? "" : "/") + std::string(part);
        }
        return place;
    }

    Result<> add(archive_entry *entry)
    {
        VITRINE_TRY_ASSIGN(const std::string place, placeOf(::archive_entry_pathname(entry)));
        if (place.empty())
            return {};
        VITRINE_TRY(makeFoldersAbove(place));
        const std::string inside = joinPath(m_to, place);
        const std::uint32_t mode = ::archive_entry_mode(entry);
        if (const char *target = ::archive_entry_hardlink(entry)) {
            VITRINE_TRY_ASSIGN(const std::string other, placeOf(target));
            auto source = m_link.openForReading(FilesRoot::Merged, joinPath(m_to, other), false);
            if (!source)
                return failure(source.error().wrap(printable(other)));
            return addFile(inside, entry, [&](int file) { return copyContent(source->get(), file); });
        }
        if (S_ISREG(mode))
            return addFile(inside, entry, [&](int file) { return unpackContent(file, entry); });
        if (S_ISLNK(mode)) {
            const char *target = ::archive_entry_symlink(entry);
            return putLink(inside, target != nullptr ? target : "");
        }
        if (S_ISDIR(mode))
            return addFolder(inside, mode & kModeBits);
        skip(inside);
        return {};
    }

    Result<> addFolder(const std::string &inside, std::uint32_t mode)
    {
        auto made = m_link.makeDirectory(inside, mode);
        if (!made && made.error().code != ErrorCode::NameInUse)
            return failure(made.error().wrap(printable(inside)));
        m_folders.insert(inside);
        count();
        return {};
    }

    /// An archive need not name them.
    Result<> makeFoldersAbove(const std::string &place)
    {
        for (auto slash = place.find('/'); slash != std::string::npos; slash = place.find('/', slash + 1)) {
            const std::string folder = joinPath(m_to, place.substr(0, slash));
            if (!m_folders.insert(folder).second)
                continue;
            auto made = m_link.makeDirectory(folder, 0755);
            if (!made && made.error().code != ErrorCode::NameInUse)
                return failure(made.error().wrap(printable(folder)));
        }
        return {};
    }

    Result<> addFile(const std::string &inside, archive_entry *entry, const std::function<Result<>(int file)> &fill)
    {
        return putFile(inside, ::archive_entry_mode(entry),
                       ::archive_entry_mtime(entry) * kNanoseconds + ::archive_entry_mtime_nsec(entry), fill);
    }

    /// Holes stay holes.
    Result<> unpackContent(int file, archive_entry *entry)
    {
        for (;;) {
            const void *data = nullptr;
            std::size_t size = 0;
            la_int64_t offset = 0;
            const int read = ::archive_read_data_block(m_tar.get(), &data, &size, &offset);
            if (read == ARCHIVE_EOF)
                break;
            if (read != ARCHIVE_OK)
                return broken();
            for (std::size_t done = 0; done < size;) {
                const ssize_t written = ::pwrite(file, static_cast<const char *>(data) + done, size - done,
                                                 offset + static_cast<off_t>(done));
                if (written < 0)
                    return failErrno(errno, "Writing it");
                done += static_cast<std::size_t>(written);
            }
            m_result.bytes += size;
        }
        if (::ftruncate(file, ::archive_entry_size(entry)) < 0)
            return failErrno(errno, "Writing it");
        return {};
    }

    const CopyProgress m_silent;
    const std::string m_to;
    const std::unique_ptr<archive, FreeReader> m_tar;
    std::set<std::string> m_folders; ///< that are there
};

} // namespace

Result<CopyResult> copyInFromTar(FilesLink &link, int input, const std::string &to)
{
    return TarIn(link, to).copy(input);
}

} // namespace vitrine::gui
