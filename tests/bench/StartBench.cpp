// SPDX-License-Identifier: GPL-3.0-or-later
// Start to exit of one program: through D-Bus, against a bare floor and other runtimes, in one run and by turns.
//
//   StartBench --uid UID --root DIR --scratch DIR --bundle DIR [--rounds N]
//
// Run as root with DBUS_SYSTEM_BUS_ADDRESS pointing at a bus with the helper; the client asks as UID, who owns DIR.
#include "core/base/Try.h"
#include "core/base/UniqueFd.h"
#include "core/ipc/ConsoleFrame.h"
#include "core/ipc/Ended.h"
#include "core/ipc/Names.h"
#include "core/spec/SpecJson.h"
#include "tests/bench/Floor.h"

#include <systemd/sd-bus.h>

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>
#include <vector>

extern char **environ;

namespace {

using namespace vitrine;

constexpr const char *kProgram = "/bin/true";

struct Options {
    std::uint32_t uid = 1000;
    std::string root;
    std::string scratch;
    std::string bundle;
    int rounds = 30;
};

/// One container through the helper: Create, Start, and the last frame of its console.
class ThroughBus {
public:
    static Result<ThroughBus> connect(const Options &options)
    {
        ThroughBus bus;
        bus.m_rootFd.reset(::open(options.root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
        if (!bus.m_rootFd)
            return failErrno(errno, "opening " + options.root);
        spec::ContainerSpec spec;
        spec.command = { kProgram };
        spec.root = { spec::RootKind::Folder, options.root };
        spec.removeWhenEnded = true;
        bus.m_spec = spec;
        // The bus knows a client by the effective id with which it connected.
        if (::seteuid(options.uid) != 0)
            return failErrno(errno, "becoming the client's user");
        const int opened = sd_bus_open_system(&bus.m_bus);
        if (::seteuid(0) != 0)
            return failErrno(errno, "becoming root again");
        if (opened < 0)
            return failErrno(-opened, "connecting to the system bus");
        return bus;
    }

    Result<> run()
    {
        m_spec.name = fmt::format("bench-{}", ++m_count);
        sd_bus_error error = SD_BUS_ERROR_NULL;
        sd_bus_message *reply = nullptr;
        const std::string json = spec::toJson(m_spec);
        if (sd_bus_call_method(m_bus, ipc::kBusName, ipc::kManagerPath, ipc::kManagerInterface, "Create", &error,
                               &reply, "sa{sh}", json.c_str(), 0)
            < 0)
            return failure(ErrorCode::System, fmt::format("Create: {}", error.message));
        const char *path = nullptr;
        sd_bus_message_read(reply, "o", &path);
        sd_bus_message *started = nullptr;
        if (sd_bus_call_method(m_bus, ipc::kBusName, path, ipc::kContainerInterface, "Start", &error, &started, "a{sh}",
                               1, ipc::kSourceRoot, m_rootFd.get())
            < 0)
            return failure(ErrorCode::System, fmt::format("Start: {}", error.message));
        int console = -1;
        sd_bus_message_read(started, "h", &console);
        const auto ended = waitForEnd(console);
        sd_bus_message_unref(started);
        sd_bus_message_unref(reply);
        return ended;
    }

private:
    static Result<> waitForEnd(int console)
    {
        std::string packet(ipc::kMaxFramePayload + 1, '\0');
        while (true) {
            const ssize_t size = ::recv(console, packet.data(), packet.size(), 0);
            if (size <= 0)
                return failure(ErrorCode::Protocol, "the console ended without an end");
            VITRINE_TRY_ASSIGN(const auto frame, ipc::decodeFrame({ packet.data(), static_cast<std::size_t>(size) }));
            if (frame.type != ipc::FrameType::Ended)
                continue;
            VITRINE_TRY_ASSIGN(const auto ended, ipc::endedFromJson(frame.payload));
            if (ended.reason != ipc::EndReason::Exited || ended.exitCode != 0)
                return failure(ErrorCode::System, "the container ended otherwise: " + frame.payload);
            return {};
        }
    }

    sd_bus *m_bus = nullptr; // lives as long as the program
    UniqueFd m_rootFd;
    spec::ContainerSpec m_spec;
    int m_count = 0;
};

Result<> runProgram(const std::vector<std::string> &words)
{
    std::vector<char *> argv;
    for (const std::string &word : words)
        argv.push_back(const_cast<char *>(word.c_str()));
    argv.push_back(nullptr);
    pid_t pid = 0;
    if (const int err = ::posix_spawnp(&pid, argv[0], nullptr, nullptr, argv.data(), environ); err != 0)
        return failErrno(err, "starting " + words[0]);
    int status = 0;
    if (::waitpid(pid, &status, 0) != pid || status != 0)
        return failure(ErrorCode::System, fmt::format("{} ended with status {}", words[0], status));
    return {};
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

using Contestants = std::vector<std::pair<std::string, std::function<Result<>()>>>;

/// Takes turns, so that a change of the machine's load meets everybody. A runtime that cannot run here is left out, in
/// words.
std::map<std::string, std::vector<double>> measure(Contestants contestants, int rounds)
{
    std::map<std::string, std::vector<double>> times;
    for (int round = -1; round < rounds; ++round) {
        for (auto it = contestants.begin(); it != contestants.end();) {
            const auto begin = std::chrono::steady_clock::now();
            const auto ran = it->second();
            const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
            if (!ran) {
                fmt::print("{}: left out: {}\n", it->first, ran.error().what);
                it = contestants.erase(it);
                continue;
            }
            if (round >= 0) // the first round warms caches
                times[it->first].push_back(took.count());
            ++it;
        }
    }
    return times;
}

Options readOptions(int argc, char **argv)
{
    Options options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string key = argv[i];
        const std::string value = argv[i + 1];
        if (key == "--uid")
            options.uid = static_cast<std::uint32_t>(std::stoul(value));
        else if (key == "--root")
            options.root = value;
        else if (key == "--scratch")
            options.scratch = value;
        else if (key == "--bundle")
            options.bundle = value;
        else if (key == "--rounds")
            options.rounds = std::stoi(value);
    }
    return options;
}

} // namespace

int main(int argc, char **argv)
{
    const Options options = readOptions(argc, argv);
    auto bus = ThroughBus::connect(options);
    if (!bus) {
        fmt::print(stderr, "StartBench: {}\n", bus.error().what);
        return 1;
    }
    int serial = 0;
    const auto runtime = [&](const std::string &name, const std::vector<std::string> &arguments) {
        return [&, name, arguments] {
            std::vector<std::string> words{ name };
            words.insert(words.end(), arguments.begin(), arguments.end());
            words.insert(words.end(),
                         { "run", "--bundle", options.bundle, fmt::format("bench-{}-{}", name, ++serial) });
            return runProgram(words);
        };
    };
    const Contestants contestants{
        { "floor", [&] { return bench::runFloor(options.root, options.scratch, kProgram); } },
        { "vitrine", [&] { return bus->run(); } },
        { "bubblewrap",
          [&] {
              return runProgram({ "bwrap", "--unshare-all", "--bind", options.root, "/", "--proc", "/proc", "--dev",
                                  "/dev", kProgram });
          } },
        // crun refuses hybrid hosts unless it leaves cgroups alone, which can only make it faster
        { "crun", runtime("crun", { "--cgroup-manager=disabled" }) },
        { "runc", runtime("runc", {}) },
    };
    auto times = measure(contestants, options.rounds);
    if (!times.contains("floor") || !times.contains("vitrine"))
        return 1;
    const double floor = median(times["floor"]);
    fmt::print("{:<12}{:>12}{:>12}\n", "", "median ms", "x floor");
    for (const auto &[name, values] : times)
        fmt::print("{:<12}{:>12.2f}{:>12.2f}\n", name, median(values), median(values) / floor);
    return 0;
}
