// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/LayerChanges.h"

#include "core/base/Try.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace vitrine::shim {

using ipc::FileEntry;
using ipc::FileMark;

namespace {

constexpr int kFolder = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
/// Each level holds two descriptors.
constexpr std::size_t kMaxDepth = 200;

FileMark compare(const FileEntry &above, const FileEntry &below)
{
    const bool isSame = above.mode == below.mode && above.uid == below.uid && above.gid == below.gid
        && above.size == below.size && above.mtimeNs == below.mtimeNs && above.link == below.link;
    return isSame && !S_ISDIR(above.mode) ? FileMark::CopiedUp : FileMark::Changed;
}

} // namespace

LayerChanges::LayerChanges(UniqueFd writable, UniqueFd below, const Ids &ids, std::set<std::string> mountPoints)
    : m_ids(ids)
    , m_mountPoints(std::move(mountPoints))
{
    m_frames.push_back({ readDirectory(std::move(writable)), std::move(below), {}, false, { nullptr, ::closedir } });
}

std::optional<FileEntry> LayerChanges::changeOf(Frame &frame, const char *name)
{
    auto entry = describe(::dirfd(frame.stream.get()), name, m_ids);
    if (!entry)
        return std::nullopt; // gone meanwhile
    auto below = frame.below ? describe(frame.below.get(), name, m_ids) : std::nullopt;
    if (below && isWhiteout(*below))
        below.reset();
    if (!isWhiteout(*entry)) {
        entry->mark = below ? compare(*entry, *below) : FileMark::Added;
        return entry;
    }
    if (!below)
        return std::nullopt; // hides nothing
    below->mark = FileMark::Deleted;
    return below;
}

/// The next name that an opaque folder hides and does not hold itself.
std::optional<FileEntry> LayerChanges::hiddenBy(Frame &frame)
{
    if (!frame.hidesBelow || !frame.below)
        return std::nullopt;
    if (!frame.hidden)
        frame.hidden = readDirectory(UniqueFd(::openat(frame.below.get(), ".", kFolder)));
    while (const char *name = frame.hidden ? nextName(frame.hidden) : nullptr) {
        if (describe(::dirfd(frame.stream.get()), name, m_ids))
            continue;
        auto entry = describe(frame.below.get(), name, m_ids);
        if (!entry || isWhiteout(*entry))
            continue;
        entry->mark = FileMark::Deleted;
        return entry;
    }
    return std::nullopt;
}

/// A folder with something in it is one too: what is in it is told.
bool LayerChanges::isMountPoint(const FileEntry &entry) const
{
    return entry.mark == FileMark::Added && (S_ISDIR(entry.mode) || (S_ISREG(entry.mode) && entry.size == 0))
        && m_mountPoints.contains(entry.name);
}

Result<> LayerChanges::enter(Frame &frame, const std::string &name)
{
    if (m_frames.size() >= kMaxDepth)
        return failure(ErrorCode::TooLarge, fmt::format("the layer has folders deeper than {}", kMaxDepth));
    const int folder = ::dirfd(frame.stream.get());
    const bool hides = frame.hidesBelow || isOpaque(folder, name);
    DirectoryStream stream = readDirectory(UniqueFd(::openat(folder, name.c_str(), kFolder)));
    if (!stream)
        return {}; // gone meanwhile
    UniqueFd below;
    if (frame.below)
        below = UniqueFd(::openat(frame.below.get(), name.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    // `frame` is not good any more after this.
    m_frames.push_back(
        { std::move(stream), std::move(below), frame.path + name + '/', hides, { nullptr, ::closedir } });
    return {};
}

Result<std::optional<FileEntry>> LayerChanges::next()
{
    while (!m_frames.empty()) {
        Frame &frame = m_frames.back();
        if (!frame.stream)
            return failErrno(EIO, "reading the writable layer");
        const char *name = frame.hidden ? nullptr : nextName(frame.stream);
        if (name == nullptr) {
            if (auto entry = hiddenBy(frame)) {
                entry->name.insert(0, frame.path);
                return entry;
            }
            m_frames.pop_back();
            continue;
        }
        if (++m_names > kMaxNames)
            return failure(ErrorCode::TooLarge, fmt::format("the layer changes more than {} files", kMaxNames));
        auto entry = changeOf(frame, name);
        if (!entry)
            continue;
        const std::string own = entry->name;
        entry->name.insert(0, frame.path);
        if (entry->name.size() > ipc::kMaxFilesPath)
            return failure(ErrorCode::TooLarge, "the layer has a path that is longer than paths can be");
        if (S_ISDIR(entry->mode) && entry->mark != FileMark::Deleted)
            VITRINE_TRY(enter(frame, own));
        if (!isMountPoint(*entry))
            return entry;
    }
    return std::nullopt;
}

} // namespace vitrine::shim
