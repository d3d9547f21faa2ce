// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/FilesSequence.h"

#include "core/base/Try.h"
#include "core/ipc/FilesSocket.h"
#include "core/ipc/Names.h"
#include "core/plan/MountPlan.h"
#include "privhelper/shim/ChildLink.h"
#include "privhelper/shim/Deadline.h"
#include "privhelper/shim/FilesConfinement.h"
#include "privhelper/shim/FilesServer.h"
#include "privhelper/shim/GivenFds.h"
#include "privhelper/shim/LayeredRoot.h"
#include "privhelper/shim/TreeRemover.h"
#include "privhelper/sys/Mounts.h"
#include "privhelper/sys/PivotRoot.h"
#include "privhelper/sys/SafePath.h"
#include "privhelper/sys/Sources.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/fsuid.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>
#include <vector>

namespace vitrine::shim {

namespace {

constexpr int kFolder = O_PATH | O_DIRECTORY;
/// Above everything that the helper gives.
constexpr int kFirstKeptFd = 256;

struct Given {
    ShimConfig config;
    Ids ids;
};

Result<Given> readGiven()
{
    Given given;
    VITRINE_TRY(settleIn());
    VITRINE_TRY_ASSIGN(const std::string json, readConfig());
    VITRINE_TRY_ASSIGN(given.config, configFromJson(json));
    for (const std::string &key : given.config.sources)
        VITRINE_TRY(sys::checkSource(sourceFd(given.config, key), key));
    VITRINE_TRY_ASSIGN(
        given.ids,
        planIds(given.config.spec.identity, given.config.range, given.config.ownerUid, given.config.ownerGid));
    return given;
}

bool isOnHostFiles(const ShimConfig &config)
{
    return config.spec.root.kind == spec::RootKind::Host;
}

/// Where the writable layer lies in the state directory.
const char *writablePath(const ShimConfig &config)
{
    return isOnHostFiles(config) ? "writable" : "overlay/upper";
}

Result<UniqueFd> copyOfWritable(const ShimConfig &config, std::uint64_t attributes)
{
    VITRINE_TRY_ASSIGN(const UniqueFd layer, sys::openPlain(kStateDirFd, writablePath(config), kFolder));
    VITRINE_TRY_ASSIGN(UniqueFd copy, sys::cloneMount(layer.get(), ""));
    VITRINE_TRY(sys::addAttributes(copy.get(), sys::kNoSuidNoDev | attributes));
    return copy;
}

/// Of several layers, what they show together: an overlay, which needs the ids of the container and a mount namespace
/// to be made. The process that has both goes; the mount stays with its descriptor.
Result<UniqueFd> mountBelow(const Given &given, std::vector<UniqueFd> lowers)
{
    if (lowers.size() == 1)
        return std::move(lowers.front());
    std::array<int, 2> link{ -1, -1 };
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, link.data()) < 0)
        return failErrno(errno, "making the connection to the process that mounts the layers");
    const UniqueFd own(link[0]);
    UniqueFd other(link[1]);
    const pid_t mounter = ::fork();
    if (mounter < 0)
        return failErrno(errno, "making the process that mounts the layers");
    if (mounter == 0) {
        const auto mounted = [&]() -> Result<UniqueFd> {
            VITRINE_TRY(enterIds(given.ids));
            VITRINE_TRY_ASSIGN(const UniqueFd scratch, mountScratch());
            return mountLowers(scratch.get(), lowers);
        }();
        ShimMessage answer =
            mounted ? ShimMessage{ ShimMessageType::Mount, 0, {}, {} } : failedMessage("below", mounted.error());
        if (mounted)
            answer.fds.emplace_back(::fcntl(mounted->get(), F_DUPFD_CLOEXEC, 3));
        ::_exit(sendMessage(other.get(), answer) ? 0 : 1);
    }
    other.reset();
    auto received = receiveMessage(own.get());
    ::waitpid(mounter, nullptr, 0);
    VITRINE_TRY_ASSIGN(ShimMessage answer, std::move(received));
    if (answer.type != ShimMessageType::Mount || answer.fds.size() != 1)
        return failure(ErrorCode::System, "mounting the layers: " + answer.text);
    return std::move(answer.fds.front());
}

