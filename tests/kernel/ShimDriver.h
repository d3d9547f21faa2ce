// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/UniqueFd.h"
#include "core/ipc/Ended.h"
#include "core/spec/ExecSpec.h"
#include "privhelper/shim/ShimConfig.h"
#include "privhelper/shim/ShimMessage.h"

#include <QByteArray>

#include <fcntl.h>
#include <sys/types.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::tests {

inline constexpr std::uint32_t kOwner = 1000;
inline constexpr std::uint32_t kRangeBase = 1'879'048'192;
inline constexpr std::uint32_t kShimUid = 1'878'982'656;

/// Why the kernel tests cannot run here; empty when they can.
std::string whyNoKernelTests();

/// What a console has shown, until it ended.
struct Shown {
    std::string output;
    std::string error;
    std::optional<ipc::Ended> ended;
};

/// Plays the helper for one real container: its directories, its cgroup, its side of the protocol. Everything is
/// removed at the end.
class ShimDriver {
public:
    ShimDriver();
    ~ShimDriver();
    ShimDriver(const ShimDriver &) = delete;
    ShimDriver &operator=(const ShimDriver &) = delete;

    shim::ShimConfig config; ///< change it before start()
    bool leavesAtSpawned = false; ///< the helper dies before it says go
    std::map<std::string, std::string> sources; ///< key to path, opened with O_PATH
    std::vector<std::string> layers; ///< paths of directories, the lowest first
    struct Memory {
        std::string bytes;
        int seals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW;
    };
    std::map<std::string, Memory> memories; ///< key to what a memfd holds

    /// Running, or Failed as the shim said it.
    Result<> start();
    /// Everything until the end; bounded.
    Shown watch();
    /// start() and watch(); the failure's text stands in Shown::error.
    Shown run(std::vector<std::string> command);

    /// `vitrine-shim exec`: its answer, ExecReady or Failed.
    Result<shim::ShimMessage> exec(const spec::ExecSpec &spec);

    Result<> send(shim::ShimMessage message) { return shim::sendMessage(m_control.get(), message); }
    Result<shim::ShimMessage> receive() { return shim::receiveMessage(m_control.get()); }
    void dropControl() { m_control.reset(); }
    Result<UniqueFd> connectAgain() const;

    [[nodiscard]] pid_t initPid() const { return m_initPid; }
    [[nodiscard]] pid_t shimPid() const { return m_shimPid; }
    [[nodiscard]] int console() const { return m_console.get(); }
    [[nodiscard]] std::filesystem::path stateDir() const { return m_dir / "state"; }
    [[nodiscard]] std::filesystem::path runDir() const { return m_dir / "run"; }
    [[nodiscard]] std::filesystem::path payloadCgroup() const { return m_cgroup / "payload"; }
    [[nodiscard]] std::filesystem::path workDir() const { return m_dir / "work"; } ///< for a test's own folders
    bool isPayloadEmpty() const;
    bool isShimEmpty() const; ///< its cgroup: nothing that it has forked is left
    int waitForShim();

    std::string failedStep; ///< of the last start()

private:
    pid_t spawn(const char *verb, const std::vector<std::pair<int, int>> &fds);

    std::filesystem::path m_dir;
    std::filesystem::path m_cgroup;
    UniqueFd m_control;
    UniqueFd m_console;
    UniqueFd m_initPidFd;
    pid_t m_initPid = 0;
    pid_t m_shimPid = 0;
};

/// A folder of the test, owned by the owner as a person's is.
std::string ownFolder(const ShimDriver &driver, const char *name);

std::vector<std::string> shell(const std::string &script);
/// The output, or why there is none.
QByteArray out(const Shown &shown);

std::string readText(const std::filesystem::path &path);
void writeText(const std::filesystem::path &path, const std::string &text);
/// Reads to the end of file, bounded.
std::string drain(int fd);

} // namespace vitrine::tests
