// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/Manager.h"

#include "core/base/Try.h"
#include "core/spec/ImageDefaults.h"
#include "core/spec/SpecChanges.h"
#include "core/spec/SpecJson.h"
#include "core/spec/SpecValidate.h"
#include "privhelper/daemon/Accounts.h"
#include "privhelper/daemon/Clock.h"
#include "privhelper/daemon/Images.h"
#include "privhelper/daemon/Journal.h"
#include "privhelper/daemon/Leftovers.h"
#include "privhelper/daemon/Quotas.h"
#include "privhelper/daemon/RandomId.h"
#include "privhelper/daemon/Trash.h"
#include "privhelper/daemon/Volumes.h"

#include <sys/random.h>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace vitrine::daemon {

namespace {

/// As many digits of an id name the network interface.
constexpr std::size_t kInterfaceDigits = 12;

std::uint32_t anyPlace()
{
    std::uint32_t place = 0;
    if (::getrandom(&place, sizeof place, 0) != sizeof place)
        journal(Level::Warning, "choosing a place at random: the first is taken");
    return place;
}

TrashEntry trashEntry(const ContainerRecord &record)
{
    return { fmt::format("{}.{}", record.id, record.index), record.index };
}

} // namespace

Manager::Manager(Context &context)
    : m_context(context)
    , m_pool(anyPlace())
    , m_networkGuard(context)
    , m_exports(context)
{
}

Manager::~Manager() = default;

bool Manager::awaitsGreetings() const
{
    for (const auto &[id, container] : m_containers) {
        if (container->awaitsGreeting())
            return true;
    }
    return false;
}

Container *Manager::find(const std::string &id) const
{
    const auto found = m_containers.find(id);
    return found == m_containers.end() ? nullptr : found->second.get();
}

std::vector<Container *> Manager::ownedBy(std::uint32_t uid) const
{
    std::vector<Container *> owned;
    for (const auto &[id, container] : m_containers) {
        if (container->record().ownerUid == uid)
            owned.push_back(container.get());
    }
    return owned;
}

std::vector<Container *> Manager::all() const
{
    std::vector<Container *> containers;
    for (const auto &[id, container] : m_containers)
        containers.push_back(container.get());
    return containers;
}

Result<> Manager::checkName(std::uint32_t uid, const std::string &name) const
{
    if (!spec::isValidName(name))
        return failure(ErrorCode::InvalidName,
                       "a name is a letter or a digit and then up to 62 letters, digits, dots, "
                       "dashes and underscores");
    for (const Container *container : ownedBy(uid)) {
        if (container->record().spec.name == name)
            return failure(ErrorCode::NameInUse, fmt::format("you have a container named {} already", name));
    }
    return {};
}

Result<> Manager::checkNew(std::uint32_t uid, const spec::ContainerSpec &spec) const
{
    VITRINE_TRY(checkName(uid, spec.name));
    if (ownedBy(uid).size() >= kMaxContainersPerUser)
        return failure(
            ErrorCode::LimitExceeded,
            fmt::format("you have {} containers already: remove some that are not needed", kMaxContainersPerUser));
    return checkRoom(uid, spec, nullptr);
}

Result<> Manager::checkRoom(std::uint32_t uid, const spec::ContainerSpec &spec, const Container *except) const
{
    std::size_t bytes = spec::toJson(spec).size();
    if (except != nullptr)
        bytes += spec::changesToJson(spec::waitingChanges(except->specOfRun(), spec)).size();
    for (const Container *container : ownedBy(uid)) {
        if (container != except)
            bytes += container->specBytes();
    }
    if (bytes > kMaxSpecBytesPerUser)
        return failure(ErrorCode::LimitExceeded,
                       fmt::format("the specifications of your containers would have {} bytes together, and {} is the "
                                   "most: remove containers that are not needed, or make this one's shorter",
                                   bytes, kMaxSpecBytesPerUser));
    return {};
}

Result<std::string> Manager::freshId() const
{
    for (;;) {
        VITRINE_TRY_ASSIGN(std::string id, randomId());
        const auto next = m_containers.lower_bound(id.substr(0, kInterfaceDigits));
        const bool isFree = next == m_containers.end() || !next->first.starts_with(id.substr(0, kInterfaceDigits));
        if (isFree && !m_context.store.hasContainer(id))
            return id;
    }
}

