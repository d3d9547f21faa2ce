// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <string>
#include <string_view>

namespace vitrine::sys {

/// Kernel settings below /proc/sys, through a procfs instance of our own that is mounted nowhere: nothing laid over
/// /proc can stand in for one. Those below net/ are of the calling thread's network namespace.
class ProcSys {
public:
    static Result<ProcSys> open();

    /// `name` is relative, "net/ipv4/conf/eth0/forwarding". NotFound when there is no such setting.
    [[nodiscard]] Result<std::string> read(const std::string &name) const;
    [[nodiscard]] Result<> write(const std::string &name, std::string_view value) const;

private:
    [[nodiscard]] Result<UniqueFd> openSetting(const std::string &name, int flags) const;
    UniqueFd m_sys;
};

} // namespace vitrine::sys
