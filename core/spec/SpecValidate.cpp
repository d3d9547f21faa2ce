// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/SpecValidate.h"

#include "core/base/Text.h"
#include "core/spec/EnumNames.h"
#include "core/spec/ExecSpec.h"
#include "core/spec/FieldAccess.h"
#include "core/spec/ImageName.h"
#include "core/spec/MountProblems.h"
#include "core/spec/Signals.h"
#include "core/spec/Sizes.h"
#include "core/spec/Syntax.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace vitrine::spec {

namespace {

constexpr std::size_t kMaxNameBytes = 63;
constexpr std::size_t kMaxWords = 1024;
constexpr std::size_t kMaxCommandBytes = 64 * 1024;
constexpr std::size_t kMaxMounts = 64;
constexpr std::size_t kMaxEnv = 256;
constexpr std::size_t kMaxDevices = 16;
constexpr std::size_t kMaxIoRows = 16;
constexpr std::size_t kMaxEnvName = 256;
constexpr std::size_t kMaxEnvValue = 32 * 1024;
constexpr std::size_t kMaxAppId = 255;
constexpr std::uint64_t kMaxRate = std::uint64_t{ 1 } << 50;
constexpr std::uint64_t kHighestIsolatedId = 65'535; // of the container's own range
constexpr std::uint64_t kHighestId = 4'294'967'294; // -1 means "nobody given" to the kernel

class Checks {
public:
    std::vector<Problem> problems;

    void error(FieldId field, std::string message) { add(field, std::nullopt, Severity::Error, std::move(message)); }
    void error(FieldId field, std::size_t row, std::string message)
    {
        add(field, row, Severity::Error, std::move(message));
    }
    void warning(FieldId field, std::string message)
    {
        add(field, std::nullopt, Severity::Warning, std::move(message));
    }
    template <typename Row> void atMost(FieldId field, const std::vector<Row> &rows, std::size_t limit)
    {
        if (rows.size() > limit)
            error(field, fmt::format("There are {} entries, at most {} are allowed", rows.size(), limit));
    }

private:
    void add(FieldId field, std::optional<std::size_t> row, Severity severity, std::string message)
    {
        problems.push_back({ field, row, severity, std::move(message) });
    }
};

std::string rangeText(const FieldInfo &info, double value)
{
    if (info.kind == FieldKind::Bytes)
        return formatSize(static_cast<std::uint64_t>(value));
    if (info.kind == FieldKind::DurationMs)
        return fmt::format("{} s", value / 1000);
    return fmt::format("{}", value);
}

void checkRange(Checks &checks, const FieldInfo &info, double value)
{
    // Written so that NaN is refused too.
    if (!(value >= info.minimum && value <= info.maximum))
        checks.error(
            info.id,
            fmt::format("Must be between {} and {}", rangeText(info, info.minimum), rangeText(info, info.maximum)));
}

/// Range of every number in the field table.
struct RangeCheck {
    Checks &checks;
    const FieldInfo &info;

