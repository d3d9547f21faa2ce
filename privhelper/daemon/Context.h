// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/daemon/Children.h"
#include "privhelper/daemon/HostResources.h"
#include "privhelper/daemon/StateStore.h"

#include <functional>
#include <string>
#include <vector>

namespace vitrine::daemon {

class Images;
class Leftovers;
class Trash;

/// What every part of the helper works with. One of it lives as long as the helper.
struct Context {
    sd_event *loop;
    HostResources &host;
    StateStore &store;
    Children &children;
    Leftovers &leftovers;
    Trash &trash;
    Images &images;
    std::string libexecDir; ///< vitrine-shim and vitrine-unpack
    std::string stateDir;
    std::string runDir;
    std::string helperPath; ///< this program
    std::string etcDir; ///< where accounts are read from
    std::string bootId;
    std::uint64_t unpackStallMs; ///< an archive of which nothing more comes for so long is given up
};

/// What a caller hands over for a start: an owned descriptor for each key (core/ipc/Names.h).
struct Source {
    std::string key;
    UniqueFd fd;
};
using Sources = std::vector<Source>;

template <typename T = void> using Done = std::function<void(Result<T>)>;

} // namespace vitrine::daemon
