// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/bus/Authorizer.h"
#include "privhelper/bus/SdBus.h"

#include <map>
#include <memory>

namespace vitrine::bus {

/// Asks polkit, with the sender's unique name as the subject and nothing else about it. No answer is kept for later.
/// polkit missing, an error, a time-out or a caller that is gone is a no.
class PolkitAuthorizer : public Authorizer {
public:
    explicit PolkitAuthorizer(sd_bus *bus);
    ~PolkitAuthorizer() override;

    void check(const Question &question, std::function<void(Result<>)> answer) override;
    void describe(daemon::HelperFacts &facts) override;

private:
    struct Pending {
        PolkitAuthorizer *owner = nullptr;
        std::uint64_t number = 0;
        std::string action;
        std::function<void(Result<>)> answer;
        TrackPtr caller;
        SlotPtr call;
    };

    Result<> ask(const Question &question, Pending &pending);
    void settle(std::uint64_t number, Result<> result);
    static Result<> decision(sd_bus_message *reply, const std::string &action);

    sd_bus *m_bus;
    std::uint64_t m_next = 1;
    std::map<std::uint64_t, std::unique_ptr<Pending>> m_pending;
};

} // namespace vitrine::bus
