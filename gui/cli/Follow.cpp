// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/Follow.h"

#include <QEventLoop>
#include <QTimer>

namespace vitrine::gui {

Follow::Follow(Backend &backend, const QString &id)
    : m_backend(backend)
    , m_id(id)
{
    connect(&backend, &Backend::containerAdded, this, [this](const QString &which) {
        if (which == m_id)
            update();
    });
    connect(&backend, &Backend::containerChanged, this, [this](const QString &which) {
        if (which == m_id)
            update();
    });
    connect(&backend, &Backend::containerRemoved, this, [this](const QString &which) {
        if (which == m_id) {
            m_isRemoved = true;
            Q_EMIT changed();
        }
    });
    connect(&backend, &Backend::connectionChanged, this, &Follow::changed);
    update();
}

void Follow::update()
{
    if (auto info = m_backend.container(m_id)) {
        m_info = std::move(*info);
        Q_EMIT changed();
    }
}

void Follow::giveUp()
{
    m_isGivenUp = true;
    Q_EMIT changed();
}

bool Follow::waitUntil(const std::function<bool(const ContainerInfo &)> &isSo, int timeoutMs)
{
    QEventLoop loop;
    bool isOver = false;
    const auto look = [&] {
        isOver = isSo(m_info) || m_isRemoved || m_isGivenUp || m_backend.connection() == Connection::Lost;
        if (isOver)
            loop.quit();
    };
    connect(this, &Follow::changed, &loop, look);
    look();
    if (!isOver) {
        if (timeoutMs >= 0)
            QTimer::singleShot(timeoutMs, &loop, &QEventLoop::quit);
        loop.exec();
    }
    return isSo(m_info);
}

void waitMs(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace vitrine::gui
