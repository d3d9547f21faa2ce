// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/CommandLine.h"

#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/spec/OptionProblems.h"
#include "core/spec/OptionTable.h"
#include "core/spec/OptionValues.h"
#include "core/spec/PathExpansion.h"
#include "core/spec/SpecValidate.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

namespace vitrine::spec {

namespace {

struct GivenOption {
    const Option *option;
    std::string value;
};

struct Scanned {
    std::vector<GivenOption> options;
    std::vector<std::string> rest; ///< words that are no options
    std::vector<std::string> problems;
    bool asksForHelp = false;
    bool isMarked = false; ///< "--" stands before the rest
};

enum class AfterFirstWord { EndsOptions, GoesOn };

/// Splits words into options with their values and the rest; knows nothing of what they mean.
class Scanner {
public:
    Scanner(std::span<const std::string> words, Verb verb)
        : m_words(words)
        , m_verb(static_cast<unsigned>(verb))
    {
    }

    Scanned scan(AfterFirstWord afterFirstWord)
    {
        while (m_at < m_words.size()) {
            const std::string &word = m_words[m_at++];
            if (word == "--") {
                m_scanned.isMarked = true;
                break;
            }
            if (word.starts_with("--")) {
                longOption(std::string_view(word).substr(2));
            } else if (word.size() > 1 && word.front() == '-') {
                shortOptions(std::string_view(word).substr(1));
            } else {
                m_scanned.rest.push_back(word);
                if (afterFirstWord == AfterFirstWord::EndsOptions)
                    break;
            }
        }
        for (; m_at < m_words.size(); ++m_at)
            m_scanned.rest.push_back(m_words[m_at]);
        return std::move(m_scanned);
    }

private:
    void longOption(std::string_view text)
    {
        const auto equals = text.find('=');
        const auto name = text.substr(0, equals);
        const auto *option = findOption(name);
        if (text == "help") {
            m_scanned.asksForHelp = true;
        } else if (!option || !(option->verbs & m_verb)) {
            m_scanned.problems.push_back(fmt::format("--{} is not known", printable(name)));
        } else if (option->valueName.empty()) {
            if (equals != std::string_view::npos)
                m_scanned.problems.push_back(fmt::format("--{} takes no value", name));
            m_scanned.options.push_back({ option, {} });
        } else if (equals != std::string_view::npos) {
            m_scanned.options.push_back({ option, std::string(text.substr(equals + 1)) });
        } else {
            takeNextWord(*option);
        }
    }

    /// "-it", "-m64M", "-m 64M", "-itm 64M".
    void shortOptions(std::string_view letters)
    {
        for (; !letters.empty(); letters.remove_prefix(1)) {
            const auto *option = findOption(letters.front());
            if (!option || !(option->verbs & m_verb)) {
                m_scanned.problems.push_back(fmt::format("-{} is not known", printable(letters.substr(0, 1))));
            } else if (option->valueName.empty()) {
                m_scanned.options.push_back({ option, {} });
            } else if (letters.size() > 1) {
                const auto value = letters.substr(letters[1] == '=' ? 2 : 1);
                m_scanned.options.push_back({ option, std::string(value) });
                return;
            } else {
                takeNextWord(*option);
            }
        }
    }

    void takeNextWord(const Option &option)
    {
        if (m_at < m_words.size())
            m_scanned.options.push_back({ &option, m_words[m_at++] });
        else
            m_scanned.problems.push_back(fmt::format("--{} needs a value", option.longName));
    }

    std::span<const std::string> m_words;
    unsigned m_verb;
    std::size_t m_at = 0;
    Scanned m_scanned;
};

void readOptions(const Scanned &scanned, OptionTarget &target)
{
    target.problems = scanned.problems;
    for (const auto &[option, value] : scanned.options)
        option->read(target, *option, value);
    finishOptions(target);
}

Result<> refuseProblems(std::vector<std::string> problems, const std::vector<Problem> &found = {},
                        const ContainerSpec &spec = {})
{
    if (hasErrors(found))
        problems.push_back(describeAsOptions(found, spec));
    if (problems.empty())
        return {};
    return failure(ErrorCode::InvalidArgs, join(problems, "; "));
}

/// A container is named by its name or by its id, which has the same letters.
std::string takeContainer(Scanned &scanned)
{
    if (scanned.rest.empty()) {
        scanned.problems.emplace_back("say which container");
        return {};
    }
    std::string container = scanned.rest.front();
    scanned.rest.erase(scanned.rest.begin());
    if (!isValidName(container))
        scanned.problems.push_back(fmt::format("\"{}\" is no name of a container", printable(container)));
    return container;
}

/// `run IMAGE [COMMAND…]`: only where nothing else says what the root is, and never behind "--".
void takeImage(const Scanned &scanned, OptionTarget &target)
{
    const auto &isImage = target.surroundings.isImage;
    auto &spec = target.spec;
    if (scanned.isMarked || target.isRootChosen || spec.command.empty() || !isImage || !isImage(spec.command.front()))
        return;
    spec.root = { RootKind::Image, spec.command.front() };
    spec.command.erase(spec.command.begin());
}

bool isPlain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || std::string_view("_-./:=,@%+").find(c) != std::string_view::npos;
}

} // namespace

Surroundings processSurroundings()
{
    std::error_code ignored;
    return { std::filesystem::current_path(ignored).string(),
             [](const std::string &path) {
                 std::error_code notThere;
                 return std::filesystem::is_directory(path, notThere);
             },
             [](const std::string &name) -> std::optional<std::string> {
                 const char *value = std::getenv(name.c_str());
                 return value ? std::optional<std::string>(value) : std::nullopt;
             },
             {},
             homeOfUser };
}

