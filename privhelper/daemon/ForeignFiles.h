// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace vitrine::daemon {

/// Descriptors of files that somebody else has opened and handed over. At every close of such a file, whoever closes
/// and whatever other descriptors there are, the kernel may ask the server of its file system and wait for the answer
/// (FUSE_FLUSH), which no signal ends; and that server may be a caller's own program that never answers. So they are
/// closed by threads that have nothing else to do.
///
/// That also holds for what sd-bus takes from the bus and closes with its messages: calls that are refused, descriptors
/// that no argument names. Therefore this program has a recvmsg() and a close() of its own, which sd-bus, as every
/// library in it, calls: the first notes what came, the second knows it again.
namespace foreign {

/// For a duplicate of one: it is closed in the same way.
void note(int fd);

/// How many are being closed.
std::size_t closing();

/// Before the program ends, which it could not while a thread waits in the kernel: ends the FUSE file systems that have
/// not answered after a last while.
void abandon();

} // namespace foreign

} // namespace vitrine::daemon
