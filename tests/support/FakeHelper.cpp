// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/FakeHelper.h"

#include "core/ipc/Names.h"
#include "gui/backend/BusTypes.h"

#include <QDBusMetaType>
#include <QFile>
#include <QXmlStreamReader>

#include <unistd.h>

namespace vitrine::gui {

namespace {

const QString kObjectManager = QStringLiteral("org.freedesktop.DBus.ObjectManager");
const QString kProperties = QStringLiteral("org.freedesktop.DBus.Properties");

QString latin(const char *text)
{
    return QString::fromLatin1(text);
}

QString interfaceOf(FakeHelper::Kind kind)
{
    constexpr const char *kInterfaces[]{ ipc::kContainerInterface, ipc::kImageInterface, ipc::kVolumeInterface };
    return latin(kInterfaces[kind]);
}

QString pathOf(FakeHelper::Kind kind, const QString &id)
{
    constexpr const char *kPrefixes[]{ ipc::kContainerPathPrefix, ipc::kImagePathPrefix, ipc::kVolumePathPrefix };
    return latin(kPrefixes[kind]) + id;
}

/// The reading end of a pipe that holds one word.
QDBusUnixFileDescriptor someDescriptor()
{
    int fds[2];
    if (::pipe(fds) != 0)
        return {};
    const ssize_t written = ::write(fds[1], "word", 4);
    ::close(fds[1]);
    QDBusUnixFileDescriptor descriptor;
    if (written == 4)
        descriptor.setFileDescriptor(fds[0]);
    ::close(fds[0]);
    return descriptor;
}

} // namespace

FakeHelper::FakeHelper(const QString &busAddress, QObject *parent)
    : QDBusVirtualObject(parent)
    , m_name(QStringLiteral("fake-helper"))
    , m_bus(QDBusConnection::connectToBus(busAddress, m_name))
{
    qDBusRegisterMetaType<DescriptorMap>();
    qDBusRegisterMetaType<DescriptorList>();
    qDBusRegisterMetaType<InterfaceMap>();
    qDBusRegisterMetaType<ObjectMap>();
    for (const char *interface :
         { ipc::kManagerInterface, ipc::kContainerInterface, ipc::kImageInterface, ipc::kVolumeInterface })
        readInterface(QStringLiteral(VITRINE_SOURCE_DIR "/core/ipc/") + latin(interface) + QStringLiteral(".xml"));
    m_bus.registerVirtualObject(latin(ipc::kManagerPath), this, QDBusConnection::SubPath);
    comeBack();
}

FakeHelper::~FakeHelper()
{
    m_bus.unregisterObject(latin(ipc::kManagerPath), QDBusConnection::UnregisterTree);
    QDBusConnection::disconnectFromBus(m_name);
}

void FakeHelper::readInterface(const QString &file)
{
    QFile xml(file);
    if (!xml.open(QIODevice::ReadOnly))
        return;
    QXmlStreamReader reader(&xml);
    QString interface;
    QString method;
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement)
            continue;
        const auto attribute = [&](const char *name) { return reader.attributes().value(latin(name)).toString(); };
        if (reader.name() == u"interface")
            interface = attribute("name");
        else if (reader.name() == u"method")
            m_methods.insert(method = interface + u'.' + attribute("name"), {});
        else if (reader.name() == u"arg")
            (attribute("direction") == u"in" ? m_methods[method].in : m_methods[method].out) += attribute("type");
    }
}

void FakeHelper::add(Kind kind, const QString &id, QVariantMap properties)
{
    properties.insert(QStringLiteral("Id"), id);
    m_objects[kind].insert(id, properties);
    auto signal =
        QDBusMessage::createSignal(latin(ipc::kManagerPath), kObjectManager, QStringLiteral("InterfacesAdded"));
    signal << QVariant::fromValue(QDBusObjectPath(pathOf(kind, id)))
           << QVariant::fromValue(InterfaceMap{ { interfaceOf(kind), properties } });
    m_bus.send(signal);
}

void FakeHelper::remove(Kind kind, const QString &id)
{
    m_objects[kind].remove(id);
    auto signal =
        QDBusMessage::createSignal(latin(ipc::kManagerPath), kObjectManager, QStringLiteral("InterfacesRemoved"));
    signal << QVariant::fromValue(QDBusObjectPath(pathOf(kind, id))) << QStringList{ interfaceOf(kind) };
    m_bus.send(signal);
}

