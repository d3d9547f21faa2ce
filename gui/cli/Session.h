// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"
#include "gui/cli/TextAgent.h"

#include <QEventLoop>

#include <optional>
#include <string>

namespace vitrine::gui {

/// One command's talk with the helper: asks, and waits for the answer, as a command line may.
class Session {
public:
    /// `agent` is the program that asks for a password in the terminal, should one be wanted; null for none.
    explicit Session(Backend &backend, const char *agent = nullptr)
        : m_backend(backend)
        , m_agentProgram(agent)
    {
    }

    Backend &backend() { return m_backend; }
    /// Reads the containers; the reason in words when there is no helper.
    Result<> connect();
    /// By name, by id, or by the beginning of an id that only one has. Connects when that has not been done.
    Result<ContainerInfo> find(const std::string &nameOrId);
    Result<std::vector<ContainerInfo>> all();

    /// ask<void>([&](Reply<void> reply) { backend.pause(id, reply); })
    template <typename T, typename Call> Result<T> ask(Call call)
    {
        if (m_agent)
            m_agent->waitUntilReady();
        std::optional<Result<T>> answer;
        QEventLoop loop;
        QObject receiver;
        call(Reply<T>{ &receiver, [&](Result<T> given) {
                          answer = std::move(given);
                          loop.quit();
                      } });
        if (!answer)
            loop.exec();
        return std::move(*answer);
    }

private:
    Backend &m_backend;
    const char *m_agentProgram;
    std::optional<TextAgent> m_agent; ///< from the first connection on, beside which it starts
};

} // namespace vitrine::gui
