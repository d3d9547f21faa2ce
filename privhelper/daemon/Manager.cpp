// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/Manager.h"

#include "core/base/Try.h"
#include "core/spec/ImageDefaults.h"
#include "core/spec/SpecJson.h"
#include "core/spec/SpecValidate.h"
#include "privhelper/daemon/Accounts.h"
#include "privhelper/daemon/Clock.h"
#include "privhelper/daemon/Images.h"
#include "privhelper/daemon/Journal.h"
#include "privhelper/daemon/Leftovers.h"
#include "privhelper/daemon/Quotas.h"
#include "privhelper/daemon/Trash.h"
#include "privhelper/daemon/Volumes.h"

#include <sys/random.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace vitrine::daemon {

namespace {

/// As many digits of an id name the network interface.
constexpr std::size_t kInterfaceDigits = 12;
/// A process that the kernel holds may end much later than it was killed.
constexpr std::uint64_t kCancelPatienceMs = 5'000;

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
        std::array<unsigned char, kIdLength / 2> bytes{};
        if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
            return failErrno(errno, "making an id");
        std::string id;
        for (const unsigned char byte : bytes)
            id += fmt::format("{:02x}", byte);
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
    noteVolumeUses(uid);
    noteImageUses(uid);
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

void Manager::noteImageUses(std::uint32_t uid)
{
    std::vector<ImageUse> uses;
    for (const Container *container : ownedBy(uid)) {
        const ContainerRecord &record = container->record();
        if (!record.image.empty())
            uses.push_back({ record.image, record.spec.name, record.layers });
    }
    m_context.images.setUses(uid, uses);
}

Result<> Manager::prepare(Container &container, int archiveFd, Quota::Ticket ticket)
{
    const std::string id = container.id();
    UnpackJob::Events events{
        [this, id](const unpack::Progress &progress) {
            if (Container *preparing = find(id))
                preparing->setProgress(progress.done, progress.total);
        },
        [this, id](const Result<> &result) { onPrepared(id, result); },
    };
    VITRINE_TRY_ASSIGN(const UniqueFd root, m_context.store.makeRootfs(id));
    const std::string base = fmt::format("{}", IdPool::range(container.record().index).base);
    VITRINE_TRY_ASSIGN(
        auto job,
        UnpackJob::start(m_context, { { base }, archiveFd, root.get(), -1 }, std::move(ticket), std::move(events)));
    m_jobs.insert_or_assign(id, std::move(job));
    return {};
}

void Manager::onPrepared(const std::string &id, const Result<> &result)
{
    const auto job = m_jobs.extract(id);
    const auto cancel = m_cancels.extract(id);
    Container *container = find(id);
    if (container == nullptr)
        return;
    if (!cancel.empty())
        return discard(*container, cancel.mapped().done);
    std::optional<ipc::Ended> failed;
    if (!result) {
        failed.emplace();
        failed->reason = ipc::EndReason::Failed;
        failed->step = "unpack";
        failed->message = result.error().what;
        failed->sysErrno = result.error().sysErrno;
        failed->atUs = realtimeUs();
    }
    if (const auto saved = container->finishPreparing(std::move(failed)); !saved)
        journal(Level::Error, fmt::format("container {}: {}", id, saved.error().what));
}

void Manager::cancel(Container &container, Done<> done)
{
    const auto job = m_jobs.find(container.id());
    if (m_cancels.contains(container.id()))
        return done(failure(ErrorCode::Busy, "the preparation is being given up already"));
    if (job == m_jobs.end())
        return done(
            failure(ErrorCode::BadState,
                    fmt::format("the container is {}: there is nothing to cancel", ipc::stateName(container.state()))));
    auto patience =
        EventSource::timer(m_context.loop, kCancelPatienceMs, [this, id = container.id()] { onCancelTimeout(id); });
    if (!patience)
        return done(failure(patience.error()));
    m_cancels.emplace(container.id(), Cancel{ std::move(done), std::move(*patience) });
    job->second->cancel();
}

void Manager::onCancelTimeout(const std::string &id)
{
    const auto found = m_cancels.find(id);
    if (found == m_cancels.end())
        return;
    // It stays in the list, and so the container goes when the program does: until then its ids are in use.
    const auto done = std::exchange(found->second.done, [](const Result<> &) {});
    done(failure(ErrorCode::Timeout,
                 "the unpacker has been killed but has not ended yet, since the archive's file system does not answer; "
                 "the container goes when it has"));
}

Result<> Manager::rename(Container &container, const std::string &name)
{
    if (container.record().spec.name == name)
        return {};
    VITRINE_TRY(checkName(container.record().ownerUid, name));
    VITRINE_TRY(container.rename(name));
    noteImageUses(container.ownerUid());
    return {};
}

Result<> Manager::updateLimits(Container &container, const spec::Limits &limits)
{
    spec::ContainerSpec changed = container.record().spec;
    changed.limits = limits;
    VITRINE_TRY(checkRoom(container.record().ownerUid, changed, &container));
    return container.updateLimits(limits);
}

void Manager::remove(Container &container, bool force, Done<> done)
{
    const bool isPreparing = m_jobs.contains(container.id());
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
    // As long as anything of a run is there, so may be processes with the ids of its place.
    if (auto room = m_context.leftovers.makeRoom(id); !room)
        return done(std::move(room));
    if (auto removed = m_context.store.remove(container.record()); !removed)
        return done(std::move(removed));
    m_containers.erase(id);
    m_observer->removed(id, ownerUid);
    noteVolumeUses(ownerUid);
    noteImageUses(ownerUid);
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
    if (m_networkGuard.isWatching())
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
    noteVolumeUses(container.ownerUid());
}

void Manager::noteVolumeUses(std::uint32_t uid)
{
    std::vector<VolumeUse> uses;
    for (const Container *container : ownedBy(uid)) {
        for (const spec::Mount &mount : container->record().spec.mounts) {
            if (mount.kind == spec::MountKind::Volume)
                uses.push_back({ mount.source, container->record().spec.name, container->isActive() });
        }
    }
    m_context.volumes.setUses(uid, uses);
}

void Manager::guardNetworks()
{
    m_networkGuard.setWatching(std::ranges::any_of(m_containers, [](const auto &entry) {
        return entry.second->isActive() && entry.second->record().spec.network == spec::NetworkKind::Private;
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
