// SPDX-License-Identifier: GPL-3.0-or-later
// Words of a command line, one a line of input. What is accepted must come back from its own command line.
#include "core/base/Text.h"
#include "core/spec/CommandLine.h"

#include <cstdlib>

using namespace vitrine;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    std::vector<std::string> words;
    for (const auto word : split({ reinterpret_cast<const char *>(data), size }, '\n'))
        words.emplace_back(word);
    const spec::Surroundings surroundings{ "/home", [](const std::string &path) { return path.size() % 2 == 0; },
                                           [](const std::string &) { return std::nullopt; },
                                           [](const std::string &word) { return word.size() % 3 == 0; } };
    if (const auto options = spec::parseRun(words, surroundings)) {
        const auto line = spec::toCommandLine(options->spec);
        const auto again = spec::parseRun(std::span(line).subspan(2), surroundings);
        if (!again || again->spec != options->spec)
            std::abort();
    }
    (void)spec::parseExec(words, surroundings);
    if (const auto options = spec::parseSet(words))
        (void)spec::applySet({}, *options, surroundings);
    return 0;
}
