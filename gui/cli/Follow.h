// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

#include <functional>

namespace vitrine::gui {

/// The newest that was known of one container, kept after it is removed.
class Follow : public QObject {
    Q_OBJECT
public:
    Follow(Backend &backend, const QString &id);

    [[nodiscard]] const ContainerInfo &info() const { return m_info; }
    [[nodiscard]] bool isRemoved() const { return m_isRemoved; }
    /// Waits until `isSo` holds, it is removed or the helper is lost, at most so long (-1: without end); whether it
    /// holds then.
    bool waitUntil(const std::function<bool(const ContainerInfo &)> &isSo, int timeoutMs = -1);
    /// Lets waitUntil() return at once.
    void giveUp();

Q_SIGNALS:
    void changed();

private:
    void update();

    Backend &m_backend;
    QString m_id;
    ContainerInfo m_info;
    bool m_isRemoved = false;
    bool m_isGivenUp = false;
};

/// Lets the event loop run for so long.
void waitMs(int ms);

} // namespace vitrine::gui
