// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/OptionTable.h"

#include "core/spec/EnumNames.h"
#include "core/spec/OptionValues.h"
#include "core/spec/Sizes.h"

#include <fmt/format.h>

#include <array>

namespace vitrine::spec {

namespace {

constexpr auto kRun = static_cast<unsigned>(Verb::Run);
constexpr auto kExec = static_cast<unsigned>(Verb::Exec);
constexpr auto kSet = static_cast<unsigned>(Verb::Set);

using Target = OptionTarget;
using Words = OptionWords;
using Spec = ContainerSpec;
using Value = const std::string &;

template <typename Enum, std::size_t N>
void readChoice(Target &target, const Option &option, Value value, const EnumName<Enum> (&names)[N], Enum &out)
{
    if (const auto choice = enumFromName<Enum>(names, value))
        out = *choice;
    else
        addProblem(target, option, fmt::format("\"{}\" is not one of the choices {}", value, option.valueName));
}

void writeText(const std::string &value, Words &words)
{
    if (!value.empty())
        words.value(value);
}

template <std::optional<std::uint64_t> Limits::*Member> void readSize(Target &target, const Option &option, Value value)
{
    readSizeInto(target, option, value, target.spec.limits.*Member);
}
template <std::optional<std::uint64_t> Limits::*Member>
void readCount(Target &target, const Option &option, Value value)
{
    readCountInto(target, option, value, target.spec.limits.*Member);
}
template <std::optional<std::uint64_t> Limits::*Member> void writeSize(const Spec &spec, Words &words)
{
    if (spec.limits.*Member)
        words.value(sizeArgument(*(spec.limits.*Member)));
}
template <std::optional<std::uint64_t> Limits::*Member> void writeCount(const Spec &spec, Words &words)
{
    if (spec.limits.*Member)
        words.value(fmt::format("{}", *(spec.limits.*Member)));
}
template <std::optional<std::uint64_t> IoLimit::*Member>
void readRate(Target &target, const Option &option, Value value)
{
    const bool isBytes = Member == &IoLimit::readBytesPerSec || Member == &IoLimit::writeBytesPerSec;
    readRateInto(target, option, value, Member, isBytes ? RateKind::Bytes : RateKind::Operations);
}
template <std::string Spec::*Member> void readText(Target &target, const Option &, Value value)
{
    target.spec.*Member = value;
}
template <std::string Spec::*Member> void writeTextMember(const Spec &spec, Words &words)
{
    writeText(spec.*Member, words);
}
template <bool Spec::*Member> void readSwitch(Target &target, const Option &, Value value)
{
    target.spec.*Member = value == "true";
}
template <bool Spec::*Member> void writeSwitch(const Spec &spec, Words &words)
{
    if (spec.*Member)
        words.flag();
}

constexpr EnumName<ImageVolumes> kImageVolumeNames[]{
    { ImageVolumes::Anonymous, "bind" },
    { ImageVolumes::Anonymous, "anonymous" },
    { ImageVolumes::Tmpfs, "tmpfs" },
    { ImageVolumes::Ignore, "ignore" },
};

const auto kOptions = std::to_array<Option>({
    { "name", 0, kRun | kSet, "NAME", "name of the container; one is made up without it", readText<&Spec::name>,
      writeTextMember<&Spec::name> },
    { "detach", 'd', kRun, "", "run in the background and print the id",
      [](Target &target, const Option &, Value value) { target.detach = value == "true"; }, nullptr },
    { "host", 0, kRun, "", "this computer's own system directories as the root (default)",
      [](Target &target, const Option &, Value value) {
          if (value == "true") {
              target.spec.root = {};
              target.isRootChosen = true;
          }
      },
      [](const Spec &spec, Words &words) {
          if (spec.root.kind == RootKind::Host)
              words.flag();
      } },
    { "rootfs", 0, kRun, "DIR|TAR", "a folder or a tar archive as the root", readRootfs,
      [](const Spec &spec, Words &words) {
          if (spec.root.kind == RootKind::Folder || spec.root.kind == RootKind::Tar)
              words.value(spec.root.path);
      } },
    { "image", 0, kRun, "IMAGE", "an image as the root, by name or id; also the first word where it names one",
      [](Target &target, const Option &, Value value) {
          target.spec.root = { RootKind::Image, value };
          target.isRootChosen = true;
      },
      [](const Spec &spec, Words &words) {
          if (spec.root.kind == RootKind::Image)
              words.value(spec.root.path);
      } },
    { "entrypoint", 0, kRun, "PROGRAM|JSON",
      "what stands before the command, instead of the image's own; '' for nothing", readEntrypoint, writeEntrypoint },
    { "identity", 0, kRun, "isolated|me", "who the processes inside are",
      [](Target &target, const Option &option, Value value) {
          readChoice(target, option, value, kIdentityNames, target.spec.identity);
      },
      [](const Spec &spec, Words &words) {
          if (spec.identity != Identity::Isolated)
              words.value(std::string(enumName<Identity>(kIdentityNames, spec.identity)));
      } },
    { "network", 0, kRun | kSet, "none|private", "network of the container",
      [](Target &target, const Option &option, Value value) {
          readChoice(target, option, value, kNetworkNames, target.spec.network);
      },
      [](const Spec &spec, Words &words) {
          if (spec.network != NetworkKind::None)
              words.value(std::string(enumName<NetworkKind>(kNetworkNames, spec.network)));
      } },
    { "cpus", 0, kRun | kSet, "N|none", "processor time, in cores", readCpus,
      [](const Spec &spec, Words &words) {
          if (spec.limits.cpus)
              words.value(fmt::format("{}", *spec.limits.cpus));
      } },
    { "cpu-weight", 0, kRun | kSet, "1-10000|none", "share of the processor against others",
      readCount<&Limits::cpuWeight>, writeCount<&Limits::cpuWeight> },
    { "cpuset-cpus", 0, kRun | kSet, "LIST|none", "cores that may be used, such as 0-2,5",
      [](Target &target, const Option &, Value value) {
          target.spec.limits.cpusetCpus = isNoLimit(value) ? std::nullopt : std::optional(value);
      },
      [](const Spec &spec, Words &words) {
          if (spec.limits.cpusetCpus)
              words.value(*spec.limits.cpusetCpus);
      } },
    { "memory", 'm', kRun | kSet, "SIZE|none", "memory at most", readSize<&Limits::memoryBytes>,
      writeSize<&Limits::memoryBytes> },
    { "memory-high", 0, kRun | kSet, "SIZE|none", "memory above which the processes are slowed down",
      readSize<&Limits::memoryHighBytes>, writeSize<&Limits::memoryHighBytes> },
    { "memory-swap", 0, kRun | kSet, "SIZE|none", "memory and swap together at most; 0 for no swap at all",
      [](Target &target, const Option &, Value value) { target.memorySwap = value; }, nullptr },
    { "memory-swap-max", 0, kRun | kSet, "SIZE|none", "swap alone at most", readSize<&Limits::memorySwapBytes>,
      writeSize<&Limits::memorySwapBytes> },
    { "pids-limit", 0, kRun | kSet, "N|none", "processes and threads at most", readCount<&Limits::pids>,
      writeCount<&Limits::pids> },
    { "io-weight", 0, kRun | kSet, "1-10000|none", "share of the disks against others", readCount<&Limits::ioWeight>,
      writeCount<&Limits::ioWeight> },
    { "device-read-bps", 0, kRun | kSet, "DEV:SIZE|none", "bytes a second read from a disk",
      readRate<&IoLimit::readBytesPerSec>, writeIo },
    { "device-write-bps", 0, kRun | kSet, "DEV:SIZE|none", "bytes a second written to a disk",
      readRate<&IoLimit::writeBytesPerSec>, nullptr },
    { "device-read-iops", 0, kRun | kSet, "DEV:N|none", "read operations a second on a disk",
      readRate<&IoLimit::readOpsPerSec>, nullptr },
    { "device-write-iops", 0, kRun | kSet, "DEV:N|none", "write operations a second on a disk",
      readRate<&IoLimit::writeOpsPerSec>, nullptr },
    { "device", 0, kRun | kSet, "PATH[:rwm|:none]", "a device of this computer that may be used", readDevice,
      writeDevices },
    { "volume", 'v', kRun | kSet, "[SRC:]DST[:OPTIONS]",
      "a folder or file of this computer, or a volume, at a path inside; OPTIONS are ro, noexec, bind, rslave, nocopy",
      readVolume, writeMounts },
    { "image-volume", 0, kRun, "bind|tmpfs|ignore",
      "where the image has data: a volume for this container alone (default), memory, or nothing",
      [](Target &target, const Option &option, Value value) {
          readChoice(target, option, value, kImageVolumeNames, target.imageVolumes);
      },
      nullptr },
    { "tmpfs", 0, kRun | kSet, "DST[:size=SIZE,mode=MODE,ro]", "an empty file system in memory at a path inside",
      readTmpfs, nullptr },
    { "mount", 0, kRun | kSet, "type=bind|tmpfs|volume,…", "the same, for paths with a colon", readMount, nullptr },
    { "env", 'e', kRun | kExec | kSet, "NAME[=VALUE]", "an environment variable", readEnv,
      [](const Spec &spec, Words &words) {
          for (const auto &variable : spec.env)
              words.value(variable.name + "=" + variable.value);
      } },
    { "unsetenv", 0, kSet, "NAME", "the variable is not set from the next start on",
      [](Target &target, const Option &, Value value) { target.unsetEnv.push_back(value); }, nullptr },
    { "unmount", 0, kSet, "DST", "nothing is mounted at this path inside from the next start on",
      [](Target &target, const Option &, Value value) { target.unmounts.push_back(value); }, nullptr },
    { "user", 'u', kRun | kExec | kSet, "USER[:GROUP]", "user inside, by name or number", readText<&Spec::user>,
      writeTextMember<&Spec::user> },
    { "workdir", 'w', kRun | kExec | kSet, "DIR", "working directory inside", readText<&Spec::workdir>,
      writeTextMember<&Spec::workdir> },
    { "hostname", 'h', kRun | kSet, "NAME", "host name inside", readText<&Spec::hostname>,
      writeTextMember<&Spec::hostname> },
    { "display", 0, kRun | kSet, "", "let the program open windows (with --host --identity me)",
      [](Target &target, const Option &, Value value) { target.spec.desktop.display = value == "true"; },
      [](const Spec &spec, Words &words) {
          if (spec.desktop.display)
              words.flag();
      } },
    { "app-id", 0, kRun | kSet, "ID", "name of the desktop file that the program belongs to",
      [](Target &target, const Option &, Value value) { target.spec.desktop.appId = value; },
      [](const Spec &spec, Words &words) { writeText(spec.desktop.appId, words); } },
    { "interactive", 'i', kRun | kExec | kSet, "", "keep standard input open", readSwitch<&Spec::openStdin>,
      writeSwitch<&Spec::openStdin> },
    { "tty", 't', kRun | kExec | kSet, "", "give the command a terminal", readSwitch<&Spec::terminal>,
      writeSwitch<&Spec::terminal> },
    { "rm", 0, kRun | kSet, "", "remove the container when it ends", readSwitch<&Spec::removeWhenEnded>,
      writeSwitch<&Spec::removeWhenEnded> },
    { "stop-timeout", 0, kRun | kSet, "SECONDS", "between the request to end and the kill", readStopTimeout,
      [](const Spec &spec, Words &words) {
          if (spec.stopTimeoutMs != Spec().stopTimeoutMs)
              words.value(fmt::format("{}", static_cast<double>(spec.stopTimeoutMs) / 1000));
      } },
    { "stop-signal", 0, kRun | kSet, "SIGNAL", "the request to end, TERM when neither this nor the image says another",
      readText<&Spec::stopSignal>, writeTextMember<&Spec::stopSignal> },
    { "revert", 0, kSet, "", "take back what waits for the next start", [](Target &, const Option &, Value) {},
      nullptr },
});

} // namespace

std::span<const Option> options()
{
    return kOptions;
}

const Option *findOption(std::string_view longName)
{
    for (const auto &option : kOptions) {
        if (option.longName == longName)
            return &option;
    }
    return nullptr;
}

const Option *findOption(char shortName)
{
    for (const auto &option : kOptions) {
        if (option.shortName != 0 && option.shortName == shortName)
            return &option;
    }
    return nullptr;
}

void finishOptions(OptionTarget &target)
{
    if (!target.memorySwap)
        return;
    const Option &option = *findOption("memory-swap");
    std::optional<std::uint64_t> total;
    if (!readSizeInto(target, option, *target.memorySwap, total))
        return;
    auto &limits = target.spec.limits;
    if (!total || *total == 0)
        limits.memorySwapBytes = total;
    else if (!limits.memoryBytes)
        addProblem(target, option,
                   "needs --memory beside it, since it counts both; --memory-swap-max is for swap alone");
    else if (*total < *limits.memoryBytes)
        addProblem(target, option,
                   "must not be less than --memory, since it counts both; --memory-swap-max is for swap "
                   "alone");
    else
        limits.memorySwapBytes = *total - *limits.memoryBytes;
}

} // namespace vitrine::spec
