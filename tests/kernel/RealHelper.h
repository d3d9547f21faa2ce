// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/PeerBus.h"

#include <memory>
#include <string>

namespace vitrine::tests {

/// The real helper and the real shim on a bus of their own, with a way to the outside, all in a sandbox
/// (tests/support/Sandbox.h), and one container: on this computer's files, with a private network and a shared folder.
class RealHelper {
public:
    RealHelper();

    [[nodiscard]] test::HelperRig &rig() { return *m_rig; }
    [[nodiscard]] test::BusClient &client() { return *m_client; }
    /// Of the test's own.
    [[nodiscard]] const test::TempTree &tree() const { return m_tree; }

    bool isThere() { return static_cast<bool>(m_client->call(kPath, kInterface, "Ping")); }
    /// Create and Start, each of which may fail.
    test::Answer startContainer();
    /// Of the last container that was made, or "".
    [[nodiscard]] const std::string &id() const { return m_id; }
    /// Ends and removes it.
    test::Answer removeContainer() { return m_client->verb(m_id, "Remove", "b", 1); }

    /// What is run in the shim's place: a shell's words in front of the shim, e.g. "exec strace -qq".
    bool runShimUnder(const std::string &words);

private:
    static const char *const kPath;
    static const char *const kInterface;

    test::TempTree m_tree;
    std::unique_ptr<test::HelperRig> m_rig;
    std::unique_ptr<test::BusClient> m_client;
    UniqueFd m_folder;
    std::string m_id;
};

} // namespace vitrine::tests
