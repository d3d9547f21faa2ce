// SPDX-License-Identifier: GPL-3.0-or-later
// The mounts of a container that runs, and those that are kept for its next start.
#include "core/base/Try.h"
#include "core/spec/SpecValidate.h"
#include "privhelper/daemon/Container.h"
#include "privhelper/daemon/Journal.h"
#include "privhelper/daemon/MountJob.h"

#include <fmt/format.h>

#include <algorithm>

namespace vitrine::daemon {

namespace {

template <typename Rows> auto findTarget(Rows &rows, const std::string &target)
{
    return std::ranges::find_if(rows, [&](const auto &row) { return row.target == target; });
}

void keep(std::vector<spec::Mount> &mounts, const spec::Mount &mount)
{
    if (const auto same = findTarget(mounts, mount.target); same != mounts.end())
        *same = mount;
    else
        mounts.push_back(mount);
}

shim::UnmountConfig unmountOf(const std::vector<RunMount> &mounts, std::uint64_t mountId)
{
    shim::UnmountConfig wanted;
    wanted.mountId = mountId;
    for (const RunMount &mounted : mounts) {
        if (mounted.id != mountId)
            wanted.others.push_back(mounted.id);
        else
            wanted.hasOwnBelow = mounted.mount.recursive || mounted.mount.propagation != spec::Propagation::Private;
    }
    return wanted;
}

} // namespace

std::vector<spec::Mount> Container::mountsNow() const
{
    std::vector<spec::Mount> mounts;
    if (m_run && ipc::isAlive(m_state)) {
        for (const RunMount &mounted : m_run->state().mounts) {
            if (!mounted.isIntended)
                mounts.push_back(mounted.mount);
        }
    }
    return mounts;
}

std::vector<std::string> Container::volumesOfRun() const
{
    std::vector<std::string> volumes;
    if (!m_run)
        return volumes;
    std::vector<spec::Mount> mounts = m_run->spec().mounts;
    for (const RunMount &mounted : m_run->state().mounts)
        mounts.push_back(mounted.mount);
    for (const spec::Mount &mount : mounts) {
        if (mount.kind == spec::MountKind::Volume)
            volumes.push_back(mount.source);
    }
    return volumes;
}

Result<> Container::keepMounts(const std::function<void(std::vector<spec::Mount> &)> &change)
{
    ContainerRecord changed = m_record;
    change(changed.spec.mounts);
    if (changed.spec.mounts != m_record.spec.mounts) {
        if (const auto problems = spec::validate(changed.spec); spec::hasErrors(problems))
            return failure(ErrorCode::InvalidConfig, spec::describe(problems));
        VITRINE_TRY(m_context.store.save(changed));
        m_record.spec.mounts = std::move(changed.spec.mounts);
    }
    const auto noted = m_run ? m_run->noteKept(change) : Result<>();
    countSpec();
    m_observer.containerChanged(*this, { "Mounts", "Spec", "Waiting" });
    return noted;
}

/// After a failure: nobody says whether it came before or after the mount.
void Container::settleMounts()
{
    if (const auto settled = m_run->settleMounts(); !settled)
        journal(Level::Warning, fmt::format("container {}: {}", id(), settled.error().what));
    m_observer.containerChanged(*this, { "Mounts" });
}

void Container::addMount(const spec::Mount &mount, const Sources &sources, Keep wanted, Done<> done)
{
    const auto keepIt = [this, mount, wanted]() -> Result<> {
        if (wanted == Keep::No)
            return {};
        return keepMounts([&mount](std::vector<spec::Mount> &mounts) { keep(mounts, mount); });
    };
    const bool isRunning = m_state == ipc::ContainerState::Running || m_state == ipc::ContainerState::Paused;
    if (!isRunning && (isActive() || wanted == Keep::No))
        return done(wrongState());
    std::vector<spec::Mount> now = mountsNow();
    const auto there = findTarget(now, mount.target);
    if (!isRunning || (there != now.end() && *there == mount && wanted == Keep::Yes))
        return done(keepIt());
    if (there != now.end())
        return done(failure(ErrorCode::InvalidConfig,
                            fmt::format("there is a mount at {} already: remove that first", mount.target)));
    // It is filled, and counted as used, by a start.
    if (mount.kind == spec::MountKind::Volume)
        return done(wanted == Keep::Yes
                        ? keepIt()
                        : failure(ErrorCode::Unsupported,
                                  "a volume is mounted when the container starts: keep it for the next start"));
    now.push_back(mount);
    if (const auto problems = spec::validateMounts(now); spec::hasErrors(problems))
        return done(failure(ErrorCode::InvalidConfig, spec::describe(problems)));
    if (const auto intended = m_run->intendMount(mount); !intended)
        return done(intended);
    MountJob::add(m_context, recordOfRun(), m_run->initPidfd(), mount, sources,
                  [this, alive = std::weak_ptr<void>(m_alive), mount, keepIt, done](const Result<std::uint64_t> &id) {
                      if (!id && !alive.expired() && m_run)
                          settleMounts();
                      if (!id || alive.expired() || !m_run)
                          return done(id ? Result<>(failure(ErrorCode::BadState, "the container has ended"))
                                         : Result<>(failure(id.error())));
                      auto saved = m_run->addMount({ mount, *id });
                      m_observer.containerChanged(*this, { "Mounts" });
                      if (auto kept = keepIt(); saved && !kept)
                          saved = failure(kept.error().wrap("it is there now, but not for the next start"));
                      done(std::move(saved));
                  });
}

void Container::removeMount(const std::string &target, Keep wanted, Done<> done)
{
    const auto forget = [this, target, wanted]() -> Result<> {
        if (wanted == Keep::No)
            return {};
        return keepMounts([&target](std::vector<spec::Mount> &mounts) {
            std::erase_if(mounts, [&](const spec::Mount &mount) { return mount.target == target; });
        });
    };
    const bool isRunning = m_state == ipc::ContainerState::Running || m_state == ipc::ContainerState::Paused;
    if (!isRunning && (isActive() || wanted == Keep::No))
        return done(wrongState());
    const bool isKept = findTarget(m_record.spec.mounts, target) != m_record.spec.mounts.end();
    const auto now = mountsNow();
    const auto there = findTarget(now, target);
    if (there == now.end()) {
        if (wanted == Keep::Yes && isKept)
            return done(forget());
        return done(failure(ErrorCode::NotFound, fmt::format("nothing is mounted at {}", target)));
    }
    const std::uint64_t mountId = m_run->state().mounts[static_cast<std::size_t>(there - now.begin())].id;
    if (mountId == 0)
        return done(failure(ErrorCode::Unsupported,
                            "an earlier version has started this container: restart it to change its mounts"));
    MountJob::remove(
        m_context, recordOfRun(), m_run->initPidfd(), unmountOf(m_run->state().mounts, mountId),
        [this, alive = std::weak_ptr<void>(m_alive), mountId, forget, done](const Result<std::uint64_t> &removed) {
            if (!removed || alive.expired() || !m_run)
                return done(removed ? Result<>() : Result<>(failure(removed.error())));
            auto saved = m_run->dropMount(mountId);
            m_observer.containerChanged(*this, { "Mounts" });
            if (auto forgotten = forget(); saved && !forgotten)
                saved = failure(forgotten.error().wrap("it is gone now, but comes back at the next start"));
            done(std::move(saved));
        });
}

} // namespace vitrine::daemon
