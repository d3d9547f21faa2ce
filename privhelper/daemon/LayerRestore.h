// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/daemon/Context.h"
#include "privhelper/daemon/Quotas.h"

#include <string>

namespace vitrine::daemon {

/// Takes `path` ("": everything) out of the writable layer of a container that does not run, in a process of its own
/// (vitrine-shim restore). `done` says how many files went; until then nothing else may be done with the layer.
void restoreLayer(Context &context, const ContainerRecord &record, const Sources &sources, const std::string &path,
                  Quota::Ticket ticket, const Done<std::uint64_t> &done);

} // namespace vitrine::daemon
