// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cgroup/CgroupReader.h"

#include "core/cgroup/CgroupFiles.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <iterator>
#include <string_view>
#include <utility>

namespace vitrine::cgroup {

namespace {

using Sample = CgroupSample;
using Text = std::string_view;

// memory.stat is the longest at some 2 KiB; io.stat grows with the number of disks.
constexpr std::size_t kBufferBytes = 16 * 1024;

struct Key {
    Text name;
    Counter Sample::*member;
};

constexpr Key kCpuStat[]{
    { "usage_usec", &Sample::cpuUsageUs },
    { "nr_periods", &Sample::nrPeriods },
    { "nr_throttled", &Sample::nrThrottled },
};
constexpr Key kMemoryStat[]{
    { "file", &Sample::memoryFile },
    { "kernel", &Sample::memoryKernel },
    { "inactive_file", &Sample::memoryInactiveFile },
};
constexpr Key kMemoryEvents[]{
    { "high", &Sample::memoryEventsHigh },
    { "oom_kill", &Sample::memoryEventsOomKill },
};
constexpr Key kPidsEvents[]{ { "max", &Sample::pidsEventsMax } };

/// Lines "key number" of which a few are wanted: the rest is not looked at closely, and nothing after the last of them.
template <const auto &Keys> void takeKeys(Text text, Sample &sample)
{
    for (std::size_t left = std::size(Keys); left > 0 && !text.empty();) {
        const Text line = text.substr(0, text.find('\n'));
        const auto key = std::ranges::find_if(Keys, [line](const Key &wanted) {
            const std::size_t size = wanted.name.size();
            return line.size() > size && line[size] == ' ' && line.starts_with(wanted.name);
        });
        if (key != std::end(Keys)) {
            sample.*key->member = parseCounter(line.substr(key->name.size() + 1));
            --left;
        }
        text.remove_prefix(std::min(text.size(), line.size() + 1));
    }
}

void takeCpuMax(Text text, Sample &sample)
{
    if (const auto limit = parseCpuMax(text)) {
        sample.cpuMaxQuotaUs = limit->first;
        sample.cpuMaxPeriodUs = limit->second;
    }
}

void takeCpuset(Text text, Sample &sample)
{
    // An empty list is not garbage: a cpuset with no CPU of its own yet.
    sample.cpusetCpus = std::string(text.substr(0, text.find('\n')));
}

template <Counter Sample::*Member> void takeCounter(Text text, Sample &sample)
{
    sample.*Member = parseCounter(text);
}
template <std::optional<LimitValue> Sample::*Member> void takeLimit(Text text, Sample &sample)
{
    sample.*Member = parseLimit(text);
}
template <std::optional<Pressure> Sample::*Member> void takePressure(Text text, Sample &sample)
{
    sample.*Member = parsePressure(text);
}

struct File {
    const char *name;
    void (*take)(Text text, Sample &sample);
};

constexpr File kFiles[]{
    { "cpu.stat", takeKeys<kCpuStat> },
    { "cpu.max", takeCpuMax },
    { "cpu.weight", [](Text text, Sample &sample) { sample.cpuWeight = parseWeight(text); } },
    { "cpuset.cpus.effective", takeCpuset },
    { "memory.current", takeCounter<&Sample::memoryCurrent> },
    { "memory.swap.current", takeCounter<&Sample::memorySwapCurrent> },
    { "memory.stat", takeKeys<kMemoryStat> },
    { "memory.events", takeKeys<kMemoryEvents> },
    { "memory.max", takeLimit<&Sample::memoryMax> },
    { "memory.high", takeLimit<&Sample::memoryHigh> },
    { "memory.swap.max", takeLimit<&Sample::memorySwapMax> },
    { "pids.current", takeCounter<&Sample::pidsCurrent> },
    { "pids.events", takeKeys<kPidsEvents> },
    { "pids.max", takeLimit<&Sample::pidsMax> },
    { "io.stat", [](Text text, Sample &sample) { sample.io = parseIoStat(text); } },
    { "cpu.pressure", takePressure<&Sample::cpuPressure> },
    { "memory.pressure", takePressure<&Sample::memoryPressure> },
    { "io.pressure", takePressure<&Sample::ioPressure> },
};
static_assert(std::size(kFiles) == CgroupReader::kFileCount);

// The host's end of the cable sends what the container receives.
constexpr File kNetFiles[]{
    { "tx_bytes", takeCounter<&Sample::netReceivedBytes> },
    { "rx_bytes", takeCounter<&Sample::netSentBytes> },
};

enum class Missing { LookFor, Leave };

/// False when the cgroup (or the interface) is gone: its open files answer ENODEV.
bool readInto(int directory, const File &file, UniqueFd &fd, Sample &sample, Missing missing)
{
    if (!fd && missing == Missing::LookFor)
        fd.reset(::openat(directory, file.name, O_RDONLY | O_CLOEXEC));
    if (!fd)
        return true;
    char buffer[kBufferBytes];
    const ssize_t count = ::pread(fd.get(), buffer, sizeof buffer, 0);
    if (count < 0)
        return errno != ENODEV;
    Text text(buffer, static_cast<std::size_t>(count));
    if (text.size() == kBufferBytes)
        text = text.substr(0, text.rfind('\n') + 1); // the last line is cut
    file.take(text, sample);
    return true;
}

} // namespace

Result<CgroupReader> CgroupReader::open(const std::string &directory, const std::string &interfaceStatistics,
                                        std::string blockDevices)
{
    CgroupReader reader;
    reader.m_blockDevices = std::move(blockDevices);
    reader.m_directory.reset(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!reader.m_directory) {
        const int err = errno;
        return failErrno(err, fmt::format("opening the cgroup {}", directory),
                         err == ENOENT ? ErrorCode::NotFound : ErrorCode::System);
    }
    struct stat status = {};
    if (::fstat(reader.m_directory.get(), &status) != 0)
        return failErrno(errno, fmt::format("looking at the cgroup {}", directory));
    reader.m_inode = status.st_ino;
    if (!interfaceStatistics.empty())
        reader.m_netStatistics.reset(::open(interfaceStatistics.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return reader;
}

Result<CgroupSample> CgroupReader::read()
{
    const auto isGone = [] { return failure(ErrorCode::NotFound, "the cgroup is gone"); };
    struct stat status = {};
    if (::fstat(m_directory.get(), &status) != 0 || status.st_nlink == 0)
        return isGone();
    CgroupSample sample;
    sample.at = std::chrono::steady_clock::now();
    sample.inode = m_inode;
    const auto missing = m_reads++ % kLookAgainEvery == 0 ? Missing::LookFor : Missing::Leave;
    for (std::size_t i = 0; i < kFileCount; ++i) {
        if (!readInto(m_directory.get(), kFiles[i], m_files[i], sample, missing))
            return isGone();
    }
    // An interface that is gone leaves the cgroup readable: the network's fields stay unset.
    for (std::size_t i = 0; m_netStatistics && i < std::size(kNetFiles); ++i)
        readInto(m_netStatistics.get(), kNetFiles[i], m_netFiles[i], sample, missing);
    if (sample.io)
        sortStacks(*sample.io);
    return sample;
}

CgroupReader::Layer CgroupReader::layerOf(const std::string &device)
{
    if (const auto known = m_layers.find(device); known != m_layers.end())
        return known->second;
    const auto hasEntries = [&](const char *directory) {
        std::error_code error; // a device that is gone lies on nothing
        return !std::filesystem::is_empty(fmt::format("{}/{}/{}", m_blockDevices, device, directory), error) && !error;
    };
    const Layer layer = !hasEntries("slaves") ? Layer::Bottom : hasEntries("holders") ? Layer::Middle : Layer::Top;
    return m_layers.emplace(device, layer).first->second;
}

/// One write to a stack has a line for every device of it. What is in the middle says nothing new.
void CgroupReader::sortStacks(std::vector<IoStat> &io)
{
    std::erase_if(io, [this](const IoStat &stat) { return layerOf(stat.device) == Layer::Middle; });
    for (IoStat &stat : io)
        stat.isStacked = layerOf(stat.device) == Layer::Top;
}

} // namespace vitrine::cgroup
