// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/MarkText.h"

#include "gui/format/Translate.h"

namespace vitrine::gui {

namespace {

using metrics::MarkKind;

} // namespace

QString markTitle(const metrics::Mark &mark)
{
    switch (mark.kind) {
    case MarkKind::OutOfMemory:
        return mark.count == 1 ? tr("Out of memory: a process was killed")
                               : tr("Out of memory: %1 processes were killed").arg(mark.count);
    case MarkKind::StartRefused:
        return mark.count == 1 ? tr("A process start was refused")
                               : tr("%1 process starts were refused").arg(mark.count);
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
