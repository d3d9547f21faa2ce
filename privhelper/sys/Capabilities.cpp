// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/Capabilities.h"

#include <fmt/format.h>

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace vitrine::sys {

namespace {

constexpr CapabilitySet bit(int capability)
{
    return CapabilitySet{ 1 } << capability;
}

} // namespace

CapabilitySet defaultCapabilities()
{
    return bit(CAP_CHOWN) | bit(CAP_DAC_OVERRIDE) | bit(CAP_FOWNER) | bit(CAP_FSETID) | bit(CAP_KILL) | bit(CAP_SETGID)
        | bit(CAP_SETUID) | bit(CAP_SETPCAP) | bit(CAP_NET_BIND_SERVICE) | bit(CAP_SYS_CHROOT) | bit(CAP_SETFCAP);
}

CapabilitySet reaperCapabilities()
{
    return bit(CAP_KILL);
}

CapabilitySet filesCapabilities()
{
    return bit(CAP_CHOWN) | bit(CAP_DAC_OVERRIDE) | bit(CAP_FOWNER) | bit(CAP_FSETID);
}

Result<> limitCapabilities(CapabilitySet keep)
{
    for (int capability = 0; capability < 64; ++capability) {
        const int held = ::prctl(PR_CAPBSET_READ, capability, 0, 0, 0);
        if (held < 0)
            break; // the first number that this kernel does not know
        if (held > 0 && (keep & bit(capability)) == 0 && ::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0)
            return failErrno(errno, fmt::format("dropping capability {} from the bounding set", capability));
    }
    if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0)
        return failErrno(errno, "clearing the ambient capabilities");
    return {};
}

Result<> setCapabilities(CapabilitySet keep)
{
    __user_cap_header_struct header{ _LINUX_CAPABILITY_VERSION_3, 0 };
    std::array<__user_cap_data_struct, 2> data{};
    for (std::size_t word = 0; word < data.size(); ++word) {
        data[word].permitted = static_cast<std::uint32_t>(keep >> (32 * word));
        data[word].effective = data[word].permitted;
    }
    if (::syscall(SYS_capset, &header, data.data()) < 0)
        return failErrno(errno, "setting the capabilities");
    return {};
}

Result<> setNoNewPrivileges()
{
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return failErrno(errno, "giving up new privileges");
    return {};
}

} // namespace vitrine::sys
