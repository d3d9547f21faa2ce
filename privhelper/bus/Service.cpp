// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/bus/Service.h"

#include "core/base/Files.h"
#include "core/base/ScopeExit.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/ipc/Names.h"
#include "privhelper/bus/ContainerObject.h"
#include "privhelper/bus/ImageObject.h"
#include "privhelper/bus/ManagerObject.h"
#include "privhelper/bus/OwnerAuthorizer.h"
#include "privhelper/bus/PolkitAuthorizer.h"
#include "privhelper/bus/Subscribers.h"
#include "privhelper/bus/VolumeObject.h"
#include "privhelper/daemon/Event.h"
#include "privhelper/daemon/ForeignFiles.h"
#include "privhelper/daemon/Guard.h"
#include "privhelper/daemon/Images.h"
#include "privhelper/daemon/Journal.h"
#include "privhelper/daemon/Leftovers.h"
#include "privhelper/daemon/Manager.h"
#include "privhelper/daemon/Spawn.h"
#include "privhelper/daemon/Trash.h"
#include "privhelper/daemon/Volumes.h"

#include <systemd/sd-daemon.h>

#include <fcntl.h>

#include <chrono>
#include <csignal>

namespace vitrine::bus {

namespace {

using EventPtr = std::unique_ptr<sd_event, Release<sd_event_unref>>;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kGreetingUs = 2'000'000;
constexpr std::uint64_t kTurnUs = 50'000;
/// For a helper that is still on its way out when the bus starts the next one.
constexpr std::uint64_t kLockPatienceMs = 5'000;

Result<EventPtr> makeLoop()
{
    // Blocked for good: the loop reads them. What is spawned gets a clean mask.
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int signal : { SIGTERM, SIGINT, SIGCHLD })
        ::sigaddset(&signals, signal);
    if (::sigprocmask(SIG_BLOCK, &signals, nullptr) != 0)
        return failErrno(errno, "blocking signals");
    sd_event *raw = nullptr;
    VITRINE_TRY(checked(sd_event_new(&raw), "making the event loop"));
    EventPtr loop(raw);
    for (const int signal : { SIGTERM, SIGINT }) {
        // No handler of ours: sd-event then ends the loop.
        VITRINE_TRY(checked(sd_event_add_signal(loop.get(), nullptr, signal, nullptr, nullptr), "watching signals"));
    }
    return loop;
}

Result<BusPtr> connect(const std::string &address)
{
    sd_bus *raw = nullptr;
    if (address.empty()) {
        VITRINE_TRY(checked(sd_bus_open_system(&raw), "connecting to the system bus"));
        return BusPtr(raw);
    }
    VITRINE_TRY(checked(sd_bus_new(&raw), "making a bus connection"));
    BusPtr bus(raw);
    int r = sd_bus_set_address(bus.get(), address.c_str());
    if (r >= 0)
        r = sd_bus_set_bus_client(bus.get(), 1);
    if (r >= 0)
        r = sd_bus_start(bus.get());
    VITRINE_TRY(checked(r, "connecting to the bus at " + address));
    return bus;
}

Result<std::string> readBootId()
{
    constexpr std::size_t kMaxBytes = 128;
    VITRINE_TRY_ASSIGN(const std::string text, readFileAt(AT_FDCWD, "/proc/sys/kernel/random/boot_id", kMaxBytes));
    return std::string(trimmed(text));
}

std::unique_ptr<Authorizer> makeAuthorizer(const Options &options, sd_bus *bus)
{
    if (options.ownerUid)
        return std::make_unique<OwnerAuthorizer>(*options.ownerUid);
    return std::make_unique<PolkitAuthorizer>(bus);
}

/// Everything that serves, in the order in which it is made.
class Service {
public:
    Service(const Options &options, daemon::HostResources &host, EventPtr loop, BusPtr bus, daemon::StateStore store,
            daemon::ImageStore imageStore, daemon::VolumeStore volumeStore, std::string bootId)
        : m_idleTimeoutMs(options.idleTimeoutMs)
        , m_loop(std::move(loop))
        , m_bus(std::move(bus))
        , m_store(std::move(store))
        , m_children(m_loop.get())
        , m_context{ m_loop.get(),
                     host,
                     m_store,
                     m_children,
                     m_leftovers,
                     m_trash,
                     m_volumes,
                     m_images,
                     options.libexecDir,
                     options.stateDir,
                     options.runDir,
                     options.programPath,
                     options.etcDir,
                     std::move(bootId),
                     options.unpackStallMs }
        , m_leftovers(m_context)
        , m_trash(m_context)
        , m_volumes(m_context, std::move(volumeStore))
        , m_images(m_context, std::move(imageStore))
        , m_authorizer(makeAuthorizer(options, m_bus.get()))
        , m_gate(*m_authorizer)
        , m_subscribers(m_bus.get())
        , m_manager(m_context)
        , m_containerObject(m_bus.get(), m_manager, m_gate, m_subscribers)
        , m_volumeObject(m_bus.get(), m_volumes, m_gate, m_subscribers)
        , m_imageObject(m_bus.get(), m_images, m_gate, m_subscribers)
        , m_managerObject(m_bus.get(), m_manager, m_imageObject, m_volumeObject, host, m_gate, m_subscribers,
                          { &m_containerObject, &m_imageObject, &m_volumeObject })
    {
    }

