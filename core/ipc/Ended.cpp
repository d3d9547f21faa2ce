// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ipc/Ended.h"

#include "core/base/StrictJson.h"
#include "core/base/Text.h"
#include "core/base/Try.h"

#include <nlohmann/json.hpp>

#include <cerrno>

namespace vitrine::ipc {

using nlohmann::json;

namespace {

constexpr EnumName<EndReason> kReasons[]{
    { EndReason::Exited, "exited" }, { EndReason::Signal, "signal" },   { EndReason::Oom, "oom" },
    { EndReason::Failed, "failed" }, { EndReason::Unknown, "unknown" },
};

template <typename T> void put(json &object, const char *key, const std::optional<T> &value)
{
    if (value)
        object[key] = *value;
}

} // namespace

std::string_view reasonName(EndReason reason)
{
    return enumName<EndReason>(kReasons, reason);
}

std::string endedToJson(const Ended &ended)
{
    json object{ { "reason", reasonName(ended.reason) },
                 { "atUs", ended.atUs },
                 { "oomKills", ended.oomKills },
                 { "pidsRefused", ended.pidsRefused } };
    put(object, "exitCode", ended.exitCode);
    put(object, "signal", ended.signal);
    put(object, "memoryPeakBytes", ended.memoryPeakBytes);
    put(object, "memoryMaxBytes", ended.memoryMaxBytes);
    if (!ended.step.empty())
        object["step"] = ended.step;
    if (!ended.message.empty())
        object["message"] = ended.message;
    if (ended.sysErrno != 0)
        object["errno"] = ended.sysErrno;
    return dumpJson(object);
}

Result<Ended> endedFromJson(std::string_view text)
{
    VITRINE_TRY_ASSIGN(const auto value, parseStrictJson(text));
    std::vector<std::string> problems;
    JsonObject object(value, {}, problems);
    Ended ended;
    if (!object.has("reason"))
        object.addProblem("reason", "is missing");
    object.read<EndReason>("reason", kReasons, ended.reason);
    object.read("exitCode", ended.exitCode);
    object.read("signal", ended.signal);
    object.read("step", ended.step);
    object.read("message", ended.message);
    object.read("errno", ended.sysErrno);
    object.read("atUs", ended.atUs);
    object.read("oomKills", ended.oomKills);
    object.read("pidsRefused", ended.pidsRefused);
    object.read("memoryPeakBytes", ended.memoryPeakBytes);
    object.read("memoryMaxBytes", ended.memoryMaxBytes);
    if (!problems.empty())
        return failure(ErrorCode::InvalidConfig, "reading how a run ended: " + join(problems, "; "));
    return ended;
}

int shellStatus(const Ended &ended)
{
    constexpr int kCannotRun = 126;
    constexpr int kNoSuchCommand = 127;
    constexpr int kOurFailure = 125;
    constexpr int kSignalBase = 128;
    switch (ended.reason) {
    case EndReason::Exited:
    case EndReason::Signal:
    case EndReason::Oom:
        if (ended.signal)
            return kSignalBase + *ended.signal;
        return ended.exitCode.value_or(kOurFailure);
    case EndReason::Failed:
        if (ended.step == "exec")
            return ended.sysErrno == ENOENT ? kNoSuchCommand : kCannotRun;
        return kOurFailure;
    case EndReason::Unknown:
        break;
    }
    return kOurFailure;
}

} // namespace vitrine::ipc
