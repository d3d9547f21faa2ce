// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"
#include "gui/widgets/Mark.h"

namespace vitrine::gui {

/// The one line under a container's name. It states a cause.
struct News {
    QString text;
    Tone tone = Tone::Quiet; ///< Bad when something went wrong
    bool operator==(const News &) const = default;
};

News newsLine(const ContainerInfo &info, std::int64_t nowUs);
/// How the last run ended, in words: "out of memory at 256 MiB", "exit code 3".
QString endCause(const ipc::Ended &ended);
/// Whether an end is what a person would call a failure. TERM, INT, HUP and KILL are somebody's wish.
bool endedBadly(const ipc::Ended &ended);
Mark stateMark(const ContainerInfo &info);
/// The state in a word: "running", "ended badly".
QString stateText(const ContainerInfo &info);

} // namespace vitrine::gui
