// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of the mounts of a run.
#include "core/base/Text.h"
#include "privhelper/daemon/Run.h"

namespace vitrine::daemon {

void Run::noteMounts(std::string_view mountIds)
{
    const auto ids = split(mountIds, ' ');
    const auto &mounts = spec().mounts;
    for (std::size_t i = 0; i < mounts.size(); ++i)
        m_state.mounts.push_back({ mounts[i], i < ids.size() ? parseNumber<std::uint64_t>(ids[i]).value_or(0) : 0 });
}

Result<> Run::addMount(RunMount mounted)
{
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
