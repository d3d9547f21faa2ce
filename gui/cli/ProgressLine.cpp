// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/ProgressLine.h"

#include "core/spec/Sizes.h"
#include "gui/cli/OutputQueue.h"
#include "gui/cli/Terminal.h"

#include <fmt/format.h>
#include <unistd.h>

namespace vitrine::gui {

ProgressLine::ProgressLine()
    : m_isWatched(isTerminal(STDERR_FILENO))
{
}

ProgressLine::~ProgressLine()
{
    if (m_isShown)
        writeAll(STDERR_FILENO, "\n");
}

void ProgressLine::show(const std::string &text)
{
    if (!m_isWatched)
        return;
    m_isShown = true;
    writeAll(STDERR_FILENO, fmt::format("\r{:<60}", text));
}

std::string partText(std::uint64_t done, std::uint64_t total)
{
    if (total == 0)
        return spec::formatSize(done);
    return fmt::format("{} % of {}", done * 100 / total, spec::formatSize(total));
}

} // namespace vitrine::gui