Result<Container *> Manager::create(std::uint32_t uid, const spec::ContainerSpec &spec, Sources sources)
{
    VITRINE_TRY(checkNew(uid, spec));
    VITRINE_TRY_ASSIGN(const Accounts accounts, Accounts::read(m_context.etcDir));
    const auto account = accounts.find(uid);
    if (!account && spec.identity == spec::Identity::Me)
        return failure(ErrorCode::Unsupported, "your account is not in /etc/passwd, so a container cannot run as you");
    Quota::Ticket ticket;
    if (spec.root.kind == spec::RootKind::Tar) {
        VITRINE_TRY_ASSIGN(ticket, m_unpacks.take(uid));
    }
    ContainerRecord record;
    VITRINE_TRY_ASSIGN(record.id, freshId());
    record.spec = spec;
    record.ownerUid = uid;
    if (spec.root.kind == spec::RootKind::Image)
        VITRINE_TRY(takeImage(record));
    record.ownerGid = account ? account->gid : kNoGroup;
    record.createdAtUs = realtimeUs();
    record.isPrepared = spec.root.kind != spec::RootKind::Tar;
    VITRINE_TRY_ASSIGN(record.index, m_pool.allocate(accounts.taken()));
    if (auto kept = m_context.store.create(record); !kept) {
        // The place is free again once nothing of it is on the disk.
        if (!m_context.store.hasContainer(record.id))
            purge({ trashEntry(record) }, [](const Result<> &) {});
        return failure(kept.error());
    }
    auto made = std::make_unique<Container>(m_context, *this, std::move(record));
    Container *container = made.get();
    m_containers.emplace(container->id(), std::move(made));
    m_observer->added(*container);
    noteUses(uid);
    if (!container->record().isPrepared) {
        if (auto begun = prepare(*container, sources.front().fd.get(), std::move(ticket)); !begun) {
            discard(*container, [](const Result<> &) {});
            return failure(begun.error());
        }
    }
    return container;
}

Result<> Manager::takeImage(ContainerRecord &record) const
{
    VITRINE_TRY_ASSIGN(const Image *image, m_context.images.resolve(record.ownerUid, record.spec.root.path));
    record.spec = spec::applyImage(std::move(record.spec), image->content().config);
    if (record.spec.command.empty())
        return failure(ErrorCode::InvalidConfig, "the image does not say what to run: give a command");
    if (const auto problems = spec::validate(record.spec); spec::hasErrors(problems))
        return failure(ErrorCode::InvalidConfig, "with what the image says: " + spec::describe(problems));
    VITRINE_TRY(checkRoom(record.ownerUid, record.spec, nullptr));
    record.image = image->id();
    for (const spec::ImageLayer &layer : image->content().layers) {
        // overlayfs takes no directory twice; what the upper one shows hides the lower one.
        std::erase(record.layers, layer.diffId);
        record.layers.push_back(layer.diffId);
    }
    return {};
}

Result<> Manager::rename(Container &container, const std::string &name)
{
    if (container.record().spec.name == name)
        return {};
    VITRINE_TRY(checkName(container.record().ownerUid, name));
    return container.rename(name);
}

Result<> Manager::updateLimits(Container &container, const spec::Limits &limits)
{
    spec::ContainerSpec changed = container.record().spec;
    changed.limits = limits;
    VITRINE_TRY(checkRoom(container.record().ownerUid, changed, &container));
    return container.updateLimits(limits);
}

Result<> Manager::checkVolumes(std::uint32_t uid, const std::vector<spec::Mount> &mounts) const
{
    for (const spec::Mount &mount : mounts) {
        if (mount.kind == spec::MountKind::Volume && !m_context.volumes.has(uid, mount.source))
            return failure(ErrorCode::NotFound, fmt::format("you have no volume named {}", mount.source));
    }
    return {};
}

Result<> Manager::updateSpec(Container &container, const spec::ContainerSpec &spec)
{
    const std::uint32_t uid = container.ownerUid();
    if (spec.name != container.record().spec.name)
        VITRINE_TRY(checkName(uid, spec.name));
    VITRINE_TRY(checkVolumes(uid, spec.mounts));
    VITRINE_TRY(checkRoom(uid, spec, &container));
    return container.updateSpec(spec);
}

