// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/UniqueFd.h"

#include <dirent.h>

#include <memory>

namespace vitrine::unpack {

struct CloseDirectory {
    void operator()(DIR *directory) const { ::closedir(directory); }
};
using DirectoryStream = std::unique_ptr<DIR, CloseDirectory>;

/// Null, with errno, when `fd` is no directory.
inline DirectoryStream streamOf(UniqueFd fd)
{
    DirectoryStream stream(fd ? ::fdopendir(fd.get()) : nullptr);
    if (stream)
        (void)fd.release(); // the stream's now
    return stream;
}

} // namespace vitrine::unpack
