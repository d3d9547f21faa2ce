// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "privhelper/daemon/Event.h"
#include "privhelper/shim/ShimMessage.h"

#include <functional>
#include <memory>

namespace vitrine::daemon {

/// The helper's end of a conversation with a shim. What comes from there is checked as a caller's data would be.
class ShimConnection {
public:
    /// A message, or why one could not be read: see shim::isPeerGone(). It may destroy the connection.
    using Handler = std::function<void(Result<shim::ShimMessage>)>;

    /// `socket` must not block.
    static Result<std::unique_ptr<ShimConnection>> open(sd_event *loop, UniqueFd socket, Handler handler);
    /// Connects to shim.sock in a run directory. NotFound when nobody listens there.
    static Result<UniqueFd> connectTo(int runDirFd);

    Result<> send(shim::ShimMessageType type);

private:
    ShimConnection(UniqueFd socket, Handler handler);
    void onReadable();

    UniqueFd m_socket;
    Handler m_handler;
    EventSource m_source;
};

} // namespace vitrine::daemon
