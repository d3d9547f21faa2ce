// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <cstdint>

namespace vitrine::sys {

struct Pty {
    UniqueFd controller;
    UniqueFd terminal; ///< what the command gets
};

/// A pair from the devpts that is mounted at /dev/pts of this process's root, and from nothing else: a program inside
/// may have put its own file there.
Result<Pty> openPty();

Result<> setWindowSize(int controllerFd, std::uint16_t rows, std::uint16_t columns);

/// A new session whose controlling terminal is `terminalFd` (-1: none).
Result<> startSession(int terminalFd);

} // namespace vitrine::sys
