// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/StartWhenPrepared.h"

#include "core/base/UniqueFd.h"

#include <QTimer>

namespace vitrine::gui {

StartWhenPrepared::StartWhenPrepared(Backend &backend, QString id, QObject *parent)
    : QObject(parent)
    , m_backend(backend)
    , m_id(std::move(id))
{
    const auto lookIfMine = [this](const QString &changed) {
        if (changed == m_id)
            look();
    };
    connect(&m_backend, &Backend::containerAdded, this, lookIfMine);
    connect(&m_backend, &Backend::containerChanged, this, lookIfMine);
    connect(&m_backend, &Backend::containerRemoved, this, [this](const QString &removed) {
        if (removed == m_id)
            deleteLater();
    });
    // From the event loop, so that whoever made this can connect to failed() first.
    QTimer::singleShot(0, this, &StartWhenPrepared::look);
}

void StartWhenPrepared::look()
{
    const auto info = m_backend.container(m_id);
    if (m_isStarting || !info || info->state == ipc::ContainerState::Preparing)
        return;
    if (info->state != ipc::ContainerState::Created) {
        deleteLater();
        return;
    }
    m_isStarting = true;
    m_backend.startContainer(m_id, { this, [this](Result<std::shared_ptr<UniqueFd>> console) {
                                        if (!console)
                                            emit failed(m_id, console.error());
                                        deleteLater();
                                    } });
}

} // namespace vitrine::gui
