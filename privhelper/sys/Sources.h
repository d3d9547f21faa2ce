// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <string>
#include <string_view>

namespace vitrine::sys {

/// Whether a descriptor of a caller may become part of a container: opened with O_PATH, on a mount of this process's
/// mount namespace (the host's), a directory or a regular file ("root": a directory; "display", "x11": a socket), and
/// not of a file system that is the kernel's own window.
/// "x11-cookie" is no path: it has to be a memfd that nobody can change any more, so that reading it waits for nobody.
/// SourceNotAllowed says which of it does not hold.
Result<> checkSource(int fd, const std::string &key);

/// The same of a file system of that type (mountinfo(5)) that is mounted below a source: none of the kernel's own.
bool isKernelType(std::string_view type);

} // namespace vitrine::sys