    Result<> run()
    {
        m_manager.setObserver(&m_containerObject);
        m_volumes.setObserver(&m_volumeObject);
        m_volumes.load();
        m_images.setObserver(&m_imageObject);
        m_images.load();
        m_manager.load();
        VITRINE_TRY(awaitGreetings());
        VITRINE_TRY(checked(sd_bus_attach_event(m_bus.get(), m_loop.get(), SD_EVENT_PRIORITY_NORMAL),
                            "attaching the bus to the event loop"));
        VITRINE_TRY(checked(sd_bus_set_exit_on_disconnect(m_bus.get(), 1), "watching the bus connection"));
        VITRINE_TRY(noteActivity());
        VITRINE_TRY(m_managerObject.publish());
        VITRINE_TRY(m_containerObject.publish());
        VITRINE_TRY(m_volumeObject.publish());
        VITRINE_TRY(m_imageObject.publish());
        VITRINE_TRY(requestName());
        sd_notify(0, "READY=1");
        VITRINE_TRY(watchIdleness(m_idleTimeoutMs));
        return checked(sd_event_loop(m_loop.get()), "running the event loop");
    }

private:
    /// What was adopted shall be under control when the first call comes, and what others have left be gone; a shim or
    /// a process that is stuck must not hold that up.
    Result<> awaitGreetings()
    {
        const auto deadline = Clock::now() + std::chrono::microseconds(kGreetingUs);
        while ((m_manager.awaitsGreetings() || m_leftovers.areThere()) && Clock::now() < deadline)
            VITRINE_TRY(checked(sd_event_run(m_loop.get(), kTurnUs), "running the event loop"));
        return {};
    }

    Result<> requestName()
    {
        return checked(sd_bus_request_name(m_bus.get(), ipc::kBusName, 0),
                       std::string("taking the name ") + ipc::kBusName + " on the bus");
    }

    Result<> noteActivity()
    {
        m_lastActivity = Clock::now();
        sd_bus_slot *slot = nullptr;
        VITRINE_TRY(checked(sd_bus_add_filter(
                                m_bus.get(), &slot,
                                [](sd_bus_message *, void *userdata, sd_bus_error *) {
                                    static_cast<Service *>(userdata)->m_lastActivity = Clock::now();
                                    return 0;
                                },
                                this),
                            "watching what comes"));
        m_filterSlot.reset(slot);
        return {};
    }

    [[nodiscard]] bool isBusy() const
    {
        return !m_gate.isIdle() || !m_subscribers.isEmpty() || m_manager.isWorking() || m_images.isWorking()
            || m_volumes.isWorking() || m_trash.isWorking() || daemon::foreign::closing() != 0;
    }

    Result<> watchIdleness(std::uint64_t delayMs)
    {
        VITRINE_TRY_ASSIGN(m_idleTimer, daemon::EventSource::timer(m_loop.get(), delayMs, [this] { onIdleTimer(); }));
        return {};
    }

