// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/Signals.h"

#include "core/base/Text.h"

#include <cctype>
#include <csignal>
#include <cstring>
#include <string>

namespace vitrine::spec {

namespace {

/// "RTMIN", "RTMIN+3", "RTMAX-1".
std::optional<int> parseRealTime(std::string_view name)
{
    const bool isFromLowest = name.starts_with("RTMIN");
    if (!isFromLowest && !name.starts_with("RTMAX"))
        return std::nullopt;
    name.remove_prefix(5);
    int offset = 0;
    if (!name.empty()) {
        const auto number = parseNumber<int>(name.substr(1));
        if (name.front() != (isFromLowest ? '+' : '-') || !number || *number < 0 || *number > SIGRTMAX)
            return std::nullopt;
        offset = *number;
    }
    const int signal = isFromLowest ? SIGRTMIN + offset : SIGRTMAX - offset;
    return signal >= SIGRTMIN && signal <= SIGRTMAX ? std::optional(signal) : std::nullopt;
}

} // namespace

std::optional<int> parseSignal(std::string_view text)
{
    if (const auto number = parseNumber<int>(text))
        return *number >= 1 && *number <= SIGRTMAX ? number : std::nullopt;
    std::string name(text);
    for (char &letter : name)
        letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    if (name.starts_with("SIG"))
        name.erase(0, 3);
    for (int signal = 1; signal < NSIG; ++signal) {
        if (const char *known = ::sigabbrev_np(signal); known && name == known)
            return signal;
    }
    return parseRealTime(name);
}

} // namespace vitrine::spec
