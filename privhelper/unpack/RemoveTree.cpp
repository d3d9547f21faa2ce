// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/RemoveTree.h"

#include "privhelper/unpack/DirectoryStream.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

namespace vitrine::unpack {

namespace {

constexpr int kMaxDepth = 32; // one descriptor for each

int removeLevel(int parent, const char *name, int depth)
{
    if (depth > kMaxDepth)
        return ENOTEMPTY;
    const auto directory = streamOf(UniqueFd(::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)));
    if (!directory)
        return errno;
    const int self = ::dirfd(directory.get());
    while (const dirent *entry = ::readdir(directory.get())) {
        const std::string_view last = entry->d_name;
        if (last == "." || last == ".." || ::unlinkat(self, entry->d_name, 0) == 0)
            continue;
        if (errno != EISDIR)
            return errno;
        if (const int err = removeLevel(self, entry->d_name, depth + 1); err != 0)
            return err;
    }
    return ::unlinkat(parent, name, AT_REMOVEDIR) == 0 ? 0 : errno;
}

} // namespace

int removeTree(int parent, const char *name)
{
    return removeLevel(parent, name, 0);
}

} // namespace vitrine::unpack
