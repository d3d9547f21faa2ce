// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/CommandLine.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::spec {

/// What options are read into. Exec and Set use the members of the specification that they share with Run.
struct OptionTarget {
    const Surroundings &surroundings;
    ContainerSpec spec;
    bool detach = false;
    bool isRootChosen = false;
    std::optional<std::string> memorySwap; ///< `--memory-swap` counts memory too, so it waits for `--memory`
    std::vector<std::string> problems;
    std::vector<std::string> notes = {};
    ImageVolumes imageVolumes = ImageVolumes::Anonymous;
    std::vector<std::string> unsetEnv = {}; ///< Set: variables and
    std::vector<std::string> unmounts = {}; ///< paths inside to be taken out of the specification
};

/// The words of one option on a command line.
class OptionWords {
public:
    explicit OptionWords(std::string_view longName)
        : m_name(longName)
    {
    }
    void flag() { m_words.push_back("--" + std::string(m_name)); }
    void value(std::string text) { other(m_name, std::move(text)); }
    void other(std::string_view longName, std::string text)
    {
        m_words.push_back("--" + std::string(longName));
        m_words.push_back(std::move(text));
    }
    [[nodiscard]] const std::vector<std::string> &words() const { return m_words; }

private:
    std::string_view m_name;
    std::vector<std::string> m_words;
};

/// One option, read and written from the same line. `write` is null where another line writes it.
struct Option {
    std::string_view longName;
    char shortName; ///< 0 for none
    unsigned verbs;
    std::string_view valueName; ///< "" for a switch
    std::string_view meaning;
    void (*read)(OptionTarget &target, const Option &option, const std::string &value);
    void (*write)(const ContainerSpec &spec, OptionWords &words);
};

std::span<const Option> options();
const Option *findOption(std::string_view longName);
const Option *findOption(char shortName);
/// Once all options are read: settles `--memory-swap`.
void finishOptions(OptionTarget &target);

} // namespace vitrine::spec
