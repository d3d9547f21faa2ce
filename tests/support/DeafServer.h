// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/UniqueFd.h"

#include <fcntl.h>
#include <sys/mount.h>

#include <string>

namespace vitrine::test {

/// A FUSE file system that answers the first question and no other.
class DeafServer {
public:
    explicit DeafServer(const std::string &place)
        : m_place(place)
        , m_device(::open("/dev/fuse", O_RDWR | O_CLOEXEC))
    {
        const std::string options =
            "fd=" + std::to_string(m_device.get()) + ",rootmode=40000,user_id=0,group_id=0,allow_other";
        m_isThere = m_device && ::mount("deaf", place.c_str(), "fuse", MS_NOSUID | MS_NODEV, options.c_str()) == 0;
    }
    ~DeafServer()
    {
        m_device.reset(); // whoever waits is let go
        ::umount2(m_place.c_str(), MNT_DETACH);
    }
    DeafServer(const DeafServer &) = delete;
    DeafServer &operator=(const DeafServer &) = delete;
    [[nodiscard]] bool isThere() const { return m_isThere; }

private:
    std::string m_place;
    UniqueFd m_device;
    bool m_isThere = false;
};

} // namespace vitrine::test
