// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "gui/files/Copier.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

namespace vitrine::gui {

using ipc::FileEntry;
using ipc::FilesRoot;

namespace {

struct FreeEntry {
    void operator()(archive_entry *entry) const { ::archive_entry_free(entry); }
};
struct FreeWriter {
    void operator()(archive *writer) const { ::archive_write_free(writer); }
};

class TarOut : Copier {
public:
    explicit TarOut(FilesLink &link)
        : Copier(link, m_silent)
        , m_tar(::archive_write_new())
    {
    }

    Result<CopyResult> copy(const std::string &from, int output)
    {
        auto source = m_link.stat(FilesRoot::Merged, from, true);
        if (!source)
            return failure(source.error().wrap(printable(from)));
        if (::archive_write_set_format_pax_restricted(m_tar.get()) != ARCHIVE_OK
            || ::archive_write_set_options(m_tar.get(), "hdrcharset=BINARY") != ARCHIVE_OK
            || ::archive_write_open_fd(m_tar.get(), output) != ARCHIVE_OK)
            return broken();
        const std::string name = meansContent(from) ? std::string() : splitPath(withoutLastSlash(from)).second;
        VITRINE_TRY(add(*source, from, name.empty() ? "." : name, true));
        while (!m_frames.empty())
            VITRINE_TRY(step());
        if (::archive_write_close(m_tar.get()) != ARCHIVE_OK)
            return broken();
        return std::move(m_result);
    }

private:
    struct Frame {
        std::string inside;
        std::string name; ///< in the tar
        std::vector<FileEntry> entries;
        std::size_t next = 0;
    };

    [[nodiscard]] tl::unexpected<Error> broken() const
    {
        const char *why = ::archive_error_string(m_tar.get());
        return failure(ErrorCode::System, fmt::format("Writing the archive: {}", why != nullptr ? why : "it failed"));
    }

    Result<> writeHeader(const FileEntry &about, const std::string &name, std::uint64_t size)
    {
        const std::unique_ptr<archive_entry, FreeEntry> header(::archive_entry_new());
        ::archive_entry_set_pathname(header.get(), name.c_str());
        ::archive_entry_set_mode(header.get(), about.mode);
        ::archive_entry_set_uid(header.get(), about.uid);
        ::archive_entry_set_gid(header.get(), about.gid);
        ::archive_entry_set_size(header.get(), static_cast<la_int64_t>(size));
        ::archive_entry_set_mtime(header.get(), about.mtimeNs / kNanoseconds, about.mtimeNs % kNanoseconds);
        if (S_ISLNK(about.mode))
            ::archive_entry_set_symlink(header.get(), about.link.c_str());
        if (::archive_write_header(m_tar.get(), header.get()) != ARCHIVE_OK)
            return broken();
        count();
        return {};
    }

    Result<> add(const FileEntry &entry, const std::string &inside, const std::string &name, bool follows)
    {
        if (S_ISREG(entry.mode))
            return addFile(entry, inside, name, follows);
        if (S_ISLNK(entry.mode))
            return writeHeader(entry, name, 0);
        if (!S_ISDIR(entry.mode)) {
            skip(inside);
            return {};
        }
        VITRINE_TRY(checkDepth(m_frames.size()));
        VITRINE_TRY_ASSIGN(auto entries, entriesOf(inside));
        if (!entries)
            return {};
        VITRINE_TRY(writeHeader(entry, name + '/', 0));
        m_frames.push_back({ inside, name, std::move(*entries), 0 });
        return {};
    }

    Result<> step()
    {
        Frame &frame = m_frames.back();
        if (frame.next == frame.entries.size()) {
            m_frames.pop_back();
            return {};
        }
        const FileEntry entry = std::move(frame.entries[frame.next++]);
        return add(entry, joinPath(frame.inside, entry.name), frame.name + '/' + entry.name, false);
    }

    Result<> addFile(const FileEntry &entry, const std::string &inside, const std::string &name, bool follows)
    {
        VITRINE_TRY_ASSIGN(const UniqueFd source, openSource(inside, follows));
        if (!source)
            return {};
        struct stat info { };
        if (::fstat(source.get(), &info) < 0)
            return failure(Error::fromErrno(errno, "Looking at it").wrap(printable(inside)));
        VITRINE_TRY(writeHeader(entry, name, static_cast<std::uint64_t>(info.st_size)));
        // As long as the header says, however the file grows or shrinks: what is missing becomes zeros.
        std::array<char, 256 * 1024> buffer{};
        for (auto left = static_cast<std::size_t>(info.st_size); left > 0;) {
            const ssize_t size = ::read(source.get(), buffer.data(), std::min(left, buffer.size()));
            if (size < 0)
                return failErrno(errno, fmt::format("Reading {}", printable(inside)));
            if (size == 0)
                break;
            if (m_link.isInterrupted())
                return failure(ErrorCode::Cancelled, "Copying was cancelled");
            if (::archive_write_data(m_tar.get(), buffer.data(), static_cast<std::size_t>(size)) != size)
                return broken();
            left -= static_cast<std::size_t>(size);
            m_result.bytes += static_cast<std::uint64_t>(size);
        }
        return {};
    }

    const CopyProgress m_silent;
    const std::unique_ptr<archive, FreeWriter> m_tar;
    std::vector<Frame> m_frames;
};

} // namespace

Result<CopyResult> copyOutAsTar(FilesLink &link, const std::string &from, int output)
{
    return TarOut(link).copy(from, output);
}

} // namespace vitrine::gui
