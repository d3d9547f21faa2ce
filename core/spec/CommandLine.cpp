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

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace vitrine::spec {

namespace {

constexpr std::string_view kOn = "true";
constexpr std::string_view kOff = "false";

struct GivenOption {
    const Option *option;
    std::string value;
};

struct Scanned {
    std::vector<GivenOption> options;
    std::vector<std::string> rest; ///< words that are no options
    std::vector<std::string> problems;
    bool asksForHelp = false;
    std::optional<std::size_t> mark; ///< how many words of the rest stand before "--"
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
                m_scanned.mark = m_scanned.rest.size();
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
            refuse("--", name, option);
        } else if (option->valueName.empty()) {
            const auto value = equals == std::string_view::npos ? kOn : text.substr(equals + 1);
            if (value != kOn && value != kOff)
                m_scanned.problems.push_back(fmt::format("--{} takes no value but true or false", name));
            m_scanned.options.push_back({ option, std::string(value) });
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
                refuse("-", letters.substr(0, 1), option);
            } else if (option->valueName.empty()) {
                m_scanned.options.push_back({ option, std::string(kOn) });
            } else if (letters.size() > 1) {
                const auto value = letters.substr(letters[1] == '=' ? 2 : 1);
                m_scanned.options.push_back({ option, std::string(value) });
                return;
            } else {
                takeNextWord(*option);
            }
        }
    }

    void refuse(std::string_view dashes, std::string_view name, const Option *option)
    {
        const bool isOfRun = option && (option->verbs & static_cast<unsigned>(Verb::Run));
        const bool isSet = m_verb == static_cast<unsigned>(Verb::Set);
        m_scanned.problems.push_back(
            fmt::format("{}{} {}", dashes, printable(name),
                        isOfRun && isSet ? "is fixed once the container has been created" : "is not known"));
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
    if (scanned.mark || target.isRootChosen || spec.command.empty() || !isImage || !isImage(spec.command.front()))
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
    const std::size_t before = scanned.mark.value_or(scanned.rest.size());
    for (std::size_t i = 1; i < before; ++i)
        scanned.problems.push_back(
            fmt::format("\"{}\" is too many; a command stands behind --", printable(scanned.rest[i])));
    if (scanned.mark) {
        options.command.assign(scanned.rest.begin() + static_cast<std::ptrdiff_t>(before), scanned.rest.end());
        if (options.command.empty())
            scanned.problems.emplace_back("say which command, behind --");
    }
    scanned.rest.resize(before);
    options.container = takeContainer(scanned);
    for (auto &[option, value] : scanned.options) {
        if (option->longName == "revert")
            options.revert = value == kOn;
        else
            options.options.emplace_back(option->longName, std::move(value));
    }
    const bool changes = !options.options.empty() || !options.command.empty();
    if (options.revert && changes)
        scanned.problems.emplace_back("--revert stands alone");
    else if (!options.revert && !changes && scanned.problems.empty())
        scanned.problems.emplace_back("say what to change");
    VITRINE_TRY(refuseProblems(std::move(scanned.problems)));
    return options;
}

namespace {

void mergeMounts(std::vector<Mount> &mounts, std::vector<Mount> given)
{
    for (Mount &mount : given) {
        const auto same = std::ranges::find(mounts, mount.target, &Mount::target);
        if (same != mounts.end())
            *same = std::move(mount);
        else
            mounts.push_back(std::move(mount));
    }
}

/// What is to be taken away must be there: a name with a mistake in it would do nothing, and say nothing.
template <typename Row>
void takeOut(OptionTarget &target, std::vector<Row> &rows, std::string Row::*key, const std::vector<std::string> &keys,
             std::string_view option)
{
    for (const std::string &wanted : keys) {
        if (std::erase_if(rows, [&](const Row &row) { return row.*key == wanted; }) == 0)
            addProblem(target, *findOption(option), fmt::format("there is no \"{}\"", printable(wanted)));
    }
}

} // namespace

Result<ContainerSpec> applySet(const ContainerSpec &current, const SetOptions &options,
                               const Surroundings &surroundings)
{
    OptionTarget target{ surroundings, current, false, false, {}, {} };
    target.spec.mounts.clear();
    Scanned given;
    for (const auto &[name, value] : options.options)
        given.options.push_back({ findOption(name), value });
    readOptions(given, target);
    std::vector<Mount> mounts = current.mounts;
    takeOut(target, mounts, &Mount::target, target.unmounts, "unmount");
    takeOut(target, target.spec.env, &EnvVar::name, target.unsetEnv, "unsetenv");
    mergeMounts(mounts, std::move(target.spec.mounts));
    target.spec.mounts = std::move(mounts);
    if (!options.command.empty())
        target.spec.command = options.command;
    ContainerSpec others = target.spec;
    others.limits = current.limits;
    const auto found = others == current ? validateLimits(target.spec.limits) : validate(target.spec);
    VITRINE_TRY(refuseProblems(std::move(target.problems), found, target.spec));
    return std::move(target.spec);
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
