// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/files/Copier.h"

#include "core/base/Text.h"
#include "core/base/Try.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include <cerrno>
#include <memory>
#include <utility>

namespace vitrine::gui {

using ipc::FilesRoot;

namespace {

class In : Copier {
public:
    using Copier::Copier;

    Result<CopyResult> copy(const std::string &from, const std::string &to)
    {
        const bool content = meansContent(from);
        UniqueFd source(::open(from.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
        struct stat info { };
        if (!source || ::fstat(source.get(), &info) < 0)
            return failErrno(errno, fmt::format("Opening {}", printable(from)));
        if (!S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode))
            return failure(ErrorCode::Unsupported, fmt::format("{} is neither a file nor a folder", printable(from)));
        VITRINE_TRY_ASSIGN(const std::string place,
                           placeFor(S_ISDIR(info.st_mode), content ? "" : splitPath(from).second, to));
        if (S_ISREG(info.st_mode)) {
            VITRINE_TRY(copyFile(source.get(), place, info));
            return std::move(m_result);
        }
        VITRINE_TRY(enter(std::move(source), place, info));
        while (!m_frames.empty())
            VITRINE_TRY(step());
        return std::move(m_result);
    }

private:
    struct Closer {
        void operator()(DIR *stream) const { ::closedir(stream); }
    };
    struct Frame {
        std::unique_ptr<DIR, Closer> stream;
        std::string inside;
    };

    Result<std::string> placeFor(bool isFolder, const std::string &name, const std::string &to)
    {
        const auto there = m_link.stat(FilesRoot::Merged, to, true);
        if (there && S_ISDIR(there->mode))
            return name.empty() ? to : joinPath(to, name);
        if (there && isFolder)
            return failErrno(ENOTDIR, fmt::format("Copying a folder to {}", printable(to)));
        if (!there && (there.error().code != ErrorCode::NotFound || (to.ends_with('/') && !isFolder)))
            return failure(there.error().wrap(printable(to)));
        return withoutLastSlash(to);
    }

    Result<> enter(UniqueFd folder, const std::string &inside, const struct stat &info)
    {
        VITRINE_TRY(checkDepth(m_frames.size()));
        if (auto made = m_link.makeDirectory(inside, info.st_mode & kModeBits);
            !made && made.error().code != ErrorCode::NameInUse && made.error().code != ErrorCode::InvalidName)
            return failure(made.error().wrap(printable(inside)));
        Frame frame{ std::unique_ptr<DIR, Closer>(::fdopendir(folder.get())), inside };
        if (!frame.stream)
            return failErrno(errno, "Reading a folder");
        (void)folder.release();
        m_frames.push_back(std::move(frame));
        count();
        return {};
    }

    Result<> step()
    {
        Frame &frame = m_frames.back();
        const dirent *found = ::readdir(frame.stream.get());
        if (!found) {
            m_frames.pop_back();
            return {};
        }
        const std::string name = found->d_name;
        if (name == "." || name == "..")
            return {};
        const int folder = ::dirfd(frame.stream.get());
        const std::string inside = joinPath(frame.inside, name);
        struct stat info { };
        if (::fstatat(folder, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) < 0)
            return {}; // gone meanwhile
        if (S_ISLNK(info.st_mode))
            return copyLink(folder, name, inside);
        if (!S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode)) {
            skip(inside);
            return {};
        }
        UniqueFd opened(::openat(folder, name.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC));
        if (!opened || ::fstat(opened.get(), &info) < 0)
            return failErrno(errno, fmt::format("Opening {}", printable(name)));
        if (S_ISDIR(info.st_mode))
            return enter(std::move(opened), inside, info);
        return copyFile(opened.get(), inside, info);
    }

    Result<> copyFile(int source, const std::string &inside, const struct stat &info)
    {
        return putFile(inside, info.st_mode, info.st_mtim.tv_sec * kNanoseconds + info.st_mtim.tv_nsec,
                       [&](int target) { return copyContent(source, target); });
    }

    Result<> copyLink(int folder, const std::string &name, const std::string &inside)
    {
        std::string target(ipc::kMaxFilesPath, '\0');
        const ssize_t size = ::readlinkat(folder, name.c_str(), target.data(), target.size());
        if (size < 0)
            return failErrno(errno, fmt::format("Reading the link {}", printable(name)));
        target.resize(static_cast<std::size_t>(size));
        return putLink(inside, std::move(target));
    }

    std::vector<Frame> m_frames;
};

} // namespace

Result<CopyResult> copyIn(FilesLink &link, const std::string &from, const std::string &to, const CopyProgress &progress)
{
    return In(link, progress).copy(from, to);
}

} // namespace vitrine::gui
