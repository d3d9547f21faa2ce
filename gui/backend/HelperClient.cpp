// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/backend/HelperClient.h"

#include "core/ipc/Names.h"
#include "gui/backend/AsyncReply.h"
#include "gui/backend/Mailbox.h"

#include <QDBusArgument>
#include <QDBusError>
#include <QDBusMetaType>
#include <QDBusServiceWatcher>
#include <QDateTime>

#include <algorithm>
#include <atomic>

namespace vitrine::gui {

namespace {

constexpr int kWakeAgainMs = 1000; ///< after the helper has gone to sleep
constexpr int kFirstRetryMs = 2000;
constexpr int kLastRetryMs = 30'000;
constexpr const char *kObjectManager = "org.freedesktop.DBus.ObjectManager";
constexpr const char *kProperties = "org.freedesktop.DBus.Properties";

QString latin(const char *text)
{
    return QString::fromLatin1(text);
}

void registerTypes()
{
    qDBusRegisterMetaType<DescriptorMap>();
    qDBusRegisterMetaType<DescriptorList>();
    qDBusRegisterMetaType<InterfaceMap>();
    qDBusRegisterMetaType<ObjectMap>();
}

} // namespace

HelperClient::HelperClient(const QString &busAddress, QObject *parent)
    : Backend(parent)
    , m_busAddress(busAddress)
    , m_bus(QString())
    , m_mailbox(std::make_shared<Mailbox>(this))
    , m_containers(ipc::kContainerInterface, ipc::kContainerPathPrefix,
                   { [this](const QString &id) { Q_EMIT containerAdded(id); },
                     [this](const QString &id) { Q_EMIT containerChanged(id); },
                     [this](const QString &id) { Q_EMIT containerRemoved(id); } })
    , m_images(ipc::kImageInterface, ipc::kImagePathPrefix,
               { [this](const QString &id) { Q_EMIT imageAdded(id); },
                 [this](const QString &id) { Q_EMIT imageChanged(id); },
                 [this](const QString &id) { Q_EMIT imageRemoved(id); } })
    , m_volumes(ipc::kVolumeInterface, ipc::kVolumePathPrefix,
                { [this](const QString &id) { Q_EMIT volumeAdded(id); },
                  [this](const QString &id) { Q_EMIT volumeChanged(id); },
                  [this](const QString &id) { Q_EMIT volumeRemoved(id); } })
    , m_kinds{ &m_containers, &m_images, &m_volumes }
{
    registerTypes();
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, [this] {
        if (m_bus.isConnected())
            refresh();
        else
            connectToBus();
    });
}

HelperClient::~HelperClient()
{
    m_mailbox->close();
    if (!m_busName.isEmpty())
        QDBusConnection::disconnectFromBus(m_busName);
}

void HelperClient::start()
{
    // From the event loop, so that a window is there before the bus is asked.
    QMetaObject::invokeMethod(this, &HelperClient::connectToBus, Qt::QueuedConnection);
}

void HelperClient::connectToBus()
{
    static std::atomic<int> connections = 0;
    if (!m_busName.isEmpty())
        QDBusConnection::disconnectFromBus(m_busName);
    m_busName = QStringLiteral("vitrine-%1").arg(++connections);
    m_bus = m_busAddress.isEmpty() ? QDBusConnection::connectToBus(QDBusConnection::SystemBus, m_busName)
                                   : QDBusConnection::connectToBus(m_busAddress, m_busName);
    if (!m_bus.isConnected()) {
        lose(
            { ErrorCode::System, 0, "The system bus cannot be reached: " + m_bus.lastError().message().toStdString() });
        return;
    }
    followSignals();
    followOwner();
    readVersion();
    refresh();
}

void HelperClient::followSignals()
{
    // By the well-known name: what anybody else on the bus sends is not listened to.
    const QString service = latin(ipc::kBusName);
    const QString manager = latin(ipc::kManagerPath);
    m_bus.connect(service, manager, latin(kObjectManager), QStringLiteral("InterfacesAdded"), this,
                  SLOT(onInterfacesAdded(QDBusMessage)));
    m_bus.connect(service, manager, latin(kObjectManager), QStringLiteral("InterfacesRemoved"), this,
                  SLOT(onInterfacesRemoved(QDBusMessage)));
    m_bus.connect(service, QString(), latin(kProperties), QStringLiteral("PropertiesChanged"), this,
                  SLOT(onPropertiesChanged(QDBusMessage)));
    m_bus.connect(QString(), QStringLiteral("/org/freedesktop/DBus/Local"),
                  QStringLiteral("org.freedesktop.DBus.Local"), QStringLiteral("Disconnected"), this,
                  SLOT(onBusLost()));
}

void HelperClient::followOwner()
{
    qDeleteAll(findChildren<QDBusServiceWatcher *>());
    auto *watcher =
        new QDBusServiceWatcher(latin(ipc::kBusName), m_bus, QDBusServiceWatcher::WatchForOwnerChange, this);
    connect(watcher, &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString &, const QString &, const QString &newOwner) {
                if (newOwner.isEmpty()) {
                    m_retry.start(kWakeAgainMs);
                    return;
                }
                // It may have been updated meanwhile.
                if (m_isTooOld)
                    readVersion();
                refresh();
            });
}

