// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/MountVerdict.h"
#include "privhelper/shim/ShimConfig.h"

namespace vitrine::shim {

/// Tries in this process, which has become the user inside, what it can do with a detached mount: list or read it, and
/// make a file in it. Nothing of it can be seen afterwards. Directories are opened on a mount that notes no access
/// times, and a file made by O_TMPFILE has no name and is gone when it is closed: no moment at which the folder shows
/// it, and no change of the folder's own times. Where the file system has no such files, and for a single file, the
/// kernel is asked for its permissions instead.
void tryMount(int mountFd, spec::Access access, spec::MountVerdict &verdict);

/// `vitrine-shim trial`: says to the helper, as one Tried for each bind mount of the configuration's specification that
/// has a source, what its command could do, and then an empty Tried. Each mount is looked at by a process of its own:
/// one whose file system does not answer within five seconds is left behind and holds up no other.
int runTrial();

} // namespace vitrine::shim
