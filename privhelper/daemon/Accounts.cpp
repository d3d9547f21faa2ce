// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/Accounts.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/base/UniqueFd.h"

#include <fcntl.h>

#include <cerrno>

namespace vitrine::daemon {

namespace {

constexpr std::size_t kMaxFileBytes = 16 * 1024 * 1024;

using Fields = std::vector<std::string_view>;

Result<std::string> readTable(int etc, const char *name)
{
    auto text = readFileAt(etc, name, kMaxFileBytes);
    if (!text && text.error().code == ErrorCode::NotFound)
        return std::string();
    return text;
}

template <typename Take> void eachLine(std::string_view table, std::size_t fieldCount, Take take)
{
    for (const std::string_view line : split(table, '\n')) {
        const Fields fields = split(line, ':');
        if (fields.size() >= fieldCount)
            take(fields);
    }
}

} // namespace

Result<Accounts> Accounts::read(const std::string &etcDir)
{
    const UniqueFd etc(::open(etcDir.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!etc)
        return failErrno(errno, "opening " + etcDir);
    VITRINE_TRY_ASSIGN(const std::string passwd, readTable(etc.get(), "passwd"));
    VITRINE_TRY_ASSIGN(const std::string group, readTable(etc.get(), "group"));
    VITRINE_TRY_ASSIGN(const std::string subuid, readTable(etc.get(), "subuid"));
    VITRINE_TRY_ASSIGN(const std::string subgid, readTable(etc.get(), "subgid"));

    Accounts accounts;
    eachLine(passwd, 7, [&](const Fields &fields) {
        const auto uid = parseNumber<std::uint32_t>(fields[2]);
        const auto gid = parseNumber<std::uint32_t>(fields[3]);
        if (!uid || !gid)
            return;
        accounts.m_accounts.push_back({ std::string(fields[0]), *uid, *gid, std::string(fields[5]) });
        accounts.m_taken.push_back({ *uid, *uid });
    });
    eachLine(group, 3, [&](const Fields &fields) {
        if (const auto gid = parseNumber<std::uint32_t>(fields[2]))
            accounts.m_taken.push_back({ *gid, *gid });
    });
    for (const std::string &table : { subuid, subgid }) {
        eachLine(table, 3, [&](const Fields &fields) {
            const auto first = parseNumber<std::uint32_t>(fields[1]);
            const auto count = parseNumber<std::uint32_t>(fields[2]);
            if (first && count && *count > 0)
                accounts.m_taken.push_back({ *first, std::uint64_t{ *first } + *count - 1 });
        });
    }
    return accounts;
}

std::optional<Account> Accounts::find(std::uint32_t uid) const
{
    for (const Account &account : m_accounts) {
        if (account.uid == uid)
            return account;
    }
    return std::nullopt;
}

} // namespace vitrine::daemon
