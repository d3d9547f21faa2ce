// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

namespace vitrine::gui {

/// Starts a container that was just created, at once or as soon as its archive is unpacked, and then deletes itself.
/// A container that never gets that far is not started: its `ended` says why.
class StartWhenPrepared : public QObject {
    Q_OBJECT
public:
    StartWhenPrepared(Backend &backend, QString id, QObject *parent);

signals:
    void failed(const QString &id, const vitrine::Error &error);

private:
    void look();

    Backend &m_backend;
    QString m_id;
    bool m_isStarting = false;
};

} // namespace vitrine::gui
