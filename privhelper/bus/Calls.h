// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Try.h"
#include "privhelper/bus/Authorizer.h"
#include "privhelper/bus/Callers.h"
#include "privhelper/daemon/Guard.h"
#include "privhelper/daemon/OperationTurn.h"
#include "privhelper/daemon/Quotas.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace vitrine::bus {

/// A method call from when it has been read until it is answered: who called, and what it holds meanwhile. It answers
/// once; one that is dropped unanswered answers with an error.
class Call {
public:
    Call(sd_bus_message *message, std::uint32_t uid, daemon::Quota::Ticket ticket);
    Call(const Call &) = delete;
    Call &operator=(const Call &) = delete;
    ~Call();

    [[nodiscard]] std::uint32_t uid() const { return m_uid; }
    [[nodiscard]] const char *sender() const { return sd_bus_message_get_sender(m_message.get()); }
    [[nodiscard]] bool mayInteract() const;
    void hold(daemon::OperationToken token) { m_token = std::move(token); }
    /// For work that goes on when the call has been answered.
    [[nodiscard]] daemon::OperationToken token() const { return m_token; }

    /// `append` writes the values of the answer and returns sd-bus's result.
    void reply(const std::function<int(sd_bus_message *)> &append = {});
    void fail(const Error &error);
    /// reply() or fail().
    void finish(const Result<> &result);

private:
    void release();

    MessagePtr m_message;
    std::uint32_t m_uid;
    daemon::Quota::Ticket m_ticket;
    daemon::OperationToken m_token;
    bool m_isAnswered = false;
};
using CallPtr = std::shared_ptr<Call>;

/// The gate that every verb passes: the caller's identity, quota and authorisation.
class Gate {
public:
    explicit Gate(Authorizer &authorizer);

    Result<std::uint32_t> uidOf(sd_bus_message *message) { return m_callers.uidOf(message); }
    /// Takes one of the caller's places for operations.
    Result<CallPtr> open(sd_bus_message *message);
    /// Opens the call and runs `body`, which may read and check what the caller sent: its failure is the answer. So a
    /// caller that is over the quota costs no more than the refusal.
    template <typename Body> Result<> admit(sd_bus_message *message, Body &&body)
    {
        VITRINE_TRY_ASSIGN(const CallPtr call, open(message));
        if (const auto done = daemon::guard([&]() -> Result<> { return body(call); }); !done)
            call->fail(done.error());
        return {};
    }
    /// Asks for one action after the other. `granted` runs when all are granted; otherwise the call is answered with
    /// the refusal. The caller must look everything up anew in `granted`, for time has passed.
    void authorize(const CallPtr &call, std::vector<std::string> actions, std::function<void()> granted);

    daemon::Quota &execs() { return m_execs; }
    daemon::Quota &files() { return m_files; }
    Authorizer &authorizer() { return m_authorizer; }
    [[nodiscard]] bool isIdle() const { return m_operations.isUnused(); }

private:
    Callers m_callers;
    Authorizer &m_authorizer;
    daemon::Quota m_operations;
    daemon::Quota m_execs;
    daemon::Quota m_files;
};

/// The body of a method handler as sd-bus wants it: an error, thrown or returned, becomes the answer.
template <auto Method, typename Object> int handleCall(sd_bus_message *message, void *userdata, sd_bus_error *)
{
    const auto handled =
        daemon::guard([&]() -> Result<> { return (static_cast<Object *>(userdata)->*Method)(message); });
    if (!handled)
        replyError(message, handled.error());
    return 1;
}

} // namespace vitrine::bus