    void operator()(const std::optional<double> &value) const
    {
        if (value)
            checkRange(checks, info, *value);
    }
    void operator()(const std::optional<std::uint64_t> &value) const
    {
        if (value)
            checkRange(checks, info, static_cast<double>(*value));
    }
    void operator()(std::uint64_t value) const { checkRange(checks, info, static_cast<double>(value)); }
    template <typename Other> void operator()(const Other &) const { }
};

void checkWords(Checks &checks, FieldId field, std::string_view what, const std::vector<std::string> &words)
{
    std::size_t bytes = 0;
    for (const auto &word : words)
        bytes += word.size() + 1;
    if (words.size() > kMaxWords || bytes > kMaxCommandBytes)
        checks.error(
            field,
            fmt::format("The {} must have at most {} words and {}", what, kMaxWords, formatSize(kMaxCommandBytes)));
    const bool isText = std::all_of(words.begin(), words.end(), [](const auto &word) {
        return isValidUtf8(word) && word.find('\0') == std::string::npos;
    });
    if (!isText)
        checks.error(field, fmt::format("The {} must be valid UTF-8 without NUL", what));
}

void checkCommand(Checks &checks, const std::vector<std::string> &command)
{
    if (command.empty() || command.front().empty())
        checks.error(FieldId::Command, "Say which command to run");
    else
        checkWords(checks, FieldId::Command, "command", command);
}

void checkWhat(Checks &checks, const ContainerSpec &spec)
{
    if (spec.root.kind != RootKind::Image) {
        checkCommand(checks, spec.command);
        if (!spec.entrypoint.empty())
            checks.error(FieldId::Entrypoint, "Only what is run from an image has an entry point");
        return;
    }
    // The image may say what to run; the helper looks again once it knows.
    checkWords(checks, FieldId::Command, "command", spec.command);
    checkWords(checks, FieldId::Entrypoint, "entry point", spec.entrypoint);
    if (spec.entrypoint.size() > 1 && spec.entrypoint.front().empty())
        checks.error(FieldId::Entrypoint, "The entry point must begin with a program");
}

void checkRoot(Checks &checks, const ContainerSpec &spec)
{
    if (spec.root.kind == RootKind::Host)
        return;
    if (spec.root.kind == RootKind::Image) {
        if (spec.root.path.empty())
            checks.error(FieldId::RootPath, "Choose the image");
        else if (!isImageReference(spec.root.path))
            checks.error(FieldId::RootPath,
                         "An image is named by its name or its id, such as debian:12 or localhost/web");
        return;
    }
    if (spec.root.path.empty())
        checks.error(FieldId::RootPath,
                     spec.root.kind == RootKind::Folder ? "Choose the folder with the root file system"
                                                        : "Choose the archive with the root file system");
    else if (const auto problem = absolutePathProblem(spec.root.path))
        checks.error(FieldId::RootPath, fmt::format("The path {}", *problem));
}

void checkEnv(Checks &checks, const std::vector<EnvVar> &env)
{
    checks.atMost(FieldId::Env, env, kMaxEnv);
    std::set<std::string_view> seen;
    for (std::size_t row = 0; row < env.size(); ++row) {
        const auto &[name, value] = env[row];
        if (name.empty() || name.size() > kMaxEnvName || name.find_first_of("= ") != std::string::npos
            || hasControlCharacter(name) || !isValidUtf8(name))
            checks.error(FieldId::Env, row, "The name of a variable must not be empty nor hold = or blanks");
        else if (!seen.insert(name).second)
            checks.error(FieldId::Env, row, fmt::format("{} is set twice", name));
        if (value.size() > kMaxEnvValue)
            checks.error(FieldId::Env, row, fmt::format("The value must have at most {}", formatSize(kMaxEnvValue)));
        if (!isValidUtf8(value) || value.find('\0') != std::string::npos)
            checks.error(FieldId::Env, row, "The value must be valid UTF-8 without NUL");
    }
}

void checkWorkdir(Checks &checks, const std::string &workdir)
{
    if (workdir.empty())
        return;
    if (const auto problem = absolutePathProblem(workdir))
        checks.error(FieldId::Workdir, fmt::format("The working directory {}", *problem));
    else if (isAtOrUnder(workdir, "/proc"))
        // /proc/self/fd/N as a working directory has led out of containers (CVE-2024-21626).
        checks.error(FieldId::Workdir, "The working directory must not be in /proc");
}

void checkTarget(Checks &checks, std::size_t row, const std::string &target, std::set<std::string_view> &seen)
{
    if (const auto problem = absolutePathProblem(target)) {
        checks.error(FieldId::Mounts, row, fmt::format("The path inside {}", *problem));
        return;
    }
    if (target == "/") {
        checks.error(FieldId::Mounts, row, "Nothing can be mounted over / itself");
        return;
    }
    for (const std::string_view kernel : { "/proc", "/sys", "/dev" }) {
        if (isAtOrUnder(target, kernel))
            checks.error(FieldId::Mounts, row, fmt::format("Nothing can be mounted on or in {}", kernel));
    }
    if (!seen.insert(target).second)
        checks.error(FieldId::Mounts, row, fmt::format("Two mounts have the path {}", target));
}

void checkMounts(Checks &checks, const std::vector<Mount> &mounts)
{
    checks.atMost(FieldId::Mounts, mounts, kMaxMounts);
    std::set<std::string_view> seen;
    for (std::size_t row = 0; row < mounts.size(); ++row) {
        const auto &mount = mounts[row];
        checkTarget(checks, row, mount.target, seen);
        for (std::string &problem : mountProblems(mount))
            checks.error(FieldId::Mounts, row, std::move(problem));
    }
}

void checkIo(Checks &checks, const std::vector<IoLimit> &io)
{
    checks.atMost(FieldId::Io, io, kMaxIoRows);
    std::set<std::string_view> seen;
    for (std::size_t row = 0; row < io.size(); ++row) {
        const auto &limit = io[row];
        if (const auto problem = absolutePathProblem(limit.device); problem && !isDeviceNumber(limit.device))
            checks.error(FieldId::Io, row, "The disk must be a device, a path on it, or numbers such as 8:0");
        else if (!seen.insert(limit.device).second)
            checks.error(FieldId::Io, row, fmt::format("{} has two entries", limit.device));
        const std::optional<std::uint64_t> rates[]{ limit.readBytesPerSec, limit.writeBytesPerSec, limit.readOpsPerSec,
                                                    limit.writeOpsPerSec };
        const auto isSet = [](const auto &rate) { return rate.has_value(); };
        const auto isGood = [](const auto &rate) { return !rate || (*rate >= 1 && *rate <= kMaxRate); };
        if (std::none_of(std::begin(rates), std::end(rates), isSet))
            checks.error(FieldId::Io, row, "The entry limits nothing");
        if (!std::all_of(std::begin(rates), std::end(rates), isGood))
            checks.error(FieldId::Io, row, "A rate must be between 1 and 1 PiB a second");
    }
}

void checkDevices(Checks &checks, const std::vector<DeviceRule> &devices)
{
    checks.atMost(FieldId::Devices, devices, kMaxDevices);
    std::set<std::string_view> seen;
    for (std::size_t row = 0; row < devices.size(); ++row) {
        const auto &rule = devices[row];
        if (const auto problem = absolutePathProblem(rule.path))
            checks.error(FieldId::Devices, row, fmt::format("The path of the device {}", *problem));
        else if (!isAtOrUnder(rule.path, "/dev") || rule.path == "/dev")
            checks.error(FieldId::Devices, row, "The device must be under /dev");
        else if (!seen.insert(rule.path).second)
            checks.error(FieldId::Devices, row, fmt::format("{} has two entries", rule.path));
        if (!rule.read && !rule.write && !rule.mknod)
            checks.error(FieldId::Devices, row, "The entry grants nothing: read, write or mknod must be on");
    }
}

void checkLimits(Checks &checks, const ContainerSpec &spec)
{
    const auto &limits = spec.limits;
    for (const auto &info : fields()) {
        if (info.section == Section::Limits)
            visitField(spec, info.id, RangeCheck{ checks, info });
    }
    if (limits.cpusetCpus) {
        if (const auto problem = cpuListProblem(*limits.cpusetCpus))
            checks.error(FieldId::CpusetCpus, fmt::format("The cores {}", *problem));
    }
    if (limits.memoryBytes && limits.memoryHighBytes && *limits.memoryHighBytes > *limits.memoryBytes)
        checks.warning(FieldId::MemoryHigh, "Has no effect above the memory limit");
    if (limits.pids == 1)
        checks.warning(FieldId::Pids, "PID 1 inside counts too, so a command cannot start with 1");
    checkIo(checks, limits.io);
    checkDevices(checks, limits.devices);
}

void checkDesktop(Checks &checks, const ContainerSpec &spec)
{
    if (spec.desktop.display && (spec.root.kind != RootKind::Host || spec.identity != Identity::Me))
        checks.error(FieldId::Display,
                     "The display is only for programs of this computer that run as you: it belongs to your session");
    const auto &appId = spec.desktop.appId;
    if (appId.size() > kMaxAppId || hasControlCharacter(appId) || !isValidUtf8(appId)
        || appId.find('/') != std::string::npos)
        checks.error(FieldId::AppId, "Must be the name of a desktop file");
}

std::uint64_t highestId(Identity identity)
{
    return identity == Identity::Isolated ? kHighestIsolatedId : kHighestId;
}

} // namespace

