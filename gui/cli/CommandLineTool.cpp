// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/CommandLineTool.h"

#include "gui/backend/HelperClient.h"
#include "gui/cli/Commands.h"

#include <QCoreApplication>

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
bool asksForHelp(const Command &command, Words words)
{
    const bool endsEarly = command.name == "run" || command.name == "exec";
    for (const std::string &word : words) {
        if (word == "--help")
            return true;
        if (word == "--" || (endsEarly && !word.starts_with('-')))
            return false;
    }
    return false;
}

} // namespace

bool wantsCommandLine(int argc, char **argv)
{
    // Any other option, such as "-platform", is Qt's and comes with a window.
    if (argc < 2)
        return false;
    const std::string_view first(argv[1]);
    return !first.starts_with('-') || first == "--help" || first == "-h" || first == "--version";
}

int runWords(Backend &backend, std::span<const std::string> words)
{
    if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
        print(overview());
        return 0;
    }
    if (words[0] == "--version") {
        print("vitrine " VITRINE_VERSION "\n");
        return 0;
    }
    const Command *command = findCommand(words[0]);
    if (!command) {
        complain(fmt::format("There is no command \"{}\"; `vitrine --help` lists them", words[0]));
        return kVitrineFailed;
    }
    if (asksForHelp(*command, words.subspan(1))) {
        print(help(*command));
        return 0;
    }
    Session session(backend);
    const auto status = command->run(session, words.subspan(1));
    if (status)
        return *status;
    complain(status.error().what);
    return kVitrineFailed;
}

int runCommandLine(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const std::vector<std::string> words(argv + 1, argv + argc);
    HelperClient backend;
    return runWords(backend, words);
}

} // namespace vitrine::gui
