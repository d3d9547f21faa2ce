// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of the mounts of a run.
#include "core/base/Text.h"
#include "privhelper/daemon/Run.h"

namespace vitrine::daemon {

void Run::noteMounts(std::string_view mountIds)
{
    const auto ids = split(mountIds, ' ');
    for (std::size_t i = 0; i < m_record.spec.mounts.size(); ++i)
        m_state.mounts.push_back(
            { m_record.spec.mounts[i], i < ids.size() ? parseNumber<std::uint64_t>(ids[i]).value_or(0) : 0 });
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

} // namespace vitrine::daemon
