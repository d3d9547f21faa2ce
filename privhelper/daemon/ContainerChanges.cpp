// SPDX-License-Identifier: GPL-3.0-or-later
// Changes of a container's specification, in force at once or from its next start on.
#include "core/base/Try.h"
#include "core/spec/SpecJson.h"
#include "privhelper/daemon/Container.h"
#include "privhelper/daemon/Journal.h"

#include <fmt/format.h>

namespace vitrine::daemon {

std::vector<spec::SpecChange> Container::waiting() const
{
    return spec::waitingChanges(specOfRun(), m_record.spec);
}

ContainerRecord Container::recordOfRun() const
{
    ContainerRecord record = m_record;
    record.spec = specOfRun();
    return record;
}

void Container::countSpec()
{
    m_specBytes = spec::toJson(m_record.spec).size() + spec::changesToJson(waiting()).size();
}

Result<> Container::keepSpec(spec::ContainerSpec spec, Force force, const Properties &properties)
{
    const spec::Limits before = m_record.spec.limits;
    sys::ContainerCgroup cgroup;
    const bool isForced = m_run && force == Force::Limits;
    if (isForced) {
        VITRINE_TRY_ASSIGN(cgroup, m_context.host.findCgroup(id()));
        VITRINE_TRY(m_context.host.applyLimits(cgroup.payload.get(), &before, spec.limits));
    }
    ContainerRecord changed = m_record;
    changed.spec = std::move(spec);
    const bool isToLast = m_record.spec.removeWhenEnded && !changed.spec.removeWhenEnded;
    auto saved = isToLast ? m_context.store.syncNames() : Result<>();
    if (saved)
        saved = m_context.store.save(changed);
    if (!saved) {
        // All or nothing: what could not be written down is not in force either.
        if (!isForced)
            return saved;
        if (const auto undone = m_context.host.applyLimits(cgroup.payload.get(), &changed.spec.limits, before); !undone)
            journal(Level::Error, fmt::format("container {}: putting limits back: {}", id(), undone.error().what));
        return saved;
    }
    m_record.spec = std::move(changed.spec);
    countSpec();
    m_observer.containerChanged(*this, properties);
    return {};
}

Result<> Container::rename(const std::string &name)
{
    spec::ContainerSpec changed = m_record.spec;
    changed.name = name;
    return keepSpec(std::move(changed), Force::Nothing, { "Name", "Spec" });
}

Result<> Container::updateLimits(const spec::Limits &limits)
{
    spec::ContainerSpec changed = m_record.spec;
    changed.limits = limits;
    return keepSpec(std::move(changed), Force::Limits, { "Spec", "Waiting" });
}

Result<> Container::updateSpec(spec::ContainerSpec spec)
{
    if (m_run)
        VITRINE_TRY(m_run->rememberSpec());
    const auto force = spec.limits == m_record.spec.limits ? Force::Nothing : Force::Limits;
    return keepSpec(std::move(spec), force, { "Name", "Spec", "Mounts", "Waiting" });
}

Result<> Container::revertSpec()
{
    if (waiting().empty())
        return failure(ErrorCode::BadState, "nothing waits for the next start");
    return updateSpec(spec::withoutWaiting(specOfRun(), m_record.spec));
}

} // namespace vitrine::daemon
