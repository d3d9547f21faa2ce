// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/bus/PolkitAuthorizer.h"

#include "core/base/Try.h"
#include "privhelper/daemon/Guard.h"
#include "privhelper/daemon/Journal.h"

#include <fmt/format.h>

#include <cstdlib>
#include <string_view>

namespace vitrine::bus {

namespace {

constexpr const char *kPolkitName = "org.freedesktop.PolicyKit1";
constexpr const char *kPolkitPath = "/org/freedesktop/PolicyKit1/Authority";
constexpr const char *kPolkitInterface = "org.freedesktop.PolicyKit1.Authority";
constexpr std::uint32_t kAllowUserInteraction = 1;
constexpr std::uint64_t kUsPerSecond = 1'000'000;
constexpr std::uint64_t kTimeoutUs = 25 * kUsPerSecond;
/// A person has to read a dialog and type a password.
constexpr std::uint64_t kInteractiveTimeoutUs = 120 * kUsPerSecond;

tl::unexpected<Error> refusal(const std::string &action, std::string_view why)
{
    return failure(ErrorCode::NotAuthorized, fmt::format("{} is not granted: {}", action, why));
}

/// Whether polkit is among the names; frees the list.
bool takeNames(char **names)
{
    bool found = false;
    for (char **name = names; name != nullptr && *name != nullptr; ++name) {
        found = found || std::string_view(*name) == kPolkitName;
        ::free(*name);
    }
    ::free(names);
    return found;
}

} // namespace

PolkitAuthorizer::PolkitAuthorizer(sd_bus *bus)
    : m_bus(bus)
{
}

PolkitAuthorizer::~PolkitAuthorizer() = default;

void PolkitAuthorizer::check(const Question &question, std::function<void(Result<>)> answer)
{
    auto pending = std::make_unique<Pending>();
    pending->owner = this;
    pending->number = m_next++;
    pending->action = question.action;
    pending->answer = std::move(answer);
    Pending &kept = *pending;
    m_pending.emplace(kept.number, std::move(pending));
    if (auto asked = ask(question, kept); !asked)
        settle(kept.number, refusal(question.action, asked.error().what));
}

Result<> PolkitAuthorizer::ask(const Question &question, Pending &pending)
{
    // A caller that leaves takes its question along: an answer that comes later is to nobody.
    sd_bus_track *track = nullptr;
    VITRINE_TRY(checked(sd_bus_track_new(
                            m_bus, &track,
                            [](sd_bus_track *, void *userdata) {
                                auto *gone = static_cast<Pending *>(userdata);
                                gone->owner->settle(gone->number, refusal(gone->action, "the caller is gone"));
                                return 0;
                            },
                            &pending),
                        "watching the caller"));
    pending.caller.reset(track);
    VITRINE_TRY(checked(sd_bus_track_add_name(track, question.sender.c_str()), "watching the caller"));

    sd_bus_message *raw = nullptr;
    VITRINE_TRY(checked(
        sd_bus_message_new_method_call(m_bus, &raw, kPolkitName, kPolkitPath, kPolkitInterface, "CheckAuthorization"),
        "asking polkit"));
    const MessagePtr message(raw);
    const std::uint32_t flags = question.mayInteract ? kAllowUserInteraction : 0;
    VITRINE_TRY(checked(sd_bus_message_append(message.get(), "(sa{sv})sa{ss}us", "system-bus-name", 1, "name", "s",
                                              question.sender.c_str(), question.action.c_str(), 0, flags, ""),
                        "asking polkit"));
    sd_bus_slot *slot = nullptr;
    const auto answered = [](sd_bus_message *reply, void *userdata, sd_bus_error *) {
        auto *asked = static_cast<Pending *>(userdata);
        auto result = daemon::guard([&] { return decision(reply, asked->action); });
        asked->owner->settle(asked->number, std::move(result));
        return 0;
    };
    VITRINE_TRY(checked(sd_bus_call_async(m_bus, &slot, message.get(), answered, &pending,
                                          question.mayInteract ? kInteractiveTimeoutUs : kTimeoutUs),
                        "asking polkit"));
    pending.call.reset(slot);
    return {};
}

Result<> PolkitAuthorizer::decision(sd_bus_message *reply, const std::string &action)
{
    if (const sd_bus_error *error = sd_bus_message_get_error(reply))
        return refusal(action, fmt::format("polkit did not answer ({})", error->name));
    int isAuthorized = 0;
    int isChallenge = 0;
    if (sd_bus_message_enter_container(reply, SD_BUS_TYPE_STRUCT, "bba{ss}") <= 0
        || sd_bus_message_read(reply, "bb", &isAuthorized, &isChallenge) < 0)
        return refusal(action, "polkit's answer could not be understood");
    if (isAuthorized == 1)
        return {};
    if (isChallenge == 0)
        return refusal(action, "the system's policy forbids it");
    // Where somebody could be asked, polkit has asked, and does not say this.
    return refusal(action, "an administrator has to agree, and nobody could be asked for a password here");
}

void PolkitAuthorizer::describe(daemon::HelperFacts &facts)
{
    char **acquired = nullptr;
    char **activatable = nullptr;
    // Asks the bus, not polkit: this waits for nobody whom a caller could hold up.
    const int r = sd_bus_list_names(m_bus, &acquired, &activatable);
    const bool runs = r >= 0 && takeNames(acquired);
    const bool starts = r >= 0 && takeNames(activatable);
    if (runs || starts) {
        facts.authorizationDetail = runs ? "polkit answers" : "polkit starts when it is asked";
        return;
    }
    facts.authorizationStatus = ipc::ItemStatus::NotAvailable;
    facts.authorizationDetail = "polkit is not on the bus, so nobody is granted anything";
    facts.authorizationAdvice = "Install polkit (the package polkitd or policykit-1)";
}

void PolkitAuthorizer::settle(std::uint64_t number, Result<> result)
{
    const auto found = m_pending.find(number);
    if (found == m_pending.end())
        return;
    const std::unique_ptr<Pending> pending = std::move(found->second);
    m_pending.erase(found);
    const auto told = daemon::guard([&]() -> Result<> {
        pending->answer(std::move(result));
        return {};
    });
    if (!told)
        daemon::journal(daemon::Level::Error, told.error().what);
}

} // namespace vitrine::bus
