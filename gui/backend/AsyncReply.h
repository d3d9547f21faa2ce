// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"
#include "gui/backend/BusError.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>

namespace vitrine::gui {

/// Turns the answer of one call into `reply`. The watcher belongs to the receiver, so that a reply nobody wants any
/// more is dropped. `read` makes the value from a good reply whose signature is `signature`.
template <typename T, typename Read>
void whenAnswered(const QDBusPendingCall &call, QObject *fallback, Reply<T> reply, const QString &signature, Read read)
{
    auto *watcher = new QDBusPendingCallWatcher(call, reply.receiver ? reply.receiver : fallback);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, watcher,
                     [reply = std::move(reply), signature, read](QDBusPendingCallWatcher *finished) {
                         finished->deleteLater();
                         if (!reply.done)
                             return;
                         const QDBusMessage message = finished->reply();
                         if (message.type() != QDBusMessage::ReplyMessage)
                             reply.done(Result<T>(failure(busError(message))));
                         else if (message.signature() != signature)
                             reply.done(Result<T>(failure(unexpectedReply(message))));
                         else
                             reply.done(read(message));
                     });
}

/// Fails a call that never left, from the event loop as every answer comes.
template <typename T> void failLater(QObject *fallback, Reply<T> reply, Error error)
{
    QObject *receiver = reply.receiver ? reply.receiver : fallback;
    QMetaObject::invokeMethod(
        receiver,
        [reply = std::move(reply), error = std::move(error)] {
            if (reply.done)
                reply.done(Result<T>(failure(error)));
        },
        Qt::QueuedConnection);
}

} // namespace vitrine::gui
