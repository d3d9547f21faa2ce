// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/bus/Calls.h"

#include "privhelper/daemon/Journal.h"

#include <fmt/format.h>

#include <utility>

namespace vitrine::bus {

Call::Call(sd_bus_message *message, std::uint32_t uid, daemon::Quota::Ticket ticket)
    : m_message(sd_bus_message_ref(message))
    , m_uid(uid)
    , m_ticket(std::move(ticket))
{
}

Call::~Call()
{
    if (!m_isAnswered)
        replyError(m_message.get(), Error{ ErrorCode::System, 0, "the call was given up" });
}

bool Call::mayInteract() const
{
    return sd_bus_message_get_allow_interactive_authorization(m_message.get()) > 0;
}

void Call::release()
{
    m_isAnswered = true;
    m_token.reset();
    m_ticket.reset();
}

void Call::reply(const std::function<int(sd_bus_message *)> &append)
{
    if (m_isAnswered)
        return;
    // Before the answer: whoever has it may come with the next call at once.
    release();
    sd_bus_message *raw = nullptr;
    int r = sd_bus_message_new_method_return(m_message.get(), &raw);
    const MessagePtr answer(raw);
    if (r >= 0 && append)
        r = append(answer.get());
    if (r >= 0)
        r = sd_bus_send(nullptr, answer.get(), nullptr);
    if (r < 0)
        replyError(m_message.get(), Error::fromErrno(-r, "answering a call"));
}

void Call::fail(const Error &error)
{
    if (m_isAnswered)
        return;
    release();
    if (error.code == ErrorCode::System || error.code == ErrorCode::Protocol)
        daemon::journal(
            daemon::Level::Error,
            fmt::format("{} for uid {}: {}", sd_bus_message_get_member(m_message.get()), m_uid, error.what));
    replyError(m_message.get(), error);
}

void Call::finish(const Result<> &result)
{
    if (result)
        reply();
    else
        fail(result.error());
}

Gate::Gate(Authorizer &authorizer)
    : m_authorizer(authorizer)
    , m_operations("operations under way", daemon::kMaxOperationsPerUser)
    , m_execs("commands in containers", daemon::kMaxExecsPerUser)
    , m_files("looks at files of containers", daemon::kMaxFilesPerUser)
{
}

Result<CallPtr> Gate::open(sd_bus_message *message)
{
    VITRINE_TRY_ASSIGN(const std::uint32_t uid, m_callers.uidOf(message));
    VITRINE_TRY_ASSIGN(daemon::Quota::Ticket ticket, m_operations.take(uid));
    return std::make_shared<Call>(message, uid, std::move(ticket));
}

void Gate::authorize(const CallPtr &call, std::vector<std::string> actions, std::function<void()> granted)
{
    if (actions.empty())
        return granted();
    const Question question{ call->sender(), call->uid(), actions.front(), call->mayInteract() };
    actions.erase(actions.begin());
    m_authorizer.check(question,
                       [this, call, rest = std::move(actions), granted = std::move(granted)](const Result<> &answer) {
                           const auto passed = daemon::guard([&]() -> Result<> {
                               VITRINE_TRY(answer);
                               authorize(call, rest, granted);
                               return {};
                           });
                           if (!passed)
                               call->fail(passed.error());
                       });
}

} // namespace vitrine::bus
