// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/BindMounts.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "privhelper/shim/UserMounts.h"
#include "privhelper/sys/IdMaps.h"
#include "privhelper/sys/MountTable.h"
#include "privhelper/sys/Mounts.h"
#include "privhelper/sys/SafePath.h"
#include "privhelper/sys/Sources.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <optional>

namespace vitrine::shim {

namespace {

constexpr std::size_t kMostNotes = 8;
constexpr std::size_t kLongestPlace = 200;

/// A namespace in which the owner's ids on disk are those of `user` inside, or the owner's own under Me; R13: exactly
/// these two ids and never root's. So nobody inside can make a file of another id, such as one that lends that id to
/// whoever runs it.
Result<UniqueFd> ownerMapping(const ShimConfig &config, const Ids &ids, const plan::User &user)
{
    const auto [ownerUid, ownerGid] = std::pair(config.ownerUid, config.ownerGid);
    const bool isMe = config.spec.identity == spec::Identity::Me;
    const auto uid = isMe ? ownerUid : plan::outsideId(ids.uids, user.uid);
    const auto gid = isMe ? ownerGid : plan::outsideId(ids.gids, user.gid);
    if (!uid || !gid)
        return failure(ErrorCode::InvalidConfig,
                       fmt::format("the user {}:{} is outside the ids of the container", user.uid, user.gid));
    if (ownerUid == 0 || ownerGid == 0)
        return failure(ErrorCode::RangeInvalid, "files of the host's root are never mapped into a container");
    return sys::makeMappingNamespace({ { ownerUid, *uid, 1 } }, { { ownerGid, *gid, 1 } });
}

/// Where a descriptor's file is on this computer; empty when it is nowhere (deleted).
std::string placeOf(int fd)
{
    std::array<char, PATH_MAX> text{};
    const ssize_t size = ::readlink(fmt::format("/proc/self/fd/{}", fd).c_str(), text.data(), text.size());
    if (size <= 0 || text[0] != '/')
        return {};
    return { text.data(), static_cast<std::size_t>(size) };
}

/// The number of the mount that a descriptor lies on, without asking a server of files: it may answer nobody but its
/// owner, or not at all. 0 when it cannot be told.
std::uint64_t mountNumberOf(int fd)
{
    const auto number = readFieldAt(AT_FDCWD, fmt::format("/proc/self/fdinfo/{}", fd), "mnt_id:");
    return number ? parseNumber<std::uint64_t>(*number).value_or(0) : 0;
}

class BindMount {
public:
    BindMount(int sourceFd, const plan::UserMount &wish, const std::optional<UniqueFd> &mapping)
        : m_source(sourceFd)
        , m_wish(wish)
        , m_mapping(mapping)
    {
    }

    Result<MountTree> make();

private:
    enum class Mapped { Yes, CannotBe };
    Result<UniqueFd> copy(int fd) const;
    Result<Mapped> mapIds(int mountFd) const;
    Result<> addTop();
    Result<> addBelow(const sys::MountBelow &found);
    void note(const sys::MountBelow &found, std::string_view what);

