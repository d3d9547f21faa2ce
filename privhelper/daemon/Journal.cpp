// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/Journal.h"

#include <fmt/format.h>

#include <unistd.h>

#include <string>

namespace vitrine::daemon {

void journal(Level level, std::string_view line)
{
    std::string text;
    text.reserve(line.size());
    // A line feed from elsewhere would forge a line of its own.
    for (const char c : line)
        text.push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
    const std::string out = fmt::format("<{}>{}\n", static_cast<int>(level), text);
    // One write a line; a log that cannot be written is no reason to fail.
    if (::write(STDERR_FILENO, out.data(), out.size()) < 0)
        return;
}

} // namespace vitrine::daemon
