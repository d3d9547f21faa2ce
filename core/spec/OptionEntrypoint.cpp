// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/StrictJson.h"
#include "core/spec/OptionValues.h"

#include <nlohmann/json.hpp>

namespace vitrine::spec {

void readEntrypoint(OptionTarget &target, const Option &option, const std::string &value)
{
    target.spec.entrypoint = { value };
    if (!value.starts_with('['))
        return;
    const auto list = parseJsonTexts(value);
    if (list && !list->empty())
        target.spec.entrypoint = *list;
    else
        addProblem(target, option, "a list must be a JSON array of words, such as [\"sh\",\"-c\"]");
}

void writeEntrypoint(const ContainerSpec &spec, OptionWords &words)
{
    if (spec.entrypoint.empty())
        return;
    const bool isPlain = spec.entrypoint.size() == 1 && !spec.entrypoint.front().starts_with('[');
    words.value(isPlain ? spec.entrypoint.front() : dumpJson(spec.entrypoint));
}

} // namespace vitrine::spec