/// Makes the directories of a container that has never run, too.
Result<> openLayers(const Given &given, FilesRoots &roots)
{
    VITRINE_TRY_ASSIGN(HostMounts below, makeRootMounts(given.config, given.ids, kStateDirFd));
    if (!isOnHostFiles(given.config)) {
        VITRINE_TRY_ASSIGN(roots.below, mountBelow(given, std::move(below.lowers)));
    }
    VITRINE_TRY_ASSIGN(roots.writable, copyOfWritable(given.config, MOUNT_ATTR_RDONLY));
    return {};
}

/// It becomes "/", and nothing of the host is beside it.
Result<> enterRoot(int scratchFd, int root)
{
    VITRINE_TRY_ASSIGN(const UniqueFd target, scratchDirectory(scratchFd, "root"));
    VITRINE_TRY(sys::attachMount(root, target.get()));
    return sys::pivotInto(root);
}

/// Enters the root of a container that does not run.
Result<> mountResting(const Given &given)
{
    VITRINE_TRY_ASSIGN(const HostMounts made, makeRootMounts(given.config, given.ids, kStateDirFd));
    VITRINE_TRY(enterIds(given.ids));
    VITRINE_TRY_ASSIGN(const UniqueFd scratch, mountScratch());
    UniqueFd layered;
    if (!isOnHostFiles(given.config)) {
        VITRINE_TRY_ASSIGN(layered, mountOverlay(scratch.get(), made.lowers, made.layer.get()));
    }
    return enterRoot(scratch.get(), layered ? layered.get() : made.root.get());
}

Result<FilesRoots> openRoots(bool isRunning)
{
    VITRINE_TRY_ASSIGN(const Given given, readGiven());
    FilesRoots roots;
    roots.isRunning = isRunning;
    roots.ids = given.ids;
    roots.mountPoints = plan::planMountPoints(given.config.spec);
    // A folder as root may be gone by now; what runs from it can still be looked at.
    if (auto opened = openLayers(given, roots); !opened && !isRunning)
        return failure(opened.error());
    if (isRunning)
        VITRINE_TRY(enterContainer(kFilesInitFd));
    else
        VITRINE_TRY(mountResting(given));
    VITRINE_TRY_ASSIGN(roots.merged, sys::openPlain(AT_FDCWD, "/", kFolder));
    // Nothing of the helper's is needed any more.
    closeGiven(countGiven(given.config));
    return roots;
}

/// Whoever is root here makes files as this user, and loses no right over those of others: those that go with the file
/// system ids are taken again with the confinement.
Result<> makeFilesAs(std::uint32_t uid, std::uint32_t gid)
{
    ::setfsgid(gid);
    ::setfsuid(uid);
    // They say only what the ids were before.
    if (static_cast<std::uint32_t>(::setfsgid(gid)) != gid || static_cast<std::uint32_t>(::setfsuid(uid)) != uid)
        return failure(ErrorCode::System, "making files as the owner of the volume was refused");
    return {};
}

/// Under the ids that files of the store have: N inside is N of every container that has the volume.
Result<FilesRoots> openVolume()
{
    VITRINE_TRY(settleIn());
    struct stat info { };
    if (::fstat(kStateDirFd, &info) < 0)
        return failErrno(errno, "looking at the volume");
    VITRINE_TRY_ASSIGN(const UniqueFd volume, sys::cloneMount(kStateDirFd, ""));
    VITRINE_TRY(sys::addAttributes(volume.get(), sys::kNoSuidNoDev));
    FilesRoots roots;
    roots.ids = { { { 0, kStoredRange.base, kStoredRange.size } },
                  { { 0, kStoredRange.base, kStoredRange.size } },
                  kStoredRange.base,
                  kStoredRange.base };
    VITRINE_TRY(enterIds(roots.ids));
    VITRINE_TRY_ASSIGN(const UniqueFd scratch, mountScratch());
    VITRINE_TRY(enterRoot(scratch.get(), volume.get()));
    VITRINE_TRY_ASSIGN(roots.merged, sys::openPlain(AT_FDCWD, "/", kFolder));
    closeGiven(0);
    VITRINE_TRY(makeFilesAs(info.st_uid - kStoredRange.base, info.st_gid - kStoredRange.base));
    return roots;
}

