// SPDX-License-Identifier: GPL-3.0-or-later
// An archive, unpacked for real into a directory of its own; nothing may appear beside it.
#include "core/base/UniqueFd.h"
#include "privhelper/unpack/Unpacker.h"
#include "tests/support/TempTree.h"

#include <fcntl.h>

#include <cstdlib>

using namespace vitrine;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const test::TempTree tree;
    tree.makeDirectory("root");
    tree.write("archive", { reinterpret_cast<const char *>(data), size });
    const UniqueFd file(::open(tree.path("archive").c_str(), O_RDONLY | O_CLOEXEC));
    const UniqueFd root(::open(tree.path("root").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    unpack::UnpackOptions options;
    options.owners = unpack::Owners::Leave;
    options.maxEntries = 1000;
    options.maxBytes = 1 << 20;
    static unpack::Workers workers;
    (void)unpack::unpackArchive(file.get(), root.get(), workers, options);
    if (std::distance(std::filesystem::directory_iterator(tree.root()), {}) != 2)
        std::abort();
    return 0;
}