void Manager::remove(Container &container, bool force, Done<> done)
{
    const bool isPreparing = m_preparations.contains(container.id());
    if (!container.isActive() && !isPreparing)
        return discard(container, std::move(done));
    if (!force)
        return done(failure(ErrorCode::BadState,
                            fmt::format("the container is {}: stop it first", ipc::stateName(container.state()))));
    if (isPreparing)
        return cancel(container, std::move(done));
    container.forceEnd([this, id = container.id(), done = std::move(done)](Result<> ended) {
        if (!ended)
            return done(std::move(ended));
        // One that goes when it ends is gone by now.
        Container *left = find(id);
        return left == nullptr ? done({}) : discard(*left, done);
    });
}

void Manager::discard(Container &container, Done<> done)
{
    const std::string id = container.id();
    // What shows its files has the ids of its place.
    if (container.hasOpenFiles())
        return container.endFiles([this, id, done = std::move(done)](const Result<> &ended) {
            Container *left = find(id);
            if (!ended || left == nullptr)
                return done(ended);
            discard(*left, done);
        });
    const std::uint32_t ownerUid = container.record().ownerUid;
    const TrashEntry entry = trashEntry(container.record());
    const spec::ContainerSpec spec = container.record().spec;
    // As long as anything of a run is there, so may be processes with the ids of its place.
    if (auto room = m_context.leftovers.makeRoom(id); !room)
        return done(std::move(room));
    if (auto removed = m_context.store.remove(container.record()); !removed)
        return done(std::move(removed));
    m_containers.erase(id);
    m_observer->removed(id, ownerUid);
    noteUses(ownerUid);
    if (spec.removeWhenEnded)
        m_context.volumes.removeAnonymous(ownerUid, spec);
    purge({ entry }, std::move(done));
}

void Manager::purge(const std::vector<TrashEntry> &entries, Done<> done)
{
    std::vector<std::string> names;
    for (const TrashEntry &entry : entries)
        names.push_back(entry.name);
    m_context.trash.empty(
        names,
        [this, entries](const std::string &name) {
            for (const TrashEntry &entry : entries) {
                if (entry.name == name)
                    m_pool.release(entry.index);
            }
        },
        std::move(done));
}

bool Manager::isWorking() const
{
    if (m_networkGuard.isWatching() || !m_exports.isEmpty())
        return true;
    for (const auto &[id, container] : m_containers) {
        const auto state = container->state();
        if (state == ipc::ContainerState::Preparing || state == ipc::ContainerState::Starting
            || state == ipc::ContainerState::Stopping || container->hasOpenFiles())
            return true;
    }
    return false;
}

void Manager::containerChanged(const Container &container, const Properties &properties)
{
    guardNetworks();
    m_observer->changed(container, properties);
    // Progress comes ten times a second, and changes nothing of this.
    const auto isOfUse = [](const std::string &property) {
        return property == "State" || property == "Spec" || property == "Mounts";
    };
    if (std::ranges::any_of(properties, isOfUse))
        noteUses(container.ownerUid());
}

void Manager::noteUses(std::uint32_t uid)
{
    std::vector<ImageUse> images;
    std::vector<VolumeUse> volumes;
    for (const Container *container : ownedBy(uid)) {
        const ContainerRecord &record = container->record();
        if (!record.image.empty())
            images.push_back({ record.image, record.spec.name, record.layers });
        // What is in use now first: the first use of a volume by a container counts.
        for (const std::string &volume : container->volumesOfRun())
            volumes.push_back({ volume, record.spec.name, true });
        for (const spec::Mount &mount : record.spec.mounts) {
            if (mount.kind == spec::MountKind::Volume)
                volumes.push_back({ mount.source, record.spec.name, false });
        }
    }
    m_context.images.setUses(uid, images);
    m_context.volumes.setUses(uid, volumes);
}

void Manager::guardNetworks()
{
    m_networkGuard.setWatching(std::ranges::any_of(m_containers, [](const auto &entry) {
        return entry.second->isActive() && entry.second->specOfRun().network == spec::NetworkKind::Private;
    }));
}

void Manager::containerDoomed(Container &container)
{
    m_context.leftovers.whenGone(container.id(), [this, id = container.id()] {
        Container *doomed = find(id);
        if (doomed == nullptr || doomed->isActive())
            return;
        discard(*doomed, [](const Result<> &discarded) {
            if (!discarded)
                journal(Level::Error, "removing a container that has ended: " + discarded.error().what);
        });
    });
}

} // namespace vitrine::daemon
