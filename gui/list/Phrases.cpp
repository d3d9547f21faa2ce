// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/list/Phrases.h"

#include "gui/format/Translate.h"

#include <QDateTime>
#include <QFileInfo>
#include <QLocale>

namespace vitrine::gui {

namespace {
constexpr std::int64_t kSecondUs = 1'000'000;
constexpr std::int64_t kMinuteUs = 60 * kSecondUs;
constexpr std::int64_t kHourUs = 60 * kMinuteUs;

} // namespace

std::int64_t nowUs()
{
    return QDateTime::currentMSecsSinceEpoch() * 1000;
}

QString agoText(std::int64_t atUs, std::int64_t nowUs)
{
    const std::int64_t elapsed = nowUs - atUs;
    if (elapsed < kMinuteUs)
        return tr("just now");
    const QDate day = QDateTime::fromMSecsSinceEpoch(atUs / 1000).date();
    const QDate today = QDateTime::fromMSecsSinceEpoch(nowUs / 1000).date();
    if (elapsed < kHourUs)
        return tr("%1 min ago").arg(elapsed / kMinuteUs);
    if (day == today || elapsed < 6 * kHourUs)
        return tr("%1 h ago").arg(elapsed / kHourUs);
    if (day.daysTo(today) == 1)
        return tr("yesterday");
    return tr("on %1").arg(
        QLocale().toString(day, day.year() == today.year() ? QStringLiteral("d MMMM") : QStringLiteral("d MMMM yyyy")));
}

QString rootText(const spec::ContainerSpec &spec)
{
    if (!spec.desktop.appId.empty())
        return tr("app");
    if (spec.root.kind == spec::RootKind::Host)
        return tr("this computer");
    if (spec.root.kind == spec::RootKind::Image)
        return QString::fromStdString(spec.root.path);
    return QFileInfo(QString::fromStdString(spec.root.path)).fileName();
}

} // namespace vitrine::gui
