// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/ExecSpec.h"

#include "core/base/StrictJson.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/spec/SpecJson.h"

#include <nlohmann/json.hpp>

namespace vitrine::spec {

using nlohmann::json;

std::string execToJson(const ExecSpec &spec)
{
    json object{ { "command", spec.command },
                 { "user", spec.user },
                 { "workdir", spec.workdir },
                 { "terminal", spec.terminal },
                 { "openStdin", spec.openStdin } };
    for (const auto &variable : spec.env)
        object["env"].push_back({ { "name", variable.name }, { "value", variable.value } });
    return dumpJson(object);
}

Result<ExecSpec> execFromJson(std::string_view text)
{
    VITRINE_TRY_ASSIGN(const auto value, parseStrictJson(text, { kMaxJsonBytes, kMaxJsonDepth }));
    std::vector<std::string> problems;
    JsonObject object(value, {}, problems);
    ExecSpec spec;
    object.read("command", spec.command);
    object.read("user", spec.user);
    object.read("workdir", spec.workdir);
    object.read("terminal", spec.terminal);
    object.read("openStdin", spec.openStdin);
    object.readRows("env", [&](JsonObject &row) {
        auto &variable = spec.env.emplace_back();
        row.read("name", variable.name);
        row.read("value", variable.value);
        row.refuseUnknownKeys();
    });
    object.refuseUnknownKeys();
    if (!problems.empty())
        return failure(ErrorCode::InvalidConfig, join(problems, "; "));
    return spec;
}

} // namespace vitrine::spec