void FakeHelper::change(Kind kind, const QString &id, const QVariantMap &properties)
{
    m_objects[kind][id].insert(properties);
    auto signal = QDBusMessage::createSignal(pathOf(kind, id), kProperties, QStringLiteral("PropertiesChanged"));
    signal << interfaceOf(kind) << properties << QStringList();
    m_bus.send(signal);
}

void FakeHelper::failNext(const QString &member, const QString &errorName, const QString &sentence)
{
    m_failures.insert(member, { errorName, sentence });
}

void FakeHelper::goAway()
{
    m_bus.unregisterService(latin(ipc::kBusName));
}

void FakeHelper::comeBack()
{
    m_bus.registerService(latin(ipc::kBusName));
}

QDBusMessage FakeHelper::lastCall(const QString &member) const
{
    for (auto call = m_calls.rbegin(); call != m_calls.rend(); ++call) {
        if (call->member() == member)
            return *call;
    }
    return {};
}

int FakeHelper::count(const QString &member) const
{
    int count = 0;
    for (const QDBusMessage &call : m_calls)
        count += call.member() == member ? 1 : 0;
    return count;
}

QStringList FakeHelper::untried(const QStringList &interfaces) const
{
    QStringList names;
    for (auto method = m_methods.cbegin(); method != m_methods.cend(); ++method) {
        if (interfaces.contains(method.key().section(u'.', 0, -2)))
            names += method.key();
    }
    for (const QDBusMessage &made : m_calls)
        names.removeAll(made.interface() + u'.' + made.member());
    names.sort();
    return names;
}

QString FakeHelper::introspect(const QString &) const
{
    return {};
}

QVariantList FakeHelper::values(const QDBusMessage &message, const QString &signature)
{
    if (signature == u"o") {
        const QString id = QStringLiteral("00000000000000aa");
        const Kind kind = message.member() == u"Create" ? Container
            : message.member() == u"ImportImage"        ? Image
            : message.member() == u"Commit"             ? Image
                                                        : Volume;
        add(kind, id, { { QStringLiteral("Name"), QStringLiteral("made") } });
        return { QVariant::fromValue(QDBusObjectPath(pathOf(kind, id))) };
    }
    const auto fd = QVariant::fromValue(someDescriptor());
    const auto fds = QVariant::fromValue(DescriptorList{ someDescriptor(), someDescriptor() });
    if (signature == u"h")
        return { fd };
    if (signature == u"ah")
        return { fds };
    if (signature == u"ahh")
        return { fds, fd };
    if (signature == u"t")
        return { QVariant::fromValue<qulonglong>(3) };
    if (signature == u"tt")
        return { QVariant::fromValue<qulonglong>(4096), QVariant::fromValue<qulonglong>(3) };
    if (message.member() == u"PruneImages")
        return { QStringLiteral(R"({"images":[{"id":"a","names":["web:1"],"bytes":9}],"layers":2,"bytes":7})") };
    if (message.member() == u"PruneVolumes")
        return { QStringLiteral(R"({"volumes":[{"id":"b","name":"data","bytes":5}],"bytes":5})") };
    if (message.member() == u"TryMounts")
        return { QStringLiteral("[]") };
    if (signature == u"s" && message.member() == u"SystemReport")
        return { QStringLiteral(R"({"cgroupMode":"v2","controllers":["cpu"],"cpus":2,"memoryBytes":1024,)"
                                R"("disks":[],"items":[]})") };
    return {};
}

bool FakeHelper::handleMessage(const QDBusMessage &message, const QDBusConnection &connection)
{
    m_calls.push_back(message);
    if (const auto failure = m_failures.constFind(message.member()); failure != m_failures.constEnd()) {
        const auto [name, sentence] = *failure;
        m_failures.erase(failure);
        return connection.send(message.createErrorReply(name, sentence));
    }
    if (message.interface() == kObjectManager) {
        ObjectMap objects;
        for (const Kind kind : { Container, Image, Volume }) {
            for (auto object = m_objects[kind].cbegin(); object != m_objects[kind].cend(); ++object)
                objects.insert(QDBusObjectPath(pathOf(kind, object.key())), { { interfaceOf(kind), object.value() } });
        }
        return connection.send(message.createReply(QVariant::fromValue(objects)));
    }
    if (message.interface() == kProperties)
        return connection.send(message.createReply(QVariantMap{ { QStringLiteral("Version"), QStringLiteral("9.9") },
                                                                { QStringLiteral("ApiLevel"), m_apiLevel } }));
    const auto method = m_methods.constFind(message.interface() + u'.' + message.member());
    if (method == m_methods.constEnd() || method->in != message.signature())
        return false;
    return connection.send(message.createReply(values(message, method->out)));
}

} // namespace vitrine::gui
