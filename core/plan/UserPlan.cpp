// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/UserPlan.h"

#include "core/base/Text.h"
#include "core/base/Try.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace vitrine::plan {

namespace {

constexpr std::uint32_t kNoId = UINT32_MAX; // (uid_t)-1 means "no change" to the kernel

std::optional<std::uint32_t> parseId(std::string_view text)
{
    const auto id = parseNumber<std::uint32_t>(text);
    return id && *id != kNoId ? id : std::nullopt;
}

/// Calls `use` with the fields of each line until it returns true.
template <typename Use> void forEachLine(std::string_view text, std::size_t fieldCount, Use use)
{
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        const std::vector<std::string_view> fields = split(line, ':');
        if (fields.size() >= fieldCount && use(fields))
            return;
    }
}

/// Fills `user` from the first entry that `matches`.
template <typename Matches> bool takeEntry(User &user, std::string_view passwd, Matches matches)
{
    bool found = false;
    forEachLine(passwd, 6, [&](const std::vector<std::string_view> &fields) {
        const auto uid = parseId(fields[2]);
        const auto gid = parseId(fields[3]);
        if (!uid || !gid || !matches(fields[0], *uid))
            return false;
        user.uid = *uid;
        user.gid = *gid;
        user.name = fields[0];
        user.home = fields[5].starts_with('/') ? std::string(fields[5]) : "/";
        return found = true;
    });
    return found;
}

Result<std::uint32_t> findGroup(std::string_view wanted, std::string_view group)
{
    if (const auto number = parseId(wanted))
        return *number;
    std::optional<std::uint32_t> found;
    forEachLine(group, 3, [&](const std::vector<std::string_view> &fields) {
        if (fields[0] == wanted)
            found = parseId(fields[2]);
        return found.has_value();
    });
    if (!found)
        return failure(ErrorCode::NotFound,
                       fmt::format("the container's /etc/group has no group \"{}\"", printable(wanted)));
    return *found;
}

std::vector<std::uint32_t> groupsOf(std::string_view name, std::uint32_t primary, std::string_view group)
{
    std::vector<std::uint32_t> groups;
    forEachLine(group, 4, [&](const std::vector<std::string_view> &fields) {
        const auto gid = parseId(fields[2]);
        const std::vector<std::string_view> members = split(fields[3], ',');
        if (gid && *gid != primary && std::ranges::find(members, name) != members.end()
            && std::ranges::find(groups, *gid) == groups.end())
            groups.push_back(*gid);
        return groups.size() >= kMaxGroups;
    });
    return groups;
}

} // namespace

Result<User> findUser(std::string_view wanted, std::string_view passwd, std::string_view group)
{
    const std::size_t colon = wanted.find(':');
    const std::string_view userPart = wanted.empty() ? "0" : wanted.substr(0, colon);

    User user;
    if (const auto number = parseId(userPart)) {
        if (!takeEntry(user, passwd, [&](std::string_view, std::uint32_t uid) { return uid == *number; })) {
            user.uid = *number;
            user.home = *number == 0 ? "/root" : "/";
        }
    } else if (!takeEntry(user, passwd, [&](std::string_view name, std::uint32_t) { return name == userPart; })) {
        return failure(ErrorCode::NotFound,
                       fmt::format("the container's /etc/passwd has no user \"{}\"", printable(userPart)));
    }
    if (colon != std::string_view::npos) {
        VITRINE_TRY_ASSIGN(user.gid, findGroup(wanted.substr(colon + 1), group));
    } else if (!user.name.empty()) {
        user.groups = groupsOf(user.name, user.gid, group);
    }
    return user;
}

} // namespace vitrine::plan
