// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/StrictJson.h"

#include "core/base/Text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace vitrine {

using nlohmann::json;

namespace {

/// Builds the value while it is parsed, so that depth, duplicate keys and NUL are seen where they happen.
class StrictBuilder {
public:
    explicit StrictBuilder(int maxDepth)
        : m_maxDepth(static_cast<std::size_t>(maxDepth))
    {
    }

    bool null() { return add(nullptr); }
    bool boolean(bool value) { return add(value); }
    bool number_integer(json::number_integer_t value)
    {
        // A positive number arrives as unsigned, so this is "-0": no number that a specification can mean.
        if (value == 0)
            m_problems.push_back(fmt::format("{}: -0 is not allowed", where()));
        return add(value);
    }
    bool number_unsigned(json::number_unsigned_t value) { return add(value); }
    bool number_float(json::number_float_t value, const std::string &) { return add(value); }
    bool string(std::string &value)
    {
        checkText(value);
        return add(value);
    }
    bool binary(json::binary_t &) { return false; }
    bool start_object(std::size_t) { return open(json::object()); }
    bool start_array(std::size_t) { return open(json::array()); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(std::string &name)
    {
        m_keys.back().clear();
        checkText(name);
        if (m_open.back()->contains(name))
            m_problems.push_back(fmt::format("{}: the key \"{}\" is there twice", where(), printable(name)));
        m_keys.back() = name;
        return true;
    }
    bool parse_error(std::size_t position, const std::string &, const nlohmann::detail::exception &error)
    {
        // Its number stands for the kind: 406 is a number too great for a double.
        const bool isNumber = error.id == 406;
        m_problems.push_back(isNumber ? fmt::format("{}: a number is out of range", where())
                                      : fmt::format("it is no valid JSON at byte {}", position));
        return false;
    }

    json take() { return std::move(m_value); }
    [[nodiscard]] const std::vector<std::string> &problems() const { return m_problems; }

private:
    [[nodiscard]] std::string where() const
    {
        std::string path;
        for (const auto &key : m_keys) {
            if (!key.empty())
                path += path.empty() ? printable(key) : "." + printable(key);
        }
        return path.empty() ? "JSON" : path;
    }
    void checkText(const std::string &text)
    {
        if (text.find('\0') != std::string::npos)
            m_problems.push_back(fmt::format("{}: a text holds the character U+0000", where()));
    }
    json *place(json &&item)
    {
        if (m_open.empty()) {
            m_value = std::move(item);
            return &m_value;
        }
        json &parent = *m_open.back();
        if (parent.is_array()) {
            parent.push_back(std::move(item));
            return &parent.back();
        }
        json &member = parent[m_keys.back()];
        member = std::move(item);
        return &member;
    }
    bool add(json item)
    {
        place(std::move(item));
        return true;
    }
    bool open(json item)
    {
        if (m_open.size() >= m_maxDepth) {
            m_problems.push_back(fmt::format("it is nested deeper than {} levels", m_maxDepth));
            return false;
        }
        m_open.push_back(place(std::move(item)));
        m_keys.emplace_back();
        return true;
    }
    bool close()
    {
        m_open.pop_back();
        m_keys.pop_back();
        return true;
    }

    json m_value;
    std::size_t m_maxDepth;
    std::vector<json *> m_open;
    std::vector<std::string> m_keys;
    std::vector<std::string> m_problems;
};

} // namespace

Result<json> parseStrictJson(std::string_view text, const JsonCaps &caps)
{
    if (text.size() > caps.maxBytes)
        return failure(ErrorCode::TooLarge,
                       fmt::format("the JSON has {} bytes, at most {} are allowed", text.size(), caps.maxBytes));
    if (text.empty())
        return failure(ErrorCode::InvalidConfig, "the JSON is empty");
    if (text.starts_with("\xef\xbb\xbf"))
        return failure(ErrorCode::InvalidConfig, "the JSON starts with a byte order mark");
    // The parser takes a NUL for the end of its input, and would not see what stands behind it.
    if (const auto nul = text.find('\0'); nul != std::string_view::npos)
        return failure(ErrorCode::InvalidConfig, fmt::format("it is no valid JSON at byte {}", nul + 1));
    StrictBuilder builder(caps.maxDepth);
    const bool whole = json::sax_parse(text.begin(), text.end(), &builder);
    if (!builder.problems().empty())
        return failure(ErrorCode::InvalidConfig, join(builder.problems(), "; "));
    if (!whole)
        return failure(ErrorCode::InvalidConfig, "it is no valid JSON");
    return builder.take();
}

std::optional<std::vector<std::string>> parseJsonTexts(std::string_view text)
{
    const auto value = parseStrictJson(text);
    const auto isText = [](const json &word) { return word.is_string(); };
    if (!value || !value->is_array() || !std::all_of(value->begin(), value->end(), isText))
        return std::nullopt;
    return value->get<std::vector<std::string>>();
}

JsonObject::JsonObject(const json &value, std::string path, std::vector<std::string> &problems)
    : m_value(value)
    , m_path(std::move(path))
    , m_problems(problems)
{
    if (!m_value.is_object())
        m_problems.push_back(fmt::format("{}: must be an object", m_path.empty() ? "JSON" : m_path));
}

bool JsonObject::has(std::string_view key) const
{
    return m_value.is_object() && m_value.contains(key);
}

const json *JsonObject::find(std::string_view key)
{
    m_known.emplace(key);
    if (!m_value.is_object())
        return nullptr;
    const auto found = m_value.find(key);
    return found == m_value.end() ? nullptr : &*found;
}

std::string JsonObject::fullKey(std::string_view key) const
{
    return m_path.empty() ? std::string(key) : fmt::format("{}.{}", m_path, key);
}

void JsonObject::addProblem(std::string_view key, std::string_view sentence)
{
    m_problems.push_back(fmt::format("{}: {}", fullKey(key), sentence));
}

void JsonObject::read(std::string_view key, std::string &out)
{
    if (const auto *value = find(key)) {
        if (value->is_string())
            out = value->get<std::string>();
        else
            addProblem(key, "must be a text");
    }
}

void JsonObject::read(std::string_view key, bool &out)
{
    if (const auto *value = find(key)) {
        if (value->is_boolean())
            out = value->get<bool>();
        else
            addProblem(key, "must be true or false");
    }
}

void JsonObject::read(std::string_view key, int &out)
{
    if (const auto *value = find(key)) {
        const bool isNegative = value->is_number_integer() && !value->is_number_unsigned();
        if (isNegative && value->get<std::int64_t>() >= std::numeric_limits<int>::min())
            out = static_cast<int>(value->get<std::int64_t>());
        else if (value->is_number_unsigned()
                 && value->get<std::uint64_t>() <= static_cast<std::uint64_t>(std::numeric_limits<int>::max()))
            out = static_cast<int>(value->get<std::uint64_t>());
        else
            addProblem(key, "must be a whole number of 32 bits");
    }
}

void JsonObject::read(std::string_view key, std::uint32_t &out)
{
    if (!has(key))
        return;
    std::uint64_t value = 0;
    read(key, value);
    if (value > std::numeric_limits<std::uint32_t>::max())
        addProblem(key, "must be at most 4294967295");
    else
        out = static_cast<std::uint32_t>(value);
}

void JsonObject::read(std::string_view key, std::uint64_t &out)
{
    if (const auto *value = find(key)) {
        // A whole number of more than 64 bits has become a float by now.
        if (value->is_number_unsigned())
            out = value->get<std::uint64_t>();
        else
            addProblem(key, "must be a whole number from 0 to 18446744073709551615");
    }
}

void JsonObject::read(std::string_view key, double &out)
{
    if (const auto *value = find(key)) {
        if (value->is_number())
            out = value->get<double>();
        else
            addProblem(key, "must be a number");
    }
}

void JsonObject::read(std::string_view key, std::vector<std::string> &out)
{
    const auto *value = find(key);
    if (!value)
        return;
    std::vector<std::string> texts;
    if (!value->is_array()) {
        addProblem(key, "must be a list of texts");
        return;
    }
    for (const auto &item : *value) {
        if (!item.is_string()) {
            addProblem(fmt::format("{}[{}]", key, texts.size()), "must be a text");
            return;
        }
        texts.push_back(item.get<std::string>());
    }
    out = std::move(texts);
}

void JsonObject::readTexts(std::string_view key, std::map<std::string, std::string> &out)
{
    const auto *value = find(key);
    if (!value)
        return;
    if (!value->is_object()) {
        addProblem(key, "must be an object");
        return;
    }
    out.clear();
    for (const auto &[name, text] : value->items()) {
        if (!text.is_string()) {
            addProblem(fmt::format("{}.{}", key, printable(name)), "must be a text");
            return;
        }
        out.emplace(name, text.get<std::string>());
    }
}

void JsonObject::readObject(std::string_view key, const std::function<void(JsonObject &)> &readMembers)
{
    if (const auto *value = find(key)) {
        JsonObject child(*value, fullKey(key), m_problems);
        readMembers(child);
    }
}

void JsonObject::readRows(std::string_view key, const std::function<void(JsonObject &)> &readRow)
{
    const auto *value = find(key);
    if (!value)
        return;
    if (!value->is_array()) {
        addProblem(key, "must be a list");
        return;
    }
    for (std::size_t row = 0; row < value->size(); ++row) {
        JsonObject child((*value)[row], fmt::format("{}[{}]", fullKey(key), row), m_problems);
        readRow(child);
    }
}

void JsonObject::refuseUnknownKeys()
{
    if (!m_value.is_object())
        return;
    for (const auto &[key, value] : m_value.items()) {
        if (!m_known.contains(key))
            addProblem(printable(key), "is not known");
    }
}

std::string dumpJson(const json &value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace vitrine
