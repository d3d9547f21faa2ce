// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/MarkText.h"

#include "gui/format/Translate.h"

#include <algorithm>
#include <limits>

namespace vitrine::gui {

namespace {

using metrics::MarkKind;

} // namespace

QString markTitle(const metrics::Mark &mark)
{
    const int count = static_cast<int>(std::min<std::uint64_t>(mark.count, std::numeric_limits<int>::max()));
    switch (mark.kind) {
    case MarkKind::OutOfMemory:
        return tr("Out of memory: %n process(es) killed", nullptr, count);
    case MarkKind::StartRefused:
        return tr("%n process start(s) refused", nullptr, count);
    case MarkKind::Throttled:
        return tr("Throttled: its CPU time was used up");
    case MarkKind::SlowedDown:
        return tr("Slowed down: above the soft limit of memory");
    case MarkKind::LimitChanged:
        return tr("Limit changed");
    case MarkKind::Started:
        return tr("Started");
    case MarkKind::Paused:
        return tr("Paused");
    case MarkKind::Resumed:
        return tr("Resumed");
    case MarkKind::Ended:
        return tr("Ended");
    }
    return {};
}

QString markDetail(const metrics::Mark &mark)
{
    return mark.kind == MarkKind::LimitChanged ? QString::fromStdString(mark.text) : QString();
}

bool isTrouble(MarkKind kind)
{
    switch (kind) {
    case MarkKind::OutOfMemory:
    case MarkKind::StartRefused:
    case MarkKind::Throttled:
    case MarkKind::SlowedDown:
        return true;
    case MarkKind::LimitChanged:
    case MarkKind::Started:
    case MarkKind::Paused:
    case MarkKind::Resumed:
    case MarkKind::Ended:
        return false;
    }
    return false;
}

} // namespace vitrine::gui
