// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ContainerSpec.h"

#include <QString>

#include <cstdint>

namespace vitrine::gui {

/// CLOCK_REALTIME in microseconds, as ContainerInfo counts.
std::int64_t nowUs();
/// When something was, as it stands after a verb: "just now", "5 min ago", "3 h ago", "yesterday", "on 12 November".
QString agoText(std::int64_t atUs, std::int64_t nowUs);
/// Where the files come from: "this computer", "debian-root", "app".
QString rootText(const spec::ContainerSpec &spec);

} // namespace vitrine::gui