bool asksForHelp(std::span<const std::string> words, Verb verb)
{
    const auto afterFirstWord = verb == Verb::Set ? AfterFirstWord::GoesOn : AfterFirstWord::EndsOptions;
    return Scanner(words, verb).scan(afterFirstWord).asksForHelp;
}

Result<RunOptions> parseRun(std::span<const std::string> words, const Surroundings &surroundings)
{
    const auto scanned = Scanner(words, Verb::Run).scan(AfterFirstWord::EndsOptions);
    OptionTarget target{ surroundings, {}, false, false, {}, {} };
    readOptions(scanned, target);
    target.spec.command = scanned.rest;
    takeImage(scanned, target);
    ContainerSpec named = target.spec;
    if (named.name.empty())
        named.name = "unnamed"; // the caller makes one up
    VITRINE_TRY(refuseProblems(std::move(target.problems), validate(named), named));
    return RunOptions{ std::move(target.spec), target.detach, target.imageVolumes, std::move(target.notes) };
}

Result<ExecOptions> parseExec(std::span<const std::string> words, const Surroundings &surroundings)
{
    auto scanned = Scanner(words, Verb::Exec).scan(AfterFirstWord::EndsOptions);
    ExecOptions options;
    options.container = takeContainer(scanned);
    OptionTarget target{ surroundings, {}, false, false, {}, {} };
    readOptions(scanned, target);
    if (!scanned.rest.empty() && scanned.rest.front() == "--")
        scanned.rest.erase(scanned.rest.begin()); // exec NAME -- COMMAND
    const auto &spec = target.spec;
    options.exec = { scanned.rest, spec.env, spec.user, spec.workdir, spec.terminal, spec.openStdin };
    VITRINE_TRY(refuseProblems(std::move(target.problems), validateExec(options.exec), spec));
    return options;
}

namespace {

Result<Mount> parseMount(std::string_view optionName, const std::string &value, const Surroundings &surroundings)
{
    OptionTarget target{ surroundings, {}, false, false, {}, {} };
    const Option &option = *findOption(optionName);
    option.read(target, option, value);
    if (target.problems.empty() && target.spec.mounts.size() == 1) {
        if (target.spec.mounts.front().anonymous)
            addProblem(target, option, "the source is missing: SRC:DST");
        for (const auto &problem : validateMounts(target.spec.mounts))
            addProblem(target, option, problem.message);
    }
    VITRINE_TRY(refuseProblems(std::move(target.problems)));
    return std::move(target.spec.mounts.front());
}

} // namespace

Result<Mount> parseVolume(const std::string &value, const Surroundings &surroundings)
{
    return parseMount("volume", value, surroundings);
}

Result<Mount> parseTmpfs(const std::string &value, const Surroundings &surroundings)
{
    return parseMount("tmpfs", value, surroundings);
}

Result<SetOptions> parseSet(std::span<const std::string> words)
{
    auto scanned = Scanner(words, Verb::Set).scan(AfterFirstWord::GoesOn);
    SetOptions options;
    options.container = takeContainer(scanned);
    for (const auto &word : scanned.rest)
        scanned.problems.push_back(fmt::format("\"{}\" is too many", printable(word)));
    if (scanned.options.empty() && scanned.problems.empty())
        scanned.problems.emplace_back("say which limit to set");
    VITRINE_TRY(refuseProblems(std::move(scanned.problems)));
    for (auto &[option, value] : scanned.options)
        options.options.emplace_back(option->longName, std::move(value));
    return options;
}

Result<Limits> applySet(const Limits &current, const SetOptions &options)
{
    const Surroundings nowhere;
    OptionTarget target{ nowhere, {}, false, false, {}, {} };
    target.spec.limits = current;
    Scanned given;
    for (const auto &[name, value] : options.options)
        given.options.push_back({ findOption(name), value });
    readOptions(given, target);
    VITRINE_TRY(refuseProblems(std::move(target.problems), validateLimits(target.spec.limits), target.spec));
    return std::move(target.spec.limits);
}

std::vector<std::string> toCommandLine(const ContainerSpec &spec)
{
    std::vector<std::string> line{ "vitrine", "run" };
    for (const auto &option : options()) {
        if (!option.write)
            continue;
        OptionWords words(option.longName);
        option.write(spec, words);
        line.insert(line.end(), words.words().begin(), words.words().end());
    }
    line.emplace_back("--");
    line.insert(line.end(), spec.command.begin(), spec.command.end());
    return line;
}

std::string quoteShell(std::string_view word)
{
    std::string quoted;
    bool isAllPlain = !word.empty();
    for (const char c : word) {
        isAllPlain = isAllPlain && isPlain(c);
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return isAllPlain ? std::string(word) : "'" + quoted + "'";
}

std::string quoteShell(const std::vector<std::string> &words)
{
    std::vector<std::string> quoted;
    for (const auto &word : words)
        quoted.push_back(quoteShell(std::string_view(word)));
    return join(quoted, " ");
}

std::vector<OptionHelp> optionHelp(Verb verb)
{
    std::vector<OptionHelp> lines;
    for (const auto &option : options()) {
        if (!(option.verbs & static_cast<unsigned>(verb)))
            continue;
        auto usage = option.shortName ? fmt::format("-{}, --{}", option.shortName, option.longName)
                                      : fmt::format("    --{}", option.longName);
        if (!option.valueName.empty())
            usage += fmt::format(" {}", option.valueName);
        lines.push_back({ std::move(usage), option.meaning });
    }
    return lines;
}

} // namespace vitrine::spec