void HelperClient::refresh()
{
    if (m_isRefreshing) {
        m_refreshAgain = true;
        return;
    }
    m_isRefreshing = true;
    const auto message = QDBusMessage::createMethodCall(latin(ipc::kBusName), latin(ipc::kManagerPath),
                                                        latin(kObjectManager), QStringLiteral("GetManagedObjects"));
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher *finished) {
        finished->deleteLater();
        m_isRefreshing = false;
        takeObjects(finished->reply());
        if (std::exchange(m_refreshAgain, false))
            refresh();
    });
}

void HelperClient::readVersion()
{
    auto message = QDBusMessage::createMethodCall(latin(ipc::kBusName), latin(ipc::kManagerPath), latin(kProperties),
                                                  QStringLiteral("GetAll"));
    message << latin(ipc::kManagerInterface);
    Reply<QVariantMap> reply{ this, [this](Result<QVariantMap> properties) {
                                 if (!properties)
                                     return;
                                 m_version = properties->value(QStringLiteral("Version")).toString();
                                 m_isTooOld = properties->value(QStringLiteral("ApiLevel")).toUInt() < ipc::kApiLevel;
                                 if (m_isTooOld)
                                     loseToVersion();
                                 else
                                     Q_EMIT connectionChanged();
                             } };
    whenAnswered<QVariantMap>(m_bus.asyncCall(message), this, std::move(reply), QStringLiteral("a{sv}"),
                              [](const QDBusMessage &answer) -> Result<QVariantMap> {
                                  return qdbus_cast<QVariantMap>(answer.arguments().constFirst());
                              });
}

void HelperClient::takeObjects(const QDBusMessage &reply)
{
    if (reply.type() != QDBusMessage::ReplyMessage)
        return lose(busError(reply));
    if (reply.signature() != QLatin1String("a{oa{sa{sv}}}"))
        return lose(unexpectedReply(reply));
    const auto objects = qdbus_cast<ObjectMap>(reply.arguments().constFirst());
    for (ObjectKind *kind : m_kinds) {
        const QStringList known = kind->ids();
        for (const QString &id : known) {
            if (!objects.contains(QDBusObjectPath(kind->pathOf(id))))
                kind->drop(id);
        }
    }
    for (auto object = objects.begin(); object != objects.end(); ++object) {
        const QString path = object.key().path();
        if (ObjectKind *kind = kindOf(path))
            kind->take(kind->idOf(path), object.value().value(kind->interface()));
    }
    if (m_isTooOld)
        return loseToVersion();
    m_retryMs = 0;
    m_retry.stop();
    setState(Connection::Ready);
}

void HelperClient::loseToVersion()
{
    lose({ ErrorCode::VersionMismatch, 0, "The helper is older than this window: update it, or restart it" });
}

/// Whoever is told the id of a new container may use it at once, even when its signal is still on the way.
void HelperClient::expectContainer(const QString &id, const spec::ContainerSpec &spec)
{
    ContainerInfo info;
    info.id = id;
    info.name = QString::fromStdString(spec.name);
    info.spec = spec;
    if (spec.root.kind == spec::RootKind::Tar)
        info.state = ipc::ContainerState::Preparing;
    info.createdAtUs = static_cast<std::uint64_t>(QDateTime::currentMSecsSinceEpoch()) * 1000;
    m_containers.add(std::move(info));
}

void HelperClient::onInterfacesAdded(const QDBusMessage &signal)
{
    if (signal.signature() != QLatin1String("oa{sa{sv}}"))
        return;
    const QString path = qdbus_cast<QDBusObjectPath>(signal.arguments().at(0)).path();
    const auto interfaces = qdbus_cast<InterfaceMap>(signal.arguments().at(1));
    ObjectKind *kind = kindOf(path);
    if (kind && interfaces.contains(kind->interface()))
        kind->take(kind->idOf(path), interfaces.value(kind->interface()));
}

void HelperClient::onInterfacesRemoved(const QDBusMessage &signal)
{
    if (signal.signature() != QLatin1String("oas"))
        return;
    const QString path = qdbus_cast<QDBusObjectPath>(signal.arguments().at(0)).path();
    ObjectKind *kind = kindOf(path);
    if (kind && signal.arguments().at(1).toStringList().contains(kind->interface()))
        kind->drop(kind->idOf(path));
}

void HelperClient::onPropertiesChanged(const QDBusMessage &signal)
{
    ObjectKind *kind = kindOf(signal.path());
    if (signal.signature() != QLatin1String("sa{sv}as") || !kind || !kind->knows(kind->idOf(signal.path()))
        || signal.arguments().at(0).toString() != kind->interface())
        return;
    kind->take(kind->idOf(signal.path()), qdbus_cast<QVariantMap>(signal.arguments().at(1)));
    if (!signal.arguments().at(2).toStringList().isEmpty())
        refresh();
}

void HelperClient::onBusLost()
{
    lose({ ErrorCode::System, 0, "The connection to the system bus was lost" });
}

void HelperClient::setState(Connection state, const QString &error)
{
    if (m_state == state && m_error == error)
        return;
    m_state = state;
    m_error = error;
    Q_EMIT connectionChanged();
}

void HelperClient::lose(const Error &error)
{
    m_retryMs = std::clamp(m_retryMs * 2, kFirstRetryMs, kLastRetryMs);
    m_retry.start(m_retryMs);
    setState(Connection::Lost, QString::fromStdString(error.what));
}

ObjectKind *HelperClient::kindOf(const QString &path)
{
    const auto found = std::ranges::find_if(m_kinds, [&](ObjectKind *kind) { return !kind->idOf(path).isEmpty(); });
    return found == m_kinds.end() ? nullptr : *found;
}

} // namespace vitrine::gui
