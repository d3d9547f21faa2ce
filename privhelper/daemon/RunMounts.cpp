// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of the mounts of a run.
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "privhelper/daemon/Run.h"
#include "privhelper/sys/MountTable.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace vitrine::daemon {

namespace {

std::string_view lastPart(std::string_view path)
{
    return path.substr(path.rfind('/') + 1);
}

/// Those that a mount at `target` may be found as: a link in it leads to another place, of the same name.
std::vector<std::uint64_t> similarTo(const std::string &target, const sys::MountTable &table)
{
    std::vector<std::uint64_t> ids;
    for (const sys::MountLine &line : table.lines()) {
        if (lastPart(line.place) == lastPart(target))
            ids.push_back(line.id);
    }
    return ids;
}

/// The number of the mount that was intended, or 0. Nothing inside can mount, so whatever is new is that.
std::uint64_t findNew(const RunMount &intended, const sys::MountTable &table)
{
    const auto before = split(intended.before, ' ');
    for (const std::uint64_t id : similarTo(intended.mount.target, table)) {
        if (std::ranges::find(before, fmt::format("{}", id)) == before.end())
            return id;
    }
    return 0;
}

} // namespace

void Run::noteMounts(std::string_view mountIds)
{
    const auto ids = split(mountIds, ' ');
    const auto &mounts = spec().mounts;
    for (std::size_t i = 0; i < mounts.size(); ++i)
        m_state.mounts.push_back({ mounts[i], i < ids.size() ? parseNumber<std::uint64_t>(ids[i]).value_or(0) : 0 });
}

Result<> Run::intendMount(const spec::Mount &mount)
{
    VITRINE_TRY_ASSIGN(const auto table, sys::MountTable::read(static_cast<pid_t>(m_state.initPid)));
    m_state.mounts.push_back({ mount, 0, true, fmt::format("{}", fmt::join(similarTo(mount.target, table), " ")) });
    return m_context.store.saveRun(m_record.id, m_state);
}

Result<> Run::settleMounts()
{
    auto &mounts = m_state.mounts;
    if (mounts.empty())
        return {};
    VITRINE_TRY_ASSIGN(const auto table, sys::MountTable::read(static_cast<pid_t>(m_state.initPid)));
    const std::vector<RunMount> before = mounts;
    for (RunMount &mounted : mounts) {
        if (mounted.isIntended)
            mounted.id = findNew(mounted, table);
    }
    // What has no number without being intended was started by an earlier version, and is there.
    std::erase_if(mounts, [&](const RunMount &mounted) {
        return mounted.id == 0 ? mounted.isIntended : table.find(mounted.id) == nullptr;
    });
    for (RunMount &mounted : mounts) {
        mounted.isIntended = false;
        mounted.before.clear();
    }
    return mounts == before ? Result<>() : m_context.store.saveRun(m_record.id, m_state);
}

Result<> Run::addMount(RunMount mounted)
{
    std::erase_if(m_state.mounts, [](const RunMount &other) { return other.isIntended; });
    m_state.mounts.push_back(std::move(mounted));
    return m_context.store.saveRun(m_record.id, m_state);
}

Result<> Run::dropMount(std::uint64_t mountId)
{
    std::erase_if(m_state.mounts, [mountId](const RunMount &mounted) { return mounted.id == mountId; });
    return m_context.store.saveRun(m_record.id, m_state);
}

Result<> Run::noteKept(const std::function<void(std::vector<spec::Mount> &)> &change)
{
    if (!m_state.spec)
        m_state.spec = m_record.spec;
    change(m_state.spec->mounts);
    return m_context.store.saveRun(m_record.id, m_state);
}

} // namespace vitrine::daemon
