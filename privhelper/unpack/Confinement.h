// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <string>

namespace vitrine::unpack {

/// Like fork(), with user, mount, network, pid, ipc, uts and cgroup namespaces of its own: 0 in the child. The child
/// has no ids until mapIds().
Result<pid_t> forkIntoNamespaces();

/// Of user and group ids, each as the kernel reads it.
struct IdMaps {
    std::string uids;
    std::string gids;
};
/// From outside: what the ids of the child are here.
Result<> mapIds(pid_t child, const IdMaps &maps);

/// In the child, once it has its ids: becomes its root, sees an empty file system, keeps only the capabilities for
/// owners and rights of files, may use little memory and, besides `given` ones, few descriptors, dies with its parent,
/// and may only make the system calls that reading some files and writing others need; among them is none that starts a
/// thread. `startThreads` is called when all but that is done, and the threads it makes are held by the same rules.
/// Descriptors that are open stay usable. Whatever must be read from disk (locale, libraries) must have been read
/// before. `parentPipe` is a pipe whose other end only the parent has.
Result<> confineSelf(int parentPipe, std::size_t given, const std::function<void()> &startThreads);

} // namespace vitrine::unpack
