// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <string>

namespace vitrine::gui {

/// Asks the X server at `display` ("$DISPLAY") for a new cookie that makes whoever shows it an untrusted client of its
/// SECURITY extension, and returns its 16 bytes. The server forgets it when nobody has used it for some minutes. The
/// person's own cookie serves to ask, as for every program of theirs, and goes nowhere. Unsupported, with a sentence
/// that says what to do, when the server has no such extension, or lets in programs that show no cookie at all.
/// Waits for the server.
Result<std::string> makeUntrustedCookie(const std::string &display);

} // namespace vitrine::gui
