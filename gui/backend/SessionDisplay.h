// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/plan/DisplayPlan.h"
#include "gui/backend/Sources.h"

#include <string>
#include <vector>

namespace vitrine::gui {

/// The display of this session, as far as its environment and its files tell.
struct SessionDisplay {
    plan::DisplayServer server = plan::DisplayServer::None;
    std::string socket; ///< absolute path
    std::string name; ///< X11: "$DISPLAY"
    bool hasBoth = false; ///< Wayland, and an X server for those that know nothing else
};

/// Unsupported, with a sentence, when there is none that a container could use. Wayland goes before X11: a client of
/// Xwayland could reach the windows of the other ones.
Result<SessionDisplay> findSessionDisplay();

/// What a start hands over for it: the Wayland socket, or the X server's with a fresh cookie for an untrusted client.
Result<std::vector<Source>> openSessionDisplay();

} // namespace vitrine::gui
