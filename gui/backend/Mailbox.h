// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/HelperClient.h"

#include <mutex>

namespace vitrine::gui {

/// Where a thread that may outlive the client (an open() on a dead network share never comes back) leaves its result.
struct HelperClient::Mailbox {
    explicit Mailbox(HelperClient *owner)
        : client(owner)
    {
    }
    void close()
    {
        const std::lock_guard lock(mutex);
        client = nullptr;
    }
    void post(std::function<void()> task)
    {
        const std::lock_guard lock(mutex);
        if (client)
            QMetaObject::invokeMethod(client, std::move(task), Qt::QueuedConnection);
    }

    std::mutex mutex;
    HelperClient *client;
};

} // namespace vitrine::gui
