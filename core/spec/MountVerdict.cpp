// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/MountVerdict.h"

#include "core/base/StrictJson.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/spec/SpecJson.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstring>

namespace vitrine::spec {

using nlohmann::json;

namespace {

constexpr JsonCaps kCaps{ kMaxJsonBytes, kMaxJsonDepth };

json ownerToJson(const MountOwner &owner)
{
    return { { "uid", owner.uid }, { "gid", owner.gid } };
}

void readOwner(JsonObject &object, std::string_view key, MountOwner &owner)
{
    object.readObject(key, [&owner](JsonObject &member) {
        member.read("uid", owner.uid);
        member.read("gid", owner.gid);
    });
}

json toObject(const MountVerdict &verdict)
{
    return { { "row", verdict.row },
             { "isTried", verdict.isTried },
             { "canRead", verdict.canRead },
             { "canWrite", verdict.canWrite },
             { "outside", ownerToJson(verdict.outside) },
             { "inside", ownerToJson(verdict.inside) },
             { "user", ownerToJson(verdict.user) },
             { "mode", verdict.mode },
             { "errno", verdict.sysErrno },
             { "reason", verdict.reason },
             { "notes", verdict.notes } };
}

Result<MountVerdict> fromObject(const json &value)
{
    std::vector<std::string> problems;
    JsonObject object(value, {}, problems);
    MountVerdict verdict;
    std::uint64_t row = 0;
    std::uint32_t mode = 0;
    object.read("row", row);
    object.read("isTried", verdict.isTried);
    object.read("canRead", verdict.canRead);
    object.read("canWrite", verdict.canWrite);
    readOwner(object, "outside", verdict.outside);
    readOwner(object, "inside", verdict.inside);
    readOwner(object, "user", verdict.user);
    object.read("mode", mode);
    object.read("errno", verdict.sysErrno);
    object.read("reason", verdict.reason);
    object.read("notes", verdict.notes);
    if (!problems.empty())
        return failure(ErrorCode::InvalidConfig, join(problems, "; "));
    verdict.row = row;
    verdict.mode = mode;
    return verdict;
}

std::string why(int sysErrno)
{
    return sysErrno == 0 ? std::string() : fmt::format(" ({})", ::strerrordesc_np(sysErrno));
}

} // namespace

bool isGood(const MountVerdict &verdict, const Mount &mount)
{
    return verdict.isTried && verdict.canRead && (mount.access == Access::ReadOnly || verdict.canWrite);
}

std::vector<MountFix> fixesFor(const MountVerdict &verdict, const Mount &mount, const ContainerSpec &spec)
{
    std::vector<MountFix> fixes;
    if (isGood(verdict, mount))
        return fixes;
    // Files of the caller are those of the user inside, but for one who runs as me and then as somebody else.
    if (spec.identity == Identity::Me && !spec.user.empty() && verdict.isTried && verdict.user != verdict.inside)
        fixes.push_back(MountFix::RunAsMe);
    const bool canBeRead = verdict.isTried ? verdict.canRead : verdict.sysErrno == EINVAL;
    if (mount.access == Access::ReadWrite && canBeRead)
        fixes.push_back(MountFix::MakeReadOnly);
    fixes.push_back(MountFix::ChooseAnother);
    return fixes;
}

void applyFix(MountFix fix, ContainerSpec &spec, std::size_t row)
{
    if (fix == MountFix::RunAsMe)
        spec.user.clear();
    else if (fix == MountFix::MakeReadOnly && row < spec.mounts.size())
        spec.mounts[row].access = Access::ReadOnly;
}

std::string describe(const MountVerdict &verdict, const Mount &mount)
{
    if (!verdict.isTried)
        return fmt::format("{} cannot be mounted: {}", mount.source, verdict.reason);
    const std::string owner = verdict.inside.uid == kNobody
        ? fmt::format("user {} of this computer, whom the container does not know", verdict.outside.uid)
        : fmt::format("user {} inside", verdict.inside.uid);
    return fmt::format("{} belongs to {}, with the permissions {:03o}; the command runs as user {}, so it cannot {}{}",
                       mount.source, owner, verdict.mode, verdict.user.uid, verdict.canRead ? "write" : "read",
                       why(verdict.sysErrno));
}

std::string verdictToJson(const MountVerdict &verdict)
{
    return dumpJson(toObject(verdict));
}

Result<MountVerdict> verdictFromJson(std::string_view text)
{
    VITRINE_TRY_ASSIGN(const json value, parseStrictJson(text, kCaps));
    return fromObject(value);
}

std::string verdictsToJson(const std::vector<MountVerdict> &verdicts)
{
    json list = json::array();
    for (const MountVerdict &verdict : verdicts)
        list.push_back(toObject(verdict));
    return dumpJson(list);
}

Result<std::vector<MountVerdict>> verdictsFromJson(std::string_view text)
{
    VITRINE_TRY_ASSIGN(const json list, parseStrictJson(text, kCaps));
    if (!list.is_array())
        return failure(ErrorCode::InvalidConfig, "the verdicts are not a list");
    std::vector<MountVerdict> verdicts;
    for (const json &value : list) {
        VITRINE_TRY_ASSIGN(MountVerdict verdict, fromObject(value));
        verdicts.push_back(std::move(verdict));
    }
    return verdicts;
}

} // namespace vitrine::spec