    int m_source;
    const plan::UserMount &m_wish;
    const std::optional<UniqueFd> &m_mapping;
    MountTree m_tree;
    std::size_t m_untold = 0;
};

Result<UniqueFd> BindMount::copy(int fd) const
{
    const bool isSlave = m_wish.propagation == spec::Propagation::Slave;
    VITRINE_TRY_ASSIGN(UniqueFd mount, sys::cloneMount(fd, "", isSlave ? sys::CopyIs::Slave : sys::CopyIs::Private));
    VITRINE_TRY(sys::addAttributes(mount.get(), sys::kNoSuidNoDev | wishedAttributes(m_wish)));
    return mount;
}

Result<BindMount::Mapped> BindMount::mapIds(int mountFd) const
{
    if (!m_mapping)
        return Mapped::Yes;
    auto mapped = sys::mapIds(mountFd, m_mapping->get());
    if (mapped)
        return Mapped::Yes;
    if (mapped.error().code == ErrorCode::Unsupported)
        return Mapped::CannotBe;
    return failure(std::move(mapped).error());
}

Result<> BindMount::addTop()
{
    auto mount = copy(m_source);
    if (!mount && mount.error().sysErrno == EINVAL)
        return failure(ErrorCode::SourceNotAllowed,
                       "a source is not of the mounts that this computer shows to everybody");
    if (!mount)
        return failure(mount.error());
    m_tree.top = std::move(*mount);
    VITRINE_TRY_ASSIGN(const Mapped mapped, mapIds(m_tree.top.get()));
    if (mapped == Mapped::CannotBe && !m_wish.readOnly)
        return failure(ErrorCode::Unsupported,
                       "the file system of a source cannot map ids, so that what the container writes to it could not "
                       "be yours alone: mount it read-only, or use a folder on another file system");
    return {};
}

void BindMount::note(const sys::MountBelow &found, std::string_view what)
{
    if (m_tree.notes.size() == kMostNotes)
        ++m_untold;
    else
        m_tree.notes.push_back(fmt::format("{} below it {}", printable(found.place.substr(0, kLongestPlace)), what));
}

Result<> BindMount::addBelow(const sys::MountBelow &found)
{
    if (sys::isKernelType(found.line->type)) {
        note(found, fmt::format("is left out: {} is a window of the kernel", printable(found.line->type)));
        return {};
    }
    const auto there = sys::openInRoot(m_source, found.place, O_PATH | O_NOFOLLOW, sys::Links::Refuse);
    // It has gone, another hides it, or the path has come to lead elsewhere.
    if (!there || mountNumberOf(there->get()) != found.line->id)
        return {};
    if (m_tree.below.size() == kMaxMountsBelow)
        return failure(ErrorCode::LimitExceeded,
                       fmt::format("more than {} mounts lie below it: mount it without them (bind)", kMaxMountsBelow));
    auto mount = copy(there->get());
    // It was made so that it cannot be mounted elsewhere (mount_namespaces(7), unbindable).
    if (!mount && mount.error().sysErrno == EINVAL) {
        note(found, "is left out: it cannot be mounted elsewhere");
        return {};
    }
    if (!mount)
        return failure(mount.error().wrap(found.place));
    VITRINE_TRY_ASSIGN(const Mapped mapped, mapIds(mount->get()));
    if (mapped == Mapped::CannotBe && !m_wish.readOnly) {
        VITRINE_TRY(sys::addAttributes(mount->get(), MOUNT_ATTR_RDONLY));
        note(found, fmt::format("can only be read: {} cannot map ids", printable(found.line->type)));
    }
    m_tree.below.push_back({ found.place, std::move(*mount) });
    return {};
}

Result<MountTree> BindMount::make()
{
    VITRINE_TRY(addTop());
    const bool isSlave = m_wish.propagation == spec::Propagation::Slave;
    const std::string place = m_wish.recursive || isSlave ? placeOf(m_source) : std::string();
    if (place.empty())
        return std::move(m_tree);
    VITRINE_TRY_ASSIGN(const sys::MountTable table, sys::MountTable::read(::getpid()));
    const std::uint64_t id = mountNumberOf(m_source);
    const sys::MountLine *line = table.find(id);
    if (isSlave && line != nullptr && !line->hasPeers)
        m_tree.notes.push_back(
            fmt::format("what is mounted below it later will not show: the mount {} of this computer "
                        "is private",
                        printable(line->place.substr(0, kLongestPlace))));
    for (const sys::MountBelow &found : m_wish.recursive ? table.below(id, place) : std::vector<sys::MountBelow>())
        VITRINE_TRY(addBelow(found));
    if (m_untold > 0)
        m_tree.notes.push_back(fmt::format("{} more mounts below it are like these", m_untold));
    return std::move(m_tree);
}

} // namespace

Result<MountTree> makeBindMount(const ShimConfig &config, const Ids &ids, int sourceFd, const plan::UserMount &wish,
                                const plan::User &user)
{
    struct stat info { };
    if (::fstat(sourceFd, &info) < 0)
        return failErrno(errno, "looking at a source");
    plan::UserMount wanted = wish;
    wanted.recursive = wish.recursive && S_ISDIR(info.st_mode);
    // What is connected to needs no writable mount, and a tmpfs before Linux 6.3 cannot map ids.
    wanted.readOnly = wish.readOnly || S_ISSOCK(info.st_mode);
    std::optional<UniqueFd> mapping;
    // Root of the host is mapped to nobody.
    if (!S_ISSOCK(info.st_mode) && config.ownerUid != 0) {
        VITRINE_TRY_ASSIGN(mapping, ownerMapping(config, ids, user));
    }
    return BindMount(sourceFd, wanted, mapping).make();
}

} // namespace vitrine::shim
