// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/FakePolkit.h"

#include <chrono>

namespace vitrine::test {

namespace {

constexpr std::uint64_t kTurnUs = 20'000;

} // namespace

FakePolkit::FakePolkit(const std::string &address)
    : m_thread([this, address] { run(address); })
{
    while (!m_isReady)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

FakePolkit::~FakePolkit()
{
    m_ends = true;
    m_thread.join();
}

void FakePolkit::refuse(const std::string &action)
{
    const std::lock_guard lock(m_mutex);
    m_refused = action;
}

void FakePolkit::grantHeld()
{
    m_grantsHeld = true;
}

std::vector<std::string> FakePolkit::questions()
{
    const std::lock_guard lock(m_mutex);
    return m_questions;
}

int FakePolkit::answer(sd_bus_message *message, bool isGranted)
{
    return sd_bus_reply_method_return(message, "(bba{ss})", isGranted ? 1 : 0, isGranted ? 0 : 1, 0);
}

int FakePolkit::onCheck(sd_bus_message *message, void *userdata, sd_bus_error *)
{
    auto *self = static_cast<FakePolkit *>(userdata);
    const char *kind = "";
    const char *key = "";
    const char *name = "";
    const char *action = "";
    if (sd_bus_message_read(message, "(sa{sv})s", &kind, 1, &key, "s", &name, &action) < 0)
        return -EINVAL;
    const std::lock_guard lock(self->m_mutex);
    self->m_questions.push_back(std::string(kind) + ' ' + key + ' ' + action);
    switch (self->m_mood) {
    case Mood::Garbage:
        return sd_bus_reply_method_return(message, "s", "yes");
    case Mood::Silent:
        self->m_held.emplace_back(sd_bus_message_ref(message));
        return 1;
    default:
        return answer(message, self->m_mood == Mood::Grant && self->m_refused != action);
    }
}

void FakePolkit::run(const std::string &address)
{
    static const sd_bus_vtable vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_METHOD("CheckAuthorization", "(sa{sv})sa{ss}us", "(bba{ss})", &FakePolkit::onCheck,
                      SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_VTABLE_END,
    };
    sd_bus *raw = nullptr;
    sd_bus_new(&raw);
    const bus::BusPtr bus(raw);
    sd_bus_set_address(raw, address.c_str());
    sd_bus_set_bus_client(raw, 1);
    sd_bus_start(raw);
    sd_bus_add_object_vtable(raw, nullptr, "/org/freedesktop/PolicyKit1/Authority",
                             "org.freedesktop.PolicyKit1.Authority", vtable, this);
    sd_bus_request_name(raw, "org.freedesktop.PolicyKit1", 0);
    m_isReady = true;
    while (!m_ends) {
        if (m_grantsHeld.exchange(false)) {
            const std::lock_guard lock(m_mutex);
            for (const auto &message : m_held)
                answer(message.get(), true);
            m_held.clear();
        }
        if (sd_bus_process(raw, nullptr) == 0)
            sd_bus_wait(raw, kTurnUs);
    }
    m_held.clear();
}

} // namespace vitrine::test
