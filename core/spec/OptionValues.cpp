// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/OptionValues.h"

#include "core/base/Text.h"
#include "core/spec/EnumNames.h"
#include "core/spec/Sizes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace vitrine::spec {

namespace {

template <typename Row, typename Matches> void eraseRow(std::vector<Row> &rows, const Matches &matches)
{
    rows.erase(std::remove_if(rows.begin(), rows.end(), matches), rows.end());
}

bool limitsNothing(const IoLimit &row)
{
    return !row.readBytesPerSec && !row.writeBytesPerSec && !row.readOpsPerSec && !row.writeOpsPerSec;
}

} // namespace

void addProblem(OptionTarget &target, const Option &option, std::string_view sentence)
{
    target.problems.push_back(fmt::format("--{}: {}", option.longName, sentence));
}

bool readSizeInto(OptionTarget &target, const Option &option, const std::string &value,
                  std::optional<std::uint64_t> &out)
{
    const auto size = parseSizeLimit(value);
    if (size)
        out = *size;
    else
        addProblem(target, option, size.error().what);
    return size.has_value();
}

bool readCountInto(OptionTarget &target, const Option &option, const std::string &value,
                   std::optional<std::uint64_t> &out)
{
    const auto count = parseNumber<std::uint64_t>(value);
    if (count || isNoLimit(value)) {
        out = count;
        return true;
    }
    addProblem(target, option, fmt::format("\"{}\" is no whole number", printable(value)));
    return false;
}

void readRateInto(OptionTarget &target, const Option &option, const std::string &value,
                  std::optional<std::uint64_t> IoLimit::*member, RateKind kind)
{
    auto &rows = target.spec.limits.io;
    if (isNoLimit(value)) { // without a device: on every disk
        for (IoLimit &row : rows)
            row.*member = std::nullopt;
        std::erase_if(rows, limitsNothing);
        return;
    }
    // From the right: a device may be given as 8:0.
    const auto colon = value.rfind(':');
    if (colon == std::string::npos || colon == 0) {
        addProblem(target, option, fmt::format("\"{}\" is not of the form DEVICE:RATE", printable(value)));
        return;
    }
    std::optional<std::uint64_t> rate;
    const auto read = kind == RateKind::Bytes ? readSizeInto : readCountInto;
    if (!read(target, option, value.substr(colon + 1), rate))
        return;
    const std::string device = value.substr(0, colon);
    auto row = std::find_if(rows.begin(), rows.end(), [&](const IoLimit &known) { return known.device == device; });
    if (row == rows.end())
        row = rows.insert(rows.end(), IoLimit{ device, {}, {}, {}, {} });
    (*row).*member = rate;
    if (!rate)
        eraseRow(rows, limitsNothing);
}

void readCpus(OptionTarget &target, const Option &option, const std::string &value)
{
    const auto cpus = parseNumber<double>(value);
    if (!isNoLimit(value) && (!cpus || !std::isfinite(*cpus)))
        addProblem(target, option, fmt::format("\"{}\" is no number of cores", printable(value)));
    else
        target.spec.limits.cpus = isNoLimit(value) ? std::nullopt : cpus;
}

void readRootfs(OptionTarget &target, const Option &, const std::string &value)
{
    const auto path = hostPath(target.surroundings, value);
    target.spec.root = { target.surroundings.isDirectory(path) ? RootKind::Folder : RootKind::Tar, path };
    target.isRootChosen = true;
}

void readDevice(OptionTarget &target, const Option &option, const std::string &value)
{
    DeviceRule rule{ value, true, true, false };
    bool isRemoved = false;
    if (const auto colon = value.rfind(':'); colon != std::string::npos) {
        const auto rights = std::string_view(value).substr(colon + 1);
        isRemoved = rights == "none";
        if (isRemoved || (!rights.empty() && rights.find_first_not_of("rwm") == std::string_view::npos)) {
            rule.path = value.substr(0, colon);
            rule.read = rights.find('r') != std::string_view::npos;
            rule.write = rights.find('w') != std::string_view::npos;
            rule.mknod = rights.find('m') != std::string_view::npos;
        }
    }
    // podman's long form names the path inside as well; here it is always the same.
    const auto &path = rule.path;
    if (path.size() % 2 == 1 && path[path.size() / 2] == ':'
        && path.substr(0, path.size() / 2) == path.substr(path.size() / 2 + 1))
        rule.path = path.substr(0, path.size() / 2);
    if (rule.path.empty()) {
        addProblem(target, option, "no device is named");
        return;
    }
    auto &rows = target.spec.limits.devices;
    const auto isSame = [&](const DeviceRule &known) { return known.path == rule.path; };
    if (const auto known = std::find_if(rows.begin(), rows.end(), isSame); known != rows.end() && !isRemoved)
        *known = rule;
    else if (isRemoved)
        eraseRow(rows, isSame);
    else
        rows.push_back(rule);
}

void readEnv(OptionTarget &target, const Option &, const std::string &value)
{
    const auto equals = value.find('=');
    EnvVar variable{ value.substr(0, equals), {} };
    if (equals != std::string::npos) {
        variable.value = value.substr(equals + 1);
    } else if (auto inherited = target.surroundings.environment(value)) {
        variable.value = *std::move(inherited);
    } else {
        return; // as podman does: what is not set here is not set inside
    }
    auto &rows = target.spec.env;
    const auto known =
        std::find_if(rows.begin(), rows.end(), [&](const EnvVar &row) { return row.name == variable.name; });
    if (known != rows.end())
        known->value = std::move(variable.value);
    else
        rows.push_back(std::move(variable));
}

void readStopTimeout(OptionTarget &target, const Option &option, const std::string &value)
{
    constexpr double kMaxSeconds = 1e12; // so that milliseconds fit; the range itself is validate()'s
    const auto seconds = parseNumber<double>(value);
    if (!seconds || !(*seconds >= 0 && *seconds <= kMaxSeconds))
        addProblem(target, option, fmt::format("\"{}\" is no number of seconds", printable(value)));
    else
        target.spec.stopTimeoutMs = static_cast<std::uint64_t>(std::llround(*seconds * 1000));
}

void writeIo(const ContainerSpec &spec, OptionWords &words)
{
    const auto write = [&](const std::string &device, std::string_view option, const auto &rate, RateKind kind) {
        if (rate)
            words.other(option,
                        device + ":" + (kind == RateKind::Bytes ? sizeArgument(*rate) : fmt::format("{}", *rate)));
    };
    for (const auto &row : spec.limits.io) {
        write(row.device, "device-read-bps", row.readBytesPerSec, RateKind::Bytes);
        write(row.device, "device-write-bps", row.writeBytesPerSec, RateKind::Bytes);
        write(row.device, "device-read-iops", row.readOpsPerSec, RateKind::Operations);
        write(row.device, "device-write-iops", row.writeOpsPerSec, RateKind::Operations);
    }
}

void writeDevices(const ContainerSpec &spec, OptionWords &words)
{
    for (const auto &rule : spec.limits.devices)
        words.value(
            fmt::format("{}:{}{}{}", rule.path, rule.read ? "r" : "", rule.write ? "w" : "", rule.mknod ? "m" : ""));
}

} // namespace vitrine::spec
