// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/UniqueFd.h"
#include "privhelper/bus/SdBus.h"
#include "tests/support/TempTree.h"

#include <QProcess>
#include <QStringList>
#include <QtTest>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// So that a comparison that fails shows both.
template <> inline char *QTest::toString(const std::string &text)
{
    return qstrdup(text.c_str());
}

namespace vitrine::test {

/// What came back from a call.
struct Answer {
    std::string errorName; ///< "" when it succeeded
    std::string errorText;
    bus::MessagePtr message;

    explicit operator bool() const { return errorName.empty(); }
    [[nodiscard]] std::string text() const; ///< of the first value, a string or an object path
    [[nodiscard]] UniqueFd fd() const; ///< of the first value
};

/// A program on the bus, of any account: the bus believes the effective uid with which it connects, so a test that runs
/// as root may be anybody.
class BusClient {
public:
    BusClient(const std::string &address, uid_t uid);

    template <typename... Args>
    Answer call(const std::string &path, const char *interface, const char *member, const char *types = "",
                Args... args)
    {
        return send(path, interface, member, [&](sd_bus_message *message) {
            return *types == '\0' ? 0 : sd_bus_message_append(message, types, args...);
        });
    }
    Answer send(const std::string &path, const char *interface, const char *member,
                const std::function<int(sd_bus_message *)> &append);
    /// Sends and does not wait; take() gives the answer.
    template <typename... Args>
    std::uint64_t begin(const std::string &path, const char *interface, const char *member, const char *types = "",
                        Args... args)
    {
        return post(path, interface, member, [&](sd_bus_message *message) {
            return *types == '\0' ? 0 : sd_bus_message_append(message, types, args...);
        });
    }
    std::uint64_t post(const std::string &path, const char *interface, const char *member,
                       const std::function<int(sd_bus_message *)> &append);
    Answer take(std::uint64_t number);

    /// On a container of this id.
    template <typename... Args>
    Answer verb(const std::string &id, const char *member, const char *types = "", Args... args)
    {
        return call("/io/vitrine/Helper1/container/" + id, "io.vitrine.Container1", member, types, args...);
    }
    Answer start(const std::string &id) { return verb(id, "Start", "a{sh}", 0); }
    /// The new container's id, or "".
    std::string create(const std::string &specJson);
    std::string property(const std::string &id, const char *name);
    bool waitForState(const std::string &id, const std::string &state);
    /// GetManagedObjects: subscribes.
    std::vector<std::string> list();
    /// Signals since the last call, as "member path".
    std::vector<std::string> signalsUntil(const std::string &wanted);

private:
    bus::BusPtr m_bus;
    std::vector<std::pair<std::uint64_t, bus::MessagePtr>> m_answers;
    std::vector<std::string> m_signals;
    void pump(std::uint64_t timeoutUs);
};

/// What a rig runs.
struct HelperPrograms {
    std::string helper;
    std::string libexecDir; ///< the shim and the unpacker

    /// The real helper over FakeHost, with FakeShim and FakeUnpack.
    static HelperPrograms fakes();
};

/// A bus of the test's own and the helper on it.
class HelperRig {
public:
    explicit HelperRig(const std::vector<std::string> &options = {}, HelperPrograms programs = HelperPrograms::fakes());
    ~HelperRig();
    HelperRig(const HelperRig &) = delete;
    HelperRig &operator=(const HelperRig &) = delete;

    bool startHelper(const std::vector<std::string> &more = {});
    /// Runs another helper on the same host until it has ended by itself: its exit status and what it said, or -1 when
    /// it serves.
    std::pair<int, std::string> runSecondHelper(const std::vector<std::string> &more = {}) const;
    /// kill -9
    void killHelper();
    /// It has ended by itself within five seconds.
    bool helperEnds();
    [[nodiscard]] pid_t helperPid() const { return static_cast<pid_t>(m_helper.processId()); }
    [[nodiscard]] pid_t busPid() const { return static_cast<pid_t>(m_bus.processId()); }
    [[nodiscard]] std::string address() const;
    [[nodiscard]] std::unique_ptr<BusClient> client(uid_t uid = 0) const;
    [[nodiscard]] const TempTree &tree() const { return m_tree; }
    /// Names in a directory below the tree, e.g. "run".
    [[nodiscard]] std::vector<std::string> names(const std::string &directory) const;
    /// Nothing runs and nothing is left of any run.
    [[nodiscard]] bool isClean() const;
    /// Descriptors that the helper holds.
    [[nodiscard]] std::size_t helperDescriptors() const;
    [[nodiscard]] std::string journal();

private:
    [[nodiscard]] QStringList arguments(const std::vector<std::string> &more) const;

    TempTree m_tree;
    std::vector<std::string> m_options;
    HelperPrograms m_programs;
    QProcess m_bus;
    QProcess m_helper;
};

/// A specification whose command FakeShim understands, with `more` JSON members.
std::string specJson(const std::string &name, const std::string &command = "\"run\"", const std::string &more = {});

} // namespace vitrine::test