Result<UniqueFd> keep(int fd)
{
    UniqueFd kept(::fcntl(fd, F_DUPFD_CLOEXEC, kFirstKeptFd));
    if (!kept)
        return failErrno(errno, "keeping a connection");
    return kept;
}

template <typename Open> int serve(const Open &open)
{
    auto client = keep(kFilesClientFd);
    auto helper = keep(kControlFd);
    if (!client || !helper)
        return 1;
    Result<FilesRoots> roots = open();
    if (const auto confined = confineToFiles(); roots && !confined)
        roots = failure(confined.error());
    if (roots) {
        FilesServer(std::move(*roots), std::move(*client), std::move(*helper)).run();
        return 0;
    }
    ipc::FilesReply refusal;
    refusal.error = roots.error();
    (void)ipc::sendFilesPacket(client->get(), ipc::encodeReply(refusal));
    return 1;
}

/// How many files and folders went.
Result<std::uint64_t> restore(int layer, const std::string &path)
{
    const auto goesOn = [] {
        renewDeadline();
        pollfd helper{ kControlFd, 0, 0 };
        return ::poll(&helper, 1, 0) == 0;
    };
    if (!path.empty()) {
        const auto [parent, name] = sys::splitLast(path);
        auto folder = sys::openInRoot(layer, parent, kFolder, sys::Links::Refuse);
        struct stat info { };
        if (!folder || ::fstatat(folder->get(), name.c_str(), &info, AT_SYMLINK_NOFOLLOW) < 0)
            return failure(ErrorCode::NotFound, "the writable layer has nothing there");
        return removeTree(folder->get(), name, goesOn);
    }
    std::uint64_t count = 0;
    VITRINE_TRY_ASSIGN(UniqueFd all, sys::openInRoot(layer, "", O_RDONLY | O_DIRECTORY));
    DirectoryStream stream = readDirectory(std::move(all));
    while (const char *name = stream ? nextName(stream) : nullptr) {
        VITRINE_TRY_ASSIGN(const std::uint64_t removed, removeTree(::dirfd(stream.get()), name, goesOn));
        count += removed;
    }
    return count;
}

Result<std::uint64_t> restoreWhatIsAsked()
{
    VITRINE_TRY_ASSIGN(const Given given, readGiven());
    VITRINE_TRY_ASSIGN(const ShimMessage go, receiveMessage(kControlFd));
    if (go.type != ShimMessageType::Go || (!go.text.empty() && !ipc::isPlainRelative(go.text)))
        return failure(ErrorCode::Protocol, "the helper did not say what to restore");
    VITRINE_TRY(makeRootMounts(given.config, given.ids, kStateDirFd));
    VITRINE_TRY_ASSIGN(const UniqueFd layer, copyOfWritable(given.config, 0));
    VITRINE_TRY(enterIds(given.ids));
    VITRINE_TRY(confineToFiles());
    return restore(layer.get(), go.text);
}

} // namespace

int runFiles()
{
    renewDeadline();
    const bool isRunning = ::fcntl(kFilesInitFd, F_GETFD) >= 0;
    return serve([isRunning] { return openRoots(isRunning); });
}

int runVolumeFiles()
{
    return serve(openVolume);
}

int runRestore()
{
    renewDeadline();
    const auto restored = restoreWhatIsAsked();
    if (!restored) {
        (void)sendMessage(kControlFd, failedMessage("restore", restored.error()));
        return 1;
    }
    ShimMessage done;
    done.type = ShimMessageType::ExecReady;
    done.value = static_cast<std::int64_t>(*restored);
    return sendMessage(kControlFd, done) ? 0 : 1;
}

} // namespace vitrine::shim
