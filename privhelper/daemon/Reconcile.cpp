// SPDX-License-Identifier: GPL-3.0-or-later
// What a helper does first: makes the host and the records agree.
#include "core/base/Try.h"
#include "privhelper/daemon/Clock.h"
#include "privhelper/daemon/Directory.h"
#include "privhelper/daemon/Images.h"
#include "privhelper/daemon/Journal.h"
#include "privhelper/daemon/Leftovers.h"
#include "privhelper/daemon/Manager.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <fmt/format.h>

#include <algorithm>

namespace vitrine::daemon {

namespace {

ipc::Ended unknownEnd(std::string message)
{
    ipc::Ended ended;
    ended.reason = ipc::EndReason::Unknown;
    ended.message = std::move(message);
    ended.atUs = realtimeUs();
    return ended;
}

ipc::Ended failedAt(std::string step, std::string message)
{
    ipc::Ended ended = unknownEnd(std::move(message));
    ended.reason = ipc::EndReason::Failed;
    ended.step = std::move(step);
    return ended;
}

void note(const std::string &doing, const Result<> &result)
{
    if (!result)
        journal(Level::Error, doing + ": " + result.error().what);
}

} // namespace

void Manager::load()
{
    loadTrash();
    loadRecords();
    for (const std::string &id : m_context.store.runIds())
        reconcileRun(id);
    for (Container *container : all()) {
        if (!container->isActive() && !m_context.leftovers.areThere(container->id()))
            reconcileIdle(*container);
    }
    destroyStrays();
    std::set<std::uint32_t> owners;
    for (const Container *container : all())
        owners.insert(container->ownerUid());
    for (const std::uint32_t uid : owners)
        noteUses(uid);
    // Watched first, so that nothing is missed between.
    guardNetworks();
    note("putting the private network back", m_context.host.refreshNetwork());
    purge(m_context.store.trash(), [](const Result<> &) {});
    m_context.images.clearUp(!m_leftAlone.empty());
}

void Manager::loadTrash()
{
    for (const TrashEntry &entry : m_context.store.trash())
        static_cast<void>(m_pool.reserve(entry.index)); // several may have had the same place, one after another
    for (const std::string &name : listDirectory(m_context.store.quarantineFd())) {
        if (const auto directory = openDirectoryAt(m_context.store.quarantineFd(), name))
            reserveByOwner(directory->get());
    }
}

void Manager::loadRecords()
{
    for (const std::string &id : m_context.store.containerIds())
        loadRecord(id);
}

void Manager::loadRecord(const std::string &id)
{
    if (!m_context.store.hasRecord(id)) {
        // A helper was killed while it made this one; nothing else is made before the record is there.
        note("removing what a creation has left", m_context.store.moveToTrash(id, IdPool::kPlaces));
        return;
    }
    auto record = m_context.store.load(id);
    if (!record)
        return setAside(id, record.error());
    if (auto reserved = m_pool.reserve(record->index); !reserved)
        return setAside(id, reserved.error());
    m_containers.emplace(id, std::make_unique<Container>(m_context, *this, std::move(*record)));
}

void Manager::setAside(const std::string &id, const Error &error)
{
    journal(Level::Error, fmt::format("container {} is set aside: {}", id, error.what));
    if (const auto directory = m_context.store.openContainer(id))
        reserveByOwner(directory->get());
    // What a newer helper has written is left to it, and so is what it runs.
    if (error.code == ErrorCode::StateTooNew)
        m_leftAlone.insert(id);
    else
        note("setting a record aside", m_context.store.moveToQuarantine(id));
}

void Manager::reserveByOwner(int dirFd)
{
    // Without its record only the owners of its files say which place a container had. It is not given away again.
    for (const std::string &name : listDirectory(dirFd)) {
        struct stat status { };
        if (::fstatat(dirFd, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (const auto index = IdPool::indexOf(status.st_uid))
            static_cast<void>(m_pool.reserve(*index));
    }
}

void Manager::reconcileRun(const std::string &id)
{
    if (m_leftAlone.contains(id))
        return;
    Container *container = find(id);
    auto run = m_context.store.loadRun(id);
    Result<> adopted = failure(ErrorCode::NotFound, "no run");
    const bool hasRun = run && run->startedAtUs != 0;
    if (container != nullptr && run)
        adopted = container->adopt(*run);
    if (adopted)
        return;

    auto ended = m_context.store.readExit(id);
    m_context.leftovers.destroy(id, [](const Result<> &) {});
    if (container == nullptr)
        return;
    if (!ended)
        ended = hasRun ? unknownEnd("the shim of this container ended before it, so nobody saw how it ended")
                       : failedAt("start", "the helper was ended while this container was being started");
    endOf(*container, std::move(*ended));
}

void Manager::reconcileIdle(Container &container)
{
    if (m_context.store.isMarkedRunning(container.id())) {
        m_context.store.unmarkRunning(container.id());
        return endOf(container, unknownEnd("the computer went down while this container was running"));
    }
    if (!container.record().isPrepared)
        endOf(container, failedAt("unpack", "the helper was ended while the archive was being unpacked"));
}

void Manager::endOf(Container &container, ipc::Ended ended)
{
    if (container.record().spec.removeWhenEnded && ended.step != "unpack") {
        containerDoomed(container);
        return;
    }
    note("recording an end", container.recordEnd(ended));
}

std::set<std::string> Manager::idleIds() const
{
    std::set<std::string> ids;
    for (const Container *container : all()) {
        if (!container->isActive())
            ids.insert(container->id());
    }
    for (const TrashEntry &entry : m_context.store.trash())
        ids.insert(entry.name.substr(0, kIdLength));
    for (const std::string &name : listDirectory(m_context.store.quarantineFd()))
        ids.insert(name.substr(0, kIdLength));
    return ids;
}

void Manager::destroyStrays()
{
    // What no record here knows of is another's: the tree and the links are shared by all helpers of this computer.
    // What has lost its record is known by its run directory, which reconcileRun() has seen to.
    const std::set<std::string> idle = idleIds();
    for (const std::string &id : m_context.host.cgroups()) {
        if (idle.contains(id) && !m_context.leftovers.areThere(id))
            m_context.leftovers.destroy(id, [](const Result<> &) {});
    }
    const auto networks = m_context.host.attachedNetworks();
    if (!networks) {
        journal(Level::Warning, networks.error().what);
        return;
    }
    for (const std::string &digits : *networks) {
        const auto next = idle.lower_bound(digits);
        if (next != idle.end() && next->starts_with(digits))
            note("removing a stray network interface", m_context.host.detachNetwork(digits));
    }
}

} // namespace vitrine::daemon
