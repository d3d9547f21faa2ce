// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/ChartMark.h"

#include <QCoreApplication>

namespace vitrine::gui {

namespace {

constexpr double kRepeatSeconds = 10;

QString tr(const char *text)
{
    return QCoreApplication::translate("ChartMark", text);
}

} // namespace

QString markTitle(const ChartMark &mark)
{
    switch (mark.kind) {
    case MarkKind::Started:
        return tr("Started");
    case MarkKind::Ended:
        return tr("Ended");
    case MarkKind::Paused:
        return tr("Paused");
    case MarkKind::Resumed:
        return tr("Resumed");
    case MarkKind::OutOfMemory:
        return mark.count == 1 ? tr("Out of memory: a process was killed")
                               : tr("Out of memory: %1 processes were killed").arg(mark.count);
    case MarkKind::StartRefused:
        return mark.count == 1 ? tr("A process start was refused")
                               : tr("%1 process starts were refused").arg(mark.count);
    case MarkKind::Throttled:
        return tr("Throttled: its CPU time was used up");
    case MarkKind::LimitChanged:
        return tr("Limit changed");
    case MarkKind::Noted:
        return tr("Marked");
    }
    return {};
}

bool isRepeat(const ChartMark &earlier, const ChartMark &later)
{
    if (earlier.kind != later.kind || later.time - earlier.lastTime > kRepeatSeconds)
        return false;
    return later.kind == MarkKind::StartRefused || later.kind == MarkKind::Throttled
        || later.kind == MarkKind::OutOfMemory;
}

} // namespace vitrine::gui