bool isValidName(std::string_view name)
{
    const auto isWord = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    const auto isAllowed = [&](char c) { return isWord(c) || c == '_' || c == '.' || c == '-'; };
    return !name.empty() && name.size() <= kMaxNameBytes && isWord(name.front())
        && std::all_of(name.begin(), name.end(), isAllowed);
}

std::vector<Problem> validate(const ContainerSpec &spec)
{
    Checks checks;
    if (!isValidName(spec.name))
        checks.error(FieldId::Name,
                     fmt::format("A name starts with a letter or digit and has at most {} letters, digits and _ . -",
                                 kMaxNameBytes));
    checkWhat(checks, spec);
    checkRoot(checks, spec);
    checkLimits(checks, spec);
    checkMounts(checks, spec.mounts);
    checkEnv(checks, spec.env);
    if (const auto problem = userProblem(spec.user, highestId(spec.identity)))
        checks.error(FieldId::User, fmt::format("The user {}", *problem));
    checkWorkdir(checks, spec.workdir);
    if (const auto problem = hostnameProblem(spec.hostname); problem && !spec.hostname.empty())
        checks.error(FieldId::Hostname, fmt::format("The host name {}", *problem));
    checkDesktop(checks, spec);
    visitField(spec, FieldId::StopTimeout, RangeCheck{ checks, field(FieldId::StopTimeout) });
    if (!spec.stopSignal.empty() && !parseSignal(spec.stopSignal))
        checks.error(FieldId::StopSignal, "Must be a signal such as TERM, SIGQUIT or 3");
    return std::move(checks.problems);
}

