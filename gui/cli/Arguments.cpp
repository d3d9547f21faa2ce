// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/Arguments.h"

#include "core/base/Try.h"

#include <algorithm>

#include <fmt/format.h>

namespace vitrine::gui {

namespace {

class Parser {
public:
    Parser(std::span<const OptionInfo> known, std::span<const std::string> given)
        : m_known(known)
        , m_given(given)
    {
    }

    Result<Arguments> parse(OptionsEnd end)
    {
        bool isOver = false;
        while (m_next < m_given.size()) {
            const std::string &word = m_given[m_next++];
            if (isOver || word.size() < 2 || word.front() != '-') {
                m_result.words.push_back(word);
                isOver = isOver || end == OptionsEnd::AtFirstWord;
            } else if (word == "--") {
                isOver = true;
            } else if (word.starts_with("--")) {
                VITRINE_TRY(takeLong(word));
            } else {
                VITRINE_TRY(takeShort(word));
            }
        }
        return std::move(m_result);
    }

private:
    Result<> takeLong(const std::string &word)
    {
        const auto equals = word.find('=');
        const std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
        const OptionInfo *option = find([&](const OptionInfo &info) { return info.name == name; });
        if (!option)
            return failure(ErrorCode::InvalidArgs, fmt::format("There is no option --{}", name));
        if (equals == std::string::npos)
            return take(*option, "--" + name);
        if (option->value.empty())
            return failure(ErrorCode::InvalidArgs, fmt::format("--{} takes no value", name));
        add(*option, word.substr(equals + 1));
        return {};
    }

    Result<> takeShort(const std::string &word)
    {
        for (std::size_t at = 1; at < word.size(); ++at) {
            const OptionInfo *option = find([&](const OptionInfo &info) { return info.letter == word[at]; });
            if (!option)
                return failure(ErrorCode::InvalidArgs, fmt::format("There is no option -{}", word[at]));
            if (!option->value.empty() && at + 1 < word.size()) {
                add(*option, word.substr(at + 1));
                return {};
            }
            VITRINE_TRY(take(*option, fmt::format("-{}", word[at])));
        }
        return {};
    }

    Result<> take(const OptionInfo &option, const std::string &written)
    {
        if (option.value.empty()) {
            add(option, {});
            return {};
        }
        if (m_next == m_given.size())
            return failure(ErrorCode::InvalidArgs, fmt::format("{} needs a value: {}", written, option.value));
        add(option, m_given[m_next++]);
        return {};
    }

    void add(const OptionInfo &option, std::string value)
    {
        m_result.options[std::string(option.name)].push_back(std::move(value));
    }

    template <typename Test> const OptionInfo *find(Test test) const
    {
        const auto found = std::find_if(m_known.begin(), m_known.end(), test);
        return found == m_known.end() ? nullptr : &*found;
    }

    std::span<const OptionInfo> m_known;
    std::span<const std::string> m_given;
    std::size_t m_next = 0;
    Arguments m_result;
};

} // namespace

std::optional<std::string> Arguments::value(std::string_view name) const
{
    const auto found = options.find(name);
    return found == options.end() ? std::nullopt : std::optional(found->second.back());
}

std::vector<std::string> Arguments::values(std::string_view name) const
{
    const auto found = options.find(name);
    return found == options.end() ? std::vector<std::string>() : found->second;
}

Result<Arguments> parseArguments(std::span<const OptionInfo> known, std::span<const std::string> given, OptionsEnd end)
{
    return Parser(known, given).parse(end);
}

std::string describeOptions(std::span<const OptionInfo> options)
{
    std::string text;
    for (const OptionInfo &option : options) {
        std::string names = option.letter ? fmt::format("-{}, ", option.letter) : "    ";
        names += fmt::format("--{}", option.name);
        if (!option.value.empty())
            names += fmt::format(" {}", option.value);
        text += fmt::format("  {:<30} {}\n", names, option.help);
    }
    return text;
}

} // namespace vitrine::gui
