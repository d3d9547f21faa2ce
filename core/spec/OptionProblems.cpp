// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/OptionProblems.h"

#include "core/base/Text.h"
#include "core/spec/OptionTable.h"

#include <fmt/format.h>

namespace vitrine::spec {

namespace {

/// A specification with one row of a list and nothing else that the option of that list would write.
ContainerSpec withRow(const ContainerSpec &spec, FieldId field, std::size_t row)
{
    ContainerSpec only;
    if (field == FieldId::Mounts && row < spec.mounts.size())
        only.mounts = { spec.mounts[row] };
    if (field == FieldId::Env && row < spec.env.size())
        only.env = { { spec.env[row].name, {} } }; // a value may be long, or a secret
    if (field == FieldId::Io && row < spec.limits.io.size())
        only.limits.io = { spec.limits.io[row] };
    if (field == FieldId::Devices && row < spec.limits.devices.size())
        only.limits.devices = { spec.limits.devices[row] };
    return only;
}

/// "--memory", "--volume /srv:/proc"; "" for what is no option.
std::string optionText(const Problem &problem, const ContainerSpec &spec)
{
    const Option *option = findOption(field(problem.field).option);
    if (!option)
        return {};
    if (problem.row && option->write) {
        OptionWords words(option->longName);
        option->write(withRow(spec, problem.field, *problem.row), words);
        if (words.words().size() >= 2)
            return fmt::format("{} {}", words.words()[0], printable(words.words()[1]));
    }
    return fmt::format("--{}", option->longName);
}

} // namespace

std::string describeAsOptions(const std::vector<Problem> &problems, const ContainerSpec &spec)
{
    std::vector<std::string> sentences;
    for (const Problem &problem : problems) {
        if (problem.severity != Severity::Error)
            continue;
        const std::string option = optionText(problem, spec);
        sentences.push_back(option.empty() ? problem.message : fmt::format("{}: {}", option, problem.message));
    }
    return join(sentences, "; ");
}

} // namespace vitrine::spec
