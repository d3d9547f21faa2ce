// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/files/Copier.h"

#include "core/base/Text.h"
#include "core/base/Try.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <utility>

namespace vitrine::gui {

using ipc::FileEntry;
using ipc::FilesRoot;

namespace {

constexpr int kFolder = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

class Out : Copier {
public:
    using Copier::Copier;

    Result<CopyResult> copy(const std::string &from, const std::string &to)
    {
        const bool content = meansContent(from);
        auto source = m_link.stat(FilesRoot::Merged, from, true);
        if (!source)
            return failure(source.error().wrap(printable(from)));
        VITRINE_TRY_ASSIGN(auto place, placeFor(*source, content ? "" : splitPath(from).second, to));
        if (!S_ISDIR(source->mode)) {
            source->name = place.second;
            if (!S_ISREG(source->mode))
                return failure(
                    ErrorCode::Unsupported,
                    fmt::format("{} is a device, a FIFO or a socket, and cannot be copied", printable(from)));
            VITRINE_TRY(copyFile(place.first.get(), from, *source, true));
            return std::move(m_result);
        }
        VITRINE_TRY(enter(std::move(place.first), place.second, from, *source));
        while (!m_frames.empty())
            VITRINE_TRY(step());
        return std::move(m_result);
    }

private:
    struct Frame {
        UniqueFd folder;
        std::string inside;
        std::vector<FileEntry> entries;
        std::size_t next = 0;
        FileEntry self; ///< whose permissions the folder gets when it is full
    };

    /// The folder it goes into and its name there; an empty name means the folder itself.
    static Result<std::pair<UniqueFd, std::string>> placeFor(const FileEntry &source, const std::string &name,
                                                             const std::string &to)
    {
        UniqueFd there(::open(to.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (there)
            return std::pair(std::move(there), name);
        const int why = errno;
        if (why == ENOTDIR && S_ISDIR(source.mode))
            return failErrno(ENOTDIR, fmt::format("Copying a folder to {}", printable(to)));
        if ((why != ENOENT && why != ENOTDIR) || (to.ends_with('/') && !S_ISDIR(source.mode)))
            return failErrno(why, fmt::format("Opening {}", printable(to)));
        const auto [parent, last] = splitPath(to);
        UniqueFd folder(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!folder)
            return failErrno(errno, fmt::format("Opening {}", printable(parent)));
        if (last.empty() || last == "." || last == "..")
            return failErrno(ENOENT, fmt::format("Opening {}", printable(to)));
        return std::pair(std::move(folder), last);
    }

    Result<> enter(UniqueFd parent, const std::string &name, const std::string &inside, const FileEntry &self)
    {
        VITRINE_TRY(checkDepth(m_frames.size()));
        UniqueFd folder = std::move(parent);
        if (!name.empty()) {
            if (::mkdirat(folder.get(), name.c_str(), 0700) < 0 && errno != EEXIST)
                return failErrno(errno, fmt::format("Making the folder {}", printable(name)));
            // Never through a link, should one be there: only what is made here is written to.
            UniqueFd made(::openat(folder.get(), name.c_str(), kFolder));
            if (!made)
                return failErrno(errno, fmt::format("Opening the folder {}", printable(name)));
            folder = std::move(made);
            count();
        }
        VITRINE_TRY_ASSIGN(auto entries, entriesOf(inside));
        if (!entries)
            return {};
        Frame frame{ std::move(folder), inside, std::move(*entries), 0, self };
        if (name.empty())
            frame.self.mode = 0;
        m_frames.push_back(std::move(frame));
        return {};
    }

    Result<> step()
    {
        Frame &frame = m_frames.back();
        if (frame.next == frame.entries.size()) {
            if (frame.self.mode != 0)
                ::fchmod(frame.folder.get(), frame.self.mode & kModeBits);
            m_frames.pop_back();
            return {};
        }
        const FileEntry entry = std::move(frame.entries[frame.next++]);
        const std::string inside = joinPath(frame.inside, entry.name);
        if (S_ISREG(entry.mode))
            return copyFile(frame.folder.get(), inside, entry, false);
        if (S_ISLNK(entry.mode))
            return copyLink(frame.folder.get(), entry);
        if (S_ISDIR(entry.mode)) {
            UniqueFd folder(::fcntl(frame.folder.get(), F_DUPFD_CLOEXEC, 3));
            return enter(std::move(folder), entry.name, inside, entry);
        }
        skip(inside);
        return {};
    }

    Result<> copyFile(int folder, const std::string &inside, const FileEntry &entry, bool follows)
    {
        VITRINE_TRY_ASSIGN(const UniqueFd source, openSource(inside, follows));
        if (!source)
            return {};
        // A new file, not what a link of this name leads to.
        if (::unlinkat(folder, entry.name.c_str(), 0) < 0 && errno != ENOENT)
            return failErrno(errno, fmt::format("Replacing {}", printable(entry.name)));
        const UniqueFd target(
            ::openat(folder, entry.name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (!target)
            return failErrno(errno, fmt::format("Making {}", printable(entry.name)));
        if (auto copied = copyContent(source.get(), target.get()); !copied)
            return failure(copied.error().wrap(printable(entry.name)));
        const timespec time{ entry.mtimeNs / kNanoseconds, entry.mtimeNs % kNanoseconds };
        const std::array<timespec, 2> times{ timespec{ 0, UTIME_OMIT }, time };
        (void)::futimens(target.get(), times.data());
        if (::fchmod(target.get(), entry.mode & kModeBits) < 0)
            return failErrno(errno, fmt::format("Setting the permissions of {}", printable(entry.name)));
        count();
        return {};
    }

    Result<> copyLink(int folder, const FileEntry &entry)
    {
        if (::unlinkat(folder, entry.name.c_str(), 0) < 0 && errno != ENOENT)
            return failErrno(errno, fmt::format("Replacing {}", printable(entry.name)));
        if (::symlinkat(entry.link.c_str(), folder, entry.name.c_str()) < 0)
            return failErrno(errno, fmt::format("Making the link {}", printable(entry.name)));
        count();
        return {};
    }

    std::vector<Frame> m_frames;
};

} // namespace

Result<CopyResult> copyOut(FilesLink &link, const std::string &from, const std::string &to,
                           const CopyProgress &progress)
{
    return Out(link, progress).copy(from, to);
}

} // namespace vitrine::gui
