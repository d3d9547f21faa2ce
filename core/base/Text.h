// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool isValidUtf8(std::string_view text);
/// Has a byte below 0x20, or DEL.
bool hasControlCharacter(std::string_view text);

std::string_view trimmed(std::string_view text);
/// Every part, empty ones too: "a,,b" has three.
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string> &parts, std::string_view separator);

/// `text` for a message: control characters and bytes that are no UTF-8 as \xNN, cut after `maxBytes`.
std::string printable(std::string_view text, std::size_t maxBytes = 80);

/// The whole of `text` as a decimal number: no sign for unsigned types, no blanks, nothing behind it.
template <typename Number> std::optional<Number> parseNumber(std::string_view text)
{
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || text.empty())
        return std::nullopt;
    return value;
}

} // namespace vitrine