    void onIdleTimer()
    {
        const auto quiet = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - m_lastActivity).count();
        const auto quietMs = static_cast<std::uint64_t>(quiet);
        Result<> done;
        if (isBusy())
            done = watchIdleness(m_idleTimeoutMs);
        else if (quietMs < m_idleTimeoutMs)
            done = watchIdleness(m_idleTimeoutMs - quietMs);
        else
            done = giveNameBack();
        if (!done)
            stop(done.error());
    }

    /// The bus answers after everything that it had still sent to the name, so that no call is lost: what comes later
    /// starts a new helper.
    Result<> giveNameBack()
    {
        sd_bus_slot *slot = nullptr;
        VITRINE_TRY(checked(sd_bus_release_name_async(
                                m_bus.get(), &slot, ipc::kBusName,
                                [](sd_bus_message *, void *userdata, sd_bus_error *) {
                                    static_cast<Service *>(userdata)->onNameGone();
                                    return 0;
                                },
                                this),
                            "giving the name back"));
        m_releaseSlot.reset(slot);
        return {};
    }

    void onNameGone()
    {
        m_releaseSlot.reset();
        if (!isBusy()) {
            sd_notify(0, "STOPPING=1");
            sd_event_exit(m_loop.get(), 0);
            return;
        }
        auto back = requestName();
        if (back)
            back = watchIdleness(m_idleTimeoutMs);
        if (!back)
            stop(back.error());
    }

    void stop(const Error &error)
    {
        daemon::journal(daemon::Level::Error, error.what);
        sd_event_exit(m_loop.get(), 1);
    }

    std::uint64_t m_idleTimeoutMs;
    EventPtr m_loop;
    BusPtr m_bus;
    daemon::StateStore m_store;
    daemon::Children m_children;
    daemon::Context m_context;
    daemon::Leftovers m_leftovers;
    daemon::Trash m_trash;
    daemon::Volumes m_volumes;
    daemon::Images m_images;
    std::unique_ptr<Authorizer> m_authorizer;
    Gate m_gate;
    Subscribers m_subscribers;
    daemon::Manager m_manager;
    ContainerObject m_containerObject;
    VolumeObject m_volumeObject;
    ImageObject m_imageObject;
    ManagerObject m_managerObject;
    SlotPtr m_filterSlot;
    SlotPtr m_releaseSlot;
    daemon::EventSource m_idleTimer;
    Clock::time_point m_lastActivity;
};

} // namespace

Result<> runService(const Options &options, daemon::HostResources &host)
{
    return daemon::guard([&]() -> Result<> {
        VITRINE_TRY(daemon::reserveDescriptors());
        VITRINE_TRY_ASSIGN(auto store, daemon::StateStore::open(options.stateDir, options.runDir));
        // Before anything is read or adopted: a shim that is adopted leaves the helper that it had.
        VITRINE_TRY(store.lock(kLockPatienceMs));
        VITRINE_TRY_ASSIGN(auto images,
                           daemon::ImageStore::open(options.stateDir, store.trashFd(), store.quarantineFd()));
        VITRINE_TRY_ASSIGN(auto volumes,
                           daemon::VolumeStore::open(options.stateDir, host, store.trashFd(), store.quarantineFd()));
        VITRINE_TRY_ASSIGN(std::string bootId, readBootId());
        VITRINE_TRY_ASSIGN(EventPtr loop, makeLoop());
        VITRINE_TRY_ASSIGN(BusPtr bus, connect(options.busAddress));
        const ScopeExit abandonFiles(daemon::foreign::abandon);
        Service service(options, host, std::move(loop), std::move(bus), std::move(store), std::move(images),
                        std::move(volumes), std::move(bootId));
        return service.run();
    });
}

Result<> wakeService()
{
    VITRINE_TRY_ASSIGN(const BusPtr bus, connect({}));
    return checked(sd_bus_call_method(bus.get(), ipc::kBusName, ipc::kManagerPath, ipc::kManagerInterface, "Ping",
                                      nullptr, nullptr, ""),
                   "waking the helper");
}

} // namespace vitrine::bus
