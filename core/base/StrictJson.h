// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

struct JsonCaps {
    std::size_t maxBytes = 256 * 1024;
    int maxDepth = 16;
};

/// Parses text that somebody else wrote. TooLarge over `maxBytes`; otherwise InvalidConfig naming everything wrong with
/// its form: no JSON, a byte order mark, bytes after the end, invalid UTF-8, a number beyond its type, "-0", nesting
/// over `maxDepth` (found while parsing, before memory is used for it), duplicate keys, U+0000 in a text.
Result<nlohmann::json> parseStrictJson(std::string_view text, const JsonCaps &caps = {});
/// ["a","b"]; nothing when the text is anything else.
std::optional<std::vector<std::string>> parseJsonTexts(std::string_view text);

/// One line of an enum's names.
template <typename Enum> struct EnumName {
    Enum value;
    std::string_view name;
};

template <typename Enum> std::string_view enumName(std::span<const EnumName<Enum>> names, Enum value)
{
    for (const auto &line : names) {
        if (line.value == value)
            return line.name;
    }
    return {};
}

template <typename Enum> std::optional<Enum> enumFromName(std::span<const EnumName<Enum>> names, std::string_view name)
{
    for (const auto &line : names) {
        if (line.name == name)
            return line.value;
    }
    return std::nullopt;
}

/// Reads the members of one JSON object and collects every problem, each with its key. A member that is missing leaves
/// the variable as it is.
class JsonObject {
public:
    /// `path` is the object's own key ("limits", "mounts[2]"), "" for the outermost one. `value` and `problems` must
    /// outlive it.
    JsonObject(const nlohmann::json &value, std::string path, std::vector<std::string> &problems);

    [[nodiscard]] bool has(std::string_view key) const;
    void read(std::string_view key, std::string &out);
    void read(std::string_view key, bool &out);
    void read(std::string_view key, int &out);
    void read(std::string_view key, std::uint32_t &out);
    void read(std::string_view key, std::uint64_t &out);
    void read(std::string_view key, double &out);
    void read(std::string_view key, std::vector<std::string> &out);
    /// An object whose members are all texts.
    void readTexts(std::string_view key, std::map<std::string, std::string> &out);
    template <typename T> void read(std::string_view key, std::optional<T> &out)
    {
        if (!has(key))
            return;
        T value{};
        read(key, value);
        out = std::move(value);
    }
    template <typename Enum> void read(std::string_view key, std::span<const EnumName<Enum>> names, Enum &out)
    {
        if (!has(key))
            return;
        std::string name;
        read(key, name);
        if (const auto value = enumFromName(names, name))
            out = *value;
        else
            addProblem(key, "is not one of the known choices");
    }
    /// A member that is an object itself.
    void readObject(std::string_view key, const std::function<void(JsonObject &)> &readMembers);
    /// A list of objects.
    void readRows(std::string_view key, const std::function<void(JsonObject &)> &readRow);

    /// Reports every key that nothing has asked for. Leave it out where a newer writer may say more.
    void refuseUnknownKeys();

    void addProblem(std::string_view key, std::string_view sentence);

private:
    const nlohmann::json *find(std::string_view key);
    [[nodiscard]] std::string fullKey(std::string_view key) const;

    const nlohmann::json &m_value;
    std::string m_path;
    std::vector<std::string> &m_problems;
    std::set<std::string, std::less<>> m_known;
};

/// Text for a wire or a file: bytes that are no UTF-8 become U+FFFD, since JSON has no other way to hold them.
std::string dumpJson(const nlohmann::json &value);

} // namespace vitrine
