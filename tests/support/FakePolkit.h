// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/bus/SdBus.h"

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace vitrine::test {

/// polkit's name on a test's bus, in a thread of its own.
class FakePolkit {
public:
    enum class Mood { Grant, Refuse, Garbage, Silent };

    explicit FakePolkit(const std::string &address);
    ~FakePolkit();
    FakePolkit(const FakePolkit &) = delete;
    FakePolkit &operator=(const FakePolkit &) = delete;

    void set(Mood mood) { m_mood = mood; }
    /// Refuses this action whatever the mood is.
    void refuse(const std::string &action);
    /// Answers, now with a yes, everything that it has been silent about.
    void grantHeld();
    /// "kind name action" of every question, as it came over the wire.
    std::vector<std::string> questions();

private:
    static int onCheck(sd_bus_message *message, void *userdata, sd_bus_error *error);
    static int answer(sd_bus_message *message, bool isGranted);
    void run(const std::string &address);

    std::atomic<Mood> m_mood{ Mood::Grant };
    std::atomic<bool> m_ends{ false };
    std::atomic<bool> m_isReady{ false };
    std::atomic<bool> m_grantsHeld{ false };
    std::mutex m_mutex;
    std::string m_refused;
    std::vector<std::string> m_questions;
    std::vector<bus::MessagePtr> m_held;
    std::thread m_thread;
};

} // namespace vitrine::test
