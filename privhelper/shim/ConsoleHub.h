// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "core/ipc/ConsoleFrame.h"

#include <poll.h>

#include <chrono>
#include <deque>
#include <functional>
#include <list>
#include <optional>
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
    static constexpr std::chrono::milliseconds kMaxWait{ 1000 };
    using Clock = std::chrono::steady_clock;

    /// A new client's end; it sees what comes from now on. LimitExceeded over kMaxClients.
    Result<UniqueFd> open();
    void broadcast(ipc::FrameType type, std::string_view payload);

    /// What to poll for. Clients are not read while `acceptsInput` is false.
    void addTo(std::vector<pollfd> &polled, bool acceptsInput) const;
    /// Acts on what poll() found, in any order of `polled`.
    void handle(const std::vector<pollfd> &polled, const std::function<void(const ipc::ConsoleFrame &)> &onFrame);
    [[nodiscard]] bool hasQueued() const;
    /// Until when no more output should be read, for clients that are behind; nothing when none is.
    [[nodiscard]] std::optional<Clock::time_point> waitsUntil() const;

private:
    struct Client {
        UniqueFd fd;
        std::deque<std::string> queue;
        std::size_t queuedBytes = 0;
        std::optional<Clock::time_point> behindSince; ///< over half of the queue; until it is empty
    };
    static bool send(Client &client, const std::string &packet);
    static bool flush(Client &client);
    static bool receive(Client &client, const std::function<void(const ipc::ConsoleFrame &)> &onFrame);

    std::list<Client> m_clients;
};

} // namespace vitrine::shim
