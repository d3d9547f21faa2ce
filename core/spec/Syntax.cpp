// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/Syntax.h"

#include "core/base/Text.h"

#include <fmt/format.h>

#include <algorithm>

namespace vitrine::spec {

namespace {

constexpr std::size_t kMaxPathBytes = 4095;
constexpr std::size_t kMaxPathPart = 255;
constexpr std::size_t kMaxHostname = 64;
constexpr std::size_t kMaxUserPart = 32;
constexpr std::size_t kMaxCpuListBytes = 1024;
constexpr unsigned kMaxCpu = 8191; // highest NR_CPUS of the kernel, less one

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isAccountName(std::string_view name)
{
    if (name.empty() || name.size() > kMaxUserPart || (!isLetter(name.front()) && name.front() != '_'))
        return false;
    return std::all_of(name.begin(), name.end(),
                       [](char c) { return isLetter(c) || isDigit(c) || c == '_' || c == '-' || c == '.'; });
}

bool isAccountOrId(std::string_view part, std::uint64_t highestId)
{
    if (part.empty() || !isDigit(part.front()))
        return isAccountName(part);
    const auto id = parseNumber<std::uint64_t>(part);
    return id && *id <= highestId;
}

} // namespace

std::optional<std::string> absolutePathProblem(std::string_view path)
{
    if (path.empty())
        return "must not be empty";
    if (path.front() != '/')
        return "must be absolute, that is start with /";
    if (path.size() > kMaxPathBytes)
        return fmt::format("must have at most {} bytes", kMaxPathBytes);
    if (hasControlCharacter(path) || !isValidUtf8(path))
        return "must have no control characters and be valid UTF-8";
    if (path == "/")
        return std::nullopt;
    for (const auto part : split(path.substr(1), '/')) {
        if (part.empty())
            return "must have no // and no / at its end";
        if (part == "." || part == "..")
            return "must have no . or .. in it";
        if (part.size() > kMaxPathPart)
            return fmt::format("must have at most {} bytes between two slashes", kMaxPathPart);
    }
    return std::nullopt;
}

std::optional<std::string> userProblem(std::string_view user, std::uint64_t highestId)
{
    if (user.empty())
        return std::nullopt;
    const auto parts = split(user, ':');
    const bool isGood = parts.size() <= 2
        && std::all_of(parts.begin(), parts.end(), [&](auto part) { return isAccountOrId(part, highestId); });
    if (isGood)
        return std::nullopt;
    return fmt::format("must be a name or a number up to {}, with a group behind a colon if wanted", highestId);
}

std::optional<std::string> hostnameProblem(std::string_view hostname)
{
    if (hostname.size() > kMaxHostname)
        return fmt::format("must have at most {} characters", kMaxHostname);
    for (const auto label : split(hostname, '.')) {
        const bool isGood = !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-'
            && std::all_of(label.begin(), label.end(), [](char c) { return isLetter(c) || isDigit(c) || c == '-'; });
        if (!isGood)
            return "must be made of letters, digits and dashes, in parts joined by dots";
    }
    return std::nullopt;
}

std::optional<std::vector<unsigned>> parseCpuList(std::string_view list)
{
    if (list.empty() || list.size() > kMaxCpuListBytes)
        return std::nullopt;
    std::vector<unsigned> cpus;
    for (const auto range : split(list, ',')) {
        const auto dash = range.find('-');
        const auto first = parseNumber<unsigned>(range.substr(0, dash));
        const auto last = dash == std::string_view::npos ? first : parseNumber<unsigned>(range.substr(dash + 1));
        if (!first || !last || *first > *last || *last > kMaxCpu)
            return std::nullopt;
        for (unsigned cpu = *first; cpu <= *last; ++cpu)
            cpus.push_back(cpu);
    }
    std::sort(cpus.begin(), cpus.end());
    cpus.erase(std::unique(cpus.begin(), cpus.end()), cpus.end());
    return cpus;
}

std::optional<std::string> cpuListProblem(std::string_view list)
{
    if (parseCpuList(list))
        return std::nullopt;
    return fmt::format("must be a list such as 0-2,5 with numbers up to {}", kMaxCpu);
}

std::string formatCpuList(std::vector<unsigned> cpus)
{
    std::sort(cpus.begin(), cpus.end());
    cpus.erase(std::unique(cpus.begin(), cpus.end()), cpus.end());
    std::string list;
    for (std::size_t first = 0; first < cpus.size();) {
        std::size_t last = first;
        while (last + 1 < cpus.size() && cpus[last + 1] == cpus[last] + 1)
            ++last;
        list += list.empty() ? "" : ",";
        list += last == first ? fmt::format("{}", cpus[first]) : fmt::format("{}-{}", cpus[first], cpus[last]);
        first = last + 1;
    }
    return list;
}

bool isDeviceNumber(std::string_view text)
{
    const auto parts = split(text, ':');
    return parts.size() == 2 && parseNumber<std::uint32_t>(parts[0]) && parseNumber<std::uint32_t>(parts[1]);
}

bool isAtOrUnder(std::string_view path, std::string_view directory)
{
    return directory == "/" || path == directory
        || (path.starts_with(directory) && path.size() > directory.size() && path[directory.size()] == '/');
}

} // namespace vitrine::spec
