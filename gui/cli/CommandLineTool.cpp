// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/CommandLineTool.h"

#include "core/base/Try.h"
#include "core/spec/CommandLine.h"
#include "gui/backend/HelperClient.h"
#include "gui/cli/Commands.h"
#include "gui/cli/WindowOptions.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace vitrine::gui {

namespace {

std::string overview()
{
    std::string text = "Usage: vitrine                      opens the window\n"
                       "       vitrine COMMAND [ARGUMENT…]  works without it\n\n"
                       "Commands:\n";
    for (const Command &command : commands())
        text += fmt::format("  {:<10} {}\n", command.name, command.summary);
    return text
        + "\n`vitrine COMMAND --help` says more. Exit status: 0, that of the command run, 126 or 127 when it could "
          "not\n"
          "be run, 125 when Vitrine failed.\n";
}

std::string help(const Command &command)
{
    std::string text = fmt::format("Usage: vitrine {} {}\n\n{}.\n", command.name, command.synopsis, command.summary);
    if (const std::string options = command.optionHelp(); !options.empty())
        text += "\nOptions:\n" + options;
    return text;
}

/// Of ours, and not of the command that is to run in a container.
bool wantsHelp(const Command &command, Words words)
{
    using spec::Verb;
    for (const auto &[name, verb] : { std::pair("run", Verb::Run),
                                      { "create", Verb::Run },
                                      { "exec", Verb::Exec },
                                      { "set", Verb::Set },
                                      { "update", Verb::Set } }) {
        if (command.name == name)
            return spec::asksForHelp(words, verb);
    }
    const auto end = std::find(words.begin(), words.end(), "--");
    return std::find(words.begin(), end, "--help") != end;
}

Result<int> printed(std::string_view text)
{
    VITRINE_TRY(print(text));
    return 0;
}

Result<int> perform(Backend &backend, Words words)
{
    if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help")
        return printed(overview());
    if (words[0] == "--version")
        return printed("vitrine " VITRINE_VERSION "\n");
    if (words[0].starts_with('-'))
        return failure(ErrorCode::InvalidArgs,
                       fmt::format("\"{}\" is not known here; `vitrine --help` says what is",
                                   firstForeignWord(words).value_or(words[0])));
    const Command *command = findCommand(words[0]);
    if (!command)
        return failure(ErrorCode::InvalidArgs,
                       fmt::format("There is no command \"{}\"; `vitrine --help` lists them", words[0]));
    if (wantsHelp(*command, words.subspan(1)))
        return printed(help(*command));
    const bool mayAsk = command->authority == Authority::MayBeAsked && TextAgent::isUseful();
    Session session(backend, mayAsk ? kTextAgent : nullptr);
    return command->run(session, words.subspan(1));
}

std::vector<std::string> wordsOf(int argc, char **argv)
{
    return { argv + std::min(argc, 1), argv + argc };
}

} // namespace

bool wantsCommandLine(int argc, char **argv)
{
    return firstForeignWord(wordsOf(argc, argv)).has_value();
}

bool canOpenWindow(int argc, char **argv)
{
    const auto reason = whyNoWindow(wordsOf(argc, argv));
    if (reason)
        complain(*reason);
    return !reason;
}

int runWords(Backend &backend, std::span<const std::string> words)
{
    const auto status = perform(backend, words);
    if (status)
        return *status;
    complain(status.error().what);
    return kVitrineFailed;
}

int runCommandLine(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const std::vector<std::string> words = wordsOf(argc, argv);
    HelperClient backend;
    return runWords(backend, words);
}

} // namespace vitrine::gui
