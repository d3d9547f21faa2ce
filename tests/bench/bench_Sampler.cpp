// SPDX-License-Identifier: GPL-3.0-or-later
// CgroupReader.read() against nothing but pread of the same files, in turns in one run: bench_Sampler [DIRECTORY]
#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/base/UniqueFd.h"
#include "core/cgroup/CgroupMode.h"
#include "core/cgroup/CgroupReader.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

using namespace vitrine;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int kSkipped = 77;
constexpr int kRounds = 40;
constexpr int kReadsPerRound = 200;
constexpr double kWantedRatio = 1.3;

const char *const kFiles[]{
    "cpu.stat",    "cpu.max",       "cpu.weight", "cpuset.cpus.effective", "memory.current",  "memory.swap.current",
    "memory.stat", "memory.events", "memory.max", "memory.high",           "memory.swap.max", "pids.current",
    "pids.events", "pids.max",      "io.stat",    "cpu.pressure",          "memory.pressure", "io.pressure"
};

/// The cgroup of this process in the version 2 hierarchy, "" when there is none.
std::string ownCgroup()
{
    const auto mounts = readFileAt(AT_FDCWD, "/proc/self/mounts", 1 << 20);
    const auto own = readFileAt(AT_FDCWD, "/proc/self/cgroup", 1 << 16);
    const auto unified = mounts ? cgroup::readCgroupMounts(*mounts).unifiedPath : std::string();
    if (unified.empty() || !own)
        return {};
    for (const auto line : split(*own, '\n')) {
        if (line.starts_with("0::/"))
            return unified + std::string(line.substr(3));
    }
    return {};
}

template <typename Read> double microsecondsPerRead(const Read &read)
{
    const auto start = Clock::now();
    for (int i = 0; i < kReadsPerRound; ++i)
        read();
    return std::chrono::duration<double, std::micro>(Clock::now() - start).count() / kReadsPerRound;
}

} // namespace

int main(int argc, char **argv)
{
    const std::string directory = argc > 1 ? argv[1] : ownCgroup();
    auto reader = cgroup::CgroupReader::open(directory);
    if (directory.empty() || !reader) {
        std::printf("skipped: there is no version 2 cgroup to read\n");
        return kSkipped;
    }
    std::vector<UniqueFd> files;
    for (const char *name : kFiles) {
        UniqueFd fd(::open((directory + "/" + name).c_str(), O_RDONLY | O_CLOEXEC));
        if (fd)
            files.push_back(std::move(fd));
    }
    std::size_t bytes = 0;
    const auto bare = [&] {
        char buffer[16 * 1024];
        for (const auto &fd : files)
            bytes += static_cast<std::size_t>(std::max<ssize_t>(0, ::pread(fd.get(), buffer, sizeof buffer, 0)));
    };
    const auto ours = [&] { bytes += reader->read().has_value(); };
    // The least of many rounds: what else the machine does only ever adds.
    double bareUs = 1e9;
    double oursUs = 1e9;
    for (int round = 0; round < kRounds; ++round) {
        bareUs = std::min(bareUs, microsecondsPerRead(bare));
        oursUs = std::min(oursUs, microsecondsPerRead(ours));
    }
    const double ratio = oursUs / bareUs;
    std::printf(
        "%s: %zu files, bare pread %.2f us, CgroupReader %.2f us, ratio %.2f (wanted: at most %.1f), %zu bytes\n",
        directory.c_str(), files.size(), bareUs, oursUs, ratio, kWantedRatio, bytes);
    return ratio <= kWantedRatio ? 0 : 1;
}
