// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/RandomId.h"

#include "privhelper/daemon/Record.h"

#include <sys/random.h>

#include <fmt/format.h>

#include <array>
#include <cerrno>

namespace vitrine::daemon {

Result<std::string> randomId()
{
    std::array<unsigned char, kIdLength / 2> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        return failErrno(errno, "making an id");
    std::string id;
    for (const unsigned char byte : bytes)
        id += fmt::format("{:02x}", byte);
    return id;
}

} // namespace vitrine::daemon
