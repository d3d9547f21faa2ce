// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusVariant>
#include <QObject>

namespace vitrine::gui {

/// Whether the person's desktop is set to dark, and when that changes: the setting "color-scheme" of the desktop
/// portal, which desktops have whether or not they bring a theme for Qt. Without a portal nothing is ever said.
class DesktopColors : public QObject {
    Q_OBJECT
public:
    explicit DesktopColors(QObject *parent = nullptr);

    /// What the portal's answer means; it comes wrapped in one variant or two.
    static bool meansDark(const QVariant &colorScheme);

signals:
    void prefersDark(bool dark);

private slots:
    void settingChanged(const QString &group, const QString &key, const QDBusVariant &value);
};

} // namespace vitrine::gui