std::vector<Problem> validateLimits(const Limits &limits)
{
    ContainerSpec spec;
    spec.limits = limits;
    Checks checks;
    checkLimits(checks, spec);
    return std::move(checks.problems);
}

std::vector<Problem> validateMounts(const std::vector<Mount> &mounts)
{
    Checks checks;
    checkMounts(checks, mounts);
    return std::move(checks.problems);
}

std::vector<Problem> validateExec(const ExecSpec &spec)
{
    Checks checks;
    checkCommand(checks, spec.command);
    checkEnv(checks, spec.env);
    if (const auto problem = userProblem(spec.user, kHighestId))
        checks.error(FieldId::User, fmt::format("The user {}", *problem));
    checkWorkdir(checks, spec.workdir);
    return std::move(checks.problems);
}

bool hasErrors(const std::vector<Problem> &problems)
{
    return std::any_of(problems.begin(), problems.end(),
                       [](const Problem &problem) { return problem.severity == Severity::Error; });
}

std::string describe(const std::vector<Problem> &problems)
{
    std::vector<std::string> sentences;
    for (const auto &problem : problems) {
        if (problem.severity != Severity::Error)
            continue;
        const auto row = problem.row ? fmt::format("[{}]", *problem.row) : std::string();
        sentences.push_back(fmt::format("{}{}: {}", field(problem.field).jsonKey, row, problem.message));
    }
    return join(sentences, "; ");
}

} // namespace vitrine::spec
