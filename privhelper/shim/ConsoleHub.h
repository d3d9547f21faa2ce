// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "core/ipc/ConsoleFrame.h"

#include <poll.h>

#include <deque>
#include <functional>
#include <list>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::shim {

/// The clients that watch a container's output and type into it. One that does not read loses its connection when 256
/// KiB wait for it; the others and the container do not notice.
class ConsoleHub {
public:
    static constexpr std::size_t kMaxQueuedBytes = 256 * 1024;
    static constexpr std::size_t kMaxClients = 64;

    /// A new client's end; it sees what comes from now on. LimitExceeded over kMaxClients.
    Result<UniqueFd> open();
    void broadcast(ipc::FrameType type, std::string_view payload);

    /// What to poll for. Clients are not read while `acceptsInput` is false.
    void addTo(std::vector<pollfd> &polled, bool acceptsInput) const;
    /// Acts on what poll() found, in any order of `polled`.
    void handle(const std::vector<pollfd> &polled, const std::function<void(const ipc::ConsoleFrame &)> &onFrame);
    [[nodiscard]] bool hasQueued() const;

private:
    struct Client {
        UniqueFd fd;
        std::deque<std::string> queue;
        std::size_t queuedBytes = 0;
    };
    static bool send(Client &client, const std::string &packet);
    static bool flush(Client &client);
    static bool receive(Client &client, const std::function<void(const ipc::ConsoleFrame &)> &onFrame);

    std::list<Client> m_clients;
};

} // namespace vitrine::shim
