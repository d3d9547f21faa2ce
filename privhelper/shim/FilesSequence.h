// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace vitrine::shim {

/// Descriptors of `vitrine-shim files` and `vitrine-shim restore` that differ from ShimConfig.h.
enum FilesFd : int {
    kFilesClientFd = 5, ///< files, volume: SOCK_SEQPACKET to the client (core/ipc/FilesFrame.h)
    kFilesInitFd = 7, ///< files: pidfd of PID 1 when the container runs, else nothing
};

// The configuration is a ShimConfig; the one source that is asked for is a folder as root. kControlFd ends when the
// helper does, and this process with it, so that no other start finds a layer in use.

/// `vitrine-shim files`: serves the files of a container to one client until that client goes. A failure to begin is
/// the first thing that the client is told. Returns the exit status.
int runFiles();

/// `vitrine-shim volume`: the same for a volume, whose directory is kStateDirFd; there is no configuration. What is
/// made in it belongs to whom the volume itself belongs.
int runVolumeFiles();

/// `vitrine-shim restore`, for a container whose layers are in nobody's use: takes one Go with a path from the helper,
/// removes from the writable layer what it holds there ("" is everything), and answers with ExecReady (how many files)
/// or Failed.
int runRestore();

} // namespace vitrine::shim
