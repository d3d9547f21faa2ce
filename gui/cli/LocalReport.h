// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ipc/SystemReport.h"

#include <string_view>

namespace vitrine::gui {

/// What can be said of this computer when the helper does not answer: its control groups, and why the helper is silent.
/// `mounts` is the text of /proc/self/mounts, `controllers` that of cgroup.controllers at the version 2 mount.
ipc::SystemReport localReport(std::string_view mounts, std::string_view controllers, std::string_view helperError);
/// The same, read from this machine.
ipc::SystemReport localReport(std::string_view helperError);

} // namespace vitrine::gui
