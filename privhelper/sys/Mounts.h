// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <sys/mount.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine::sys {

inline constexpr std::uint64_t kNoSuidNoDev = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;

using FsOption = std::pair<std::string_view, std::string_view>; ///< key and value; a flag has an empty value

/// A new, detached mount of a new file system. The kernel's own words are part of the error.
Result<UniqueFd> newFileSystem(std::string_view type, std::span<const FsOption> options, std::uint64_t attributes);

/// A detached copy of the mount at `path` below `dirFd` ("" is `dirFd` itself), without what is mounted below it. A
/// link in the last part is not followed. The kernel refuses (EINVAL) what belongs to another mount namespace. The copy
/// of a shared mount would be its peer, so that what is mounted on the copy, in whatever namespace, came to be mounted
/// on the original too (mount_namespaces(7)): the copy is private, or a slave, on which comes to be mounted what is
/// mounted on the original, but never the other way round.
enum class CopyIs { Private, Slave };
Result<UniqueFd> cloneMount(int dirFd, const std::string &path, CopyIs kind = CopyIs::Private);

/// Adds attributes; what the mount had stays.
Result<> addAttributes(int mountFd, std::uint64_t attributes);

/// Notes on this mount no more when a file was read.
Result<> leaveAccessTimes(int mountFd);

/// Shows the files of a detached mount with the ids that `userNamespaceFd` maps them to. Unsupported where the file
/// system cannot do it.
Result<> mapIds(int mountFd, int userNamespaceFd);

/// Puts a detached mount on top of what `targetFd` names.
Result<> attachMount(int mountFd, int targetFd);

/// The number by which the kernel tells the mount of `fd` from all others that there are.
Result<std::uint64_t> mountIdOf(int fd);

/// Takes the mount `name` out of the directory `parentFd`, where it is not in use (EBUSY otherwise). A link is not
/// followed. Moves this process into that directory: a descriptor of the mount itself would keep it in use.
/// WithAllBelow takes what is mounted on it, too, and does not ask whether it is in use.
enum class Removal { Alone, WithAllBelow };
Result<> removeMount(int parentFd, const std::string &name, Removal removal = Removal::Alone);

/// Takes all mounts of this namespace out of propagation, in both directions.
Result<> makeAllPrivate();

/// statfs's magic number of what `fd` names.
Result<std::int64_t> fileSystemMagic(int fd);

/// proc, sysfs and their like: a window of the kernel inside a container. A user's mount over one would let the
/// container fake what the kernel says (R23), and nobody's files are in it.
bool isKernelFileSystem(std::int64_t magic);

} // namespace vitrine::sys
