// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ipc/Names.h"
#include "core/spec/SpecJson.h"
#include "gui/backend/AsyncReply.h"
#include "gui/backend/HelperClient.h"
#include "gui/backend/Mailbox.h"
#include "gui/backend/Sources.h"

#include <QDBusArgument>
#include <QPointer>

#include <cerrno>
#include <climits>
#include <thread>

#include <fcntl.h>

namespace vitrine::gui {

namespace {

const QString kDescriptor = QStringLiteral("h");

QString latin(const char *text)
{
    return QString::fromLatin1(text);
}

DescriptorMap toDescriptors(const std::vector<Source> &sources)
{
    DescriptorMap map;
    for (const Source &source : sources)
        map.insert(QString::fromStdString(source.key), QDBusUnixFileDescriptor(source.fd.get()));
    return map;
}

/// A descriptor of our own: the one in the message closes with it.
Result<UniqueFd> takeDescriptor(const QDBusUnixFileDescriptor &received)
{
    UniqueFd fd(::fcntl(received.fileDescriptor(), F_DUPFD_CLOEXEC, 3));
    if (!fd)
        return failErrno(errno, "Taking a descriptor from the helper");
    return fd;
}

Result<std::shared_ptr<UniqueFd>> readDescriptor(const QDBusMessage &answer)
{
    auto fd = takeDescriptor(qdbus_cast<QDBusUnixFileDescriptor>(answer.arguments().constFirst()));
    if (!fd)
        return failure(fd.error());
    return std::make_shared<UniqueFd>(std::move(*fd));
}

Result<std::vector<UniqueFd>> readDescriptors(const QVariant &argument)
{
    std::vector<UniqueFd> fds;
    const auto received = qdbus_cast<DescriptorList>(argument);
    for (const QDBusUnixFileDescriptor &descriptor : received) {
        auto fd = takeDescriptor(descriptor);
        if (!fd)
            return failure(fd.error());
        fds.push_back(std::move(*fd));
    }
    return fds;
}

Result<std::shared_ptr<ExecStreams>> readStreams(const QDBusMessage &answer)
{
    auto streams = readDescriptors(answer.arguments().at(0));
    if (!streams)
        return failure(streams.error());
    auto status = takeDescriptor(qdbus_cast<QDBusUnixFileDescriptor>(answer.arguments().at(1)));
    if (!status)
        return failure(status.error());
    auto made = std::make_shared<ExecStreams>();
    made->streams = std::move(*streams);
    made->status = std::make_unique<UniqueFd>(std::move(*status));
    return made;
}

template <typename T> bool isGone(const Reply<T> &reply, const QPointer<QObject> &receiver)
{
    return reply.receiver && !receiver;
}

} // namespace

QDBusPendingCall HelperClient::send(QDBusMessage message, const QVariantList &arguments, Patience patience)
{
    message.setArguments(arguments);
    message.setInteractiveAuthorizationAllowed(true);
    // libdbus takes INT_MAX for "no time-out"; a helper that dies answers through the bus at once.
    return m_bus.asyncCall(message, patience == Patience::Unlimited ? INT_MAX : -1);
}

QDBusPendingCall HelperClient::callObject(const ObjectKind &kind, const QString &id, const char *method,
                                          const QVariantList &arguments, Patience patience)
{
    return send(QDBusMessage::createMethodCall(latin(ipc::kBusName), kind.pathOf(id), kind.interface(), latin(method)),
                arguments, patience);
}

void HelperClient::callPlain(const ObjectKind &kind, const QString &id, const char *method,
                             const QVariantList &arguments, Reply<void> reply)
{
    whenAnswered<void>(callObject(kind, id, method, arguments), this, std::move(reply), QString(),
                       [](const QDBusMessage &) -> Result<> { return {}; });
}

template <typename Value>
void HelperClient::prepare(std::function<Result<Value>()> work, std::function<void(Result<Value>)> then)
{
    std::thread([mailbox = m_mailbox, work = std::move(work), then = std::move(then)] {
        auto result = std::make_shared<Result<Value>>(work());
        mailbox->post([result, then] { then(std::move(*result)); });
    }).detach();
}

void HelperClient::create(const spec::ContainerSpec &spec, Reply<QString> reply)
{
    struct Prepared {
        std::string json;
        std::vector<Source> sources;
    };
    const auto work = [spec]() -> Result<Prepared> {
        auto resolved = resolvePaths(spec);
        if (!resolved)
            return failure(resolved.error());
        auto sources = openCreateSources(*resolved);
        if (!sources)
            return failure(sources.error());
        return Prepared{ spec::toJson(*resolved), std::move(*sources) };
    };
    const auto readId = [this, spec](const QDBusMessage &answer) -> Result<QString> {
        const QString path = qdbus_cast<QDBusObjectPath>(answer.arguments().constFirst()).path();
        const QString id = path.mid(path.lastIndexOf(u'/') + 1);
        expectContainer(id, spec);
        return id;
    };
    prepare<Prepared>(work, [this, reply, readId, receiver = QPointer(reply.receiver)](Result<Prepared> prepared) {
        if (isGone(reply, receiver))
            return;
        if (!prepared)
            return failLater(this, reply, prepared.error());
        const auto call =
            send(QDBusMessage::createMethodCall(latin(ipc::kBusName), latin(ipc::kManagerPath),
                                                latin(ipc::kManagerInterface), QStringLiteral("Create")),
                 { QString::fromStdString(prepared->json), QVariant::fromValue(toDescriptors(prepared->sources)) },
                 Patience::Unlimited);
        whenAnswered<QString>(call, this, reply, QStringLiteral("o"), readId);
    });
}

void HelperClient::callWithSources(const QString &id, const char *method, QVariantList arguments,
                                   Reply<std::shared_ptr<UniqueFd>> reply)
{
    const auto info = container(id);
    if (!info)
        return failLater(this, std::move(reply), Error{ ErrorCode::NotFound, 0, "There is no such container" });
    const auto work = [spec = info->spec] { return openStartSources(spec); };
    prepare<std::vector<Source>>(work,
                                 [this, id, method, arguments, reply,
                                  receiver = QPointer(reply.receiver)](Result<std::vector<Source>> sources) mutable {
                                     if (isGone(reply, receiver))
                                         return;
                                     if (!sources)
                                         return failLater(this, reply, sources.error());
                                     arguments += QVariant::fromValue(toDescriptors(*sources));
                                     whenAnswered<std::shared_ptr<UniqueFd>>(
                                         callObject(m_containers, id, method, arguments), this, reply, kDescriptor,
                                         readDescriptor);
                                 });
}

void HelperClient::startContainer(const QString &id, Reply<std::shared_ptr<UniqueFd>> reply)
{
    callWithSources(id, "Start", {}, std::move(reply));
}

void HelperClient::stop(const QString &id, std::uint32_t timeoutMs, Reply<void> reply)
{
    callPlain(m_containers, id, "Stop", { timeoutMs }, std::move(reply));
}

void HelperClient::kill(const QString &id, int signal, Reply<void> reply)
{
    callPlain(m_containers, id, "Kill", { signal }, std::move(reply));
}

void HelperClient::pause(const QString &id, Reply<void> reply)
{
    callPlain(m_containers, id, "Pause", {}, std::move(reply));
}

void HelperClient::resume(const QString &id, Reply<void> reply)
{
    callPlain(m_containers, id, "Resume", {}, std::move(reply));
}

void HelperClient::restart(const QString &id, std::uint32_t timeoutMs, Reply<std::shared_ptr<UniqueFd>> reply)
{
    callWithSources(id, "Restart", { timeoutMs }, std::move(reply));
}

void HelperClient::remove(const QString &id, bool force, Reply<void> reply)
{
    callPlain(m_containers, id, "Remove", { force }, std::move(reply));
}

void HelperClient::rename(const QString &id, const QString &name, Reply<void> reply)
{
    callPlain(m_containers, id, "Rename", { name }, std::move(reply));
}

void HelperClient::updateLimits(const QString &id, const spec::Limits &limits, Reply<void> reply)
{
    const auto work = [limits] { return resolveDisks(limits); };
    prepare<spec::Limits>(work, [this, id, reply, receiver = QPointer(reply.receiver)](Result<spec::Limits> resolved) {
        if (isGone(reply, receiver))
            return;
        if (!resolved)
            return failLater(this, reply, resolved.error());
        callPlain(m_containers, id, "UpdateLimits", { QString::fromStdString(spec::limitsToJson(*resolved)) }, reply);
    });
}

void HelperClient::addMount(const QString &id, const spec::Mount &mount, Keep keep, Reply<void> reply)
{
    struct Prepared {
        spec::Mount mount;
        std::vector<Source> sources;
    };
    const auto work = [mount]() -> Result<Prepared> {
        Prepared prepared{ mount, {} };
        prepared.mount.source = expandHome(mount.source);
        if (mount.kind != spec::MountKind::Bind)
            return prepared;
        auto source = openMountSource(prepared.mount, 0);
        if (!source)
            return failure(source.error());
        prepared.sources.push_back(std::move(*source));
        return prepared;
    };
    prepare<Prepared>(work, [this, id, keep, reply, receiver = QPointer(reply.receiver)](Result<Prepared> prepared) {
        if (isGone(reply, receiver))
            return;
        if (!prepared)
            return failLater(this, reply, prepared.error());
        callPlain(m_containers, id, "AddMount",
                  { QString::fromStdString(spec::mountToJson(prepared->mount)),
                    QVariant::fromValue(toDescriptors(prepared->sources)), keep == Keep::Yes },
                  reply);
    });
}

void HelperClient::removeMount(const QString &id, const QString &target, Keep keep, Reply<void> reply)
{
    callPlain(m_containers, id, "RemoveMount", { target, keep == Keep::Yes }, std::move(reply));
}

void HelperClient::tryMounts(const spec::ContainerSpec &spec, Reply<std::vector<spec::MountVerdict>> reply)
{
    using Verdicts = std::vector<spec::MountVerdict>;
    const auto work = [spec]() -> Result<TrialSources> { return openTrialSources(spec); };
    prepare<TrialSources>(work, [this, spec, reply, receiver = QPointer(reply.receiver)](Result<TrialSources> opened) {
        if (isGone(reply, receiver))
            return;
        const auto merge = [refused = opened->refused](const QDBusMessage &answer) -> Result<Verdicts> {
            auto verdicts = spec::verdictsFromJson(answer.arguments().constFirst().toString().toStdString());
            if (verdicts)
                verdicts->insert(verdicts->end(), refused.begin(), refused.end());
            return verdicts;
        };
        const auto call = callManager(
            "TryMounts",
            { QString::fromStdString(spec::toJson(spec)), QVariant::fromValue(toDescriptors(opened->sources)) });
        whenAnswered<Verdicts>(call, this, reply, QStringLiteral("s"), merge);
    });
}

void HelperClient::exec(const QString &id, const spec::ExecSpec &spec, Reply<std::shared_ptr<ExecStreams>> reply)
{
    whenAnswered<std::shared_ptr<ExecStreams>>(
        callObject(m_containers, id, "Exec", { QString::fromStdString(spec::execToJson(spec)) }), this,
        std::move(reply), QStringLiteral("ahh"), readStreams);
}

void HelperClient::openConsole(const QString &id, Reply<std::shared_ptr<UniqueFd>> reply)
{
    whenAnswered<std::shared_ptr<UniqueFd>>(callObject(m_containers, id, "OpenConsole"), this, std::move(reply),
                                            kDescriptor, readDescriptor);
}

void HelperClient::openLog(const QString &id, Reply<std::shared_ptr<std::vector<UniqueFd>>> reply)
{
    using Files = std::shared_ptr<std::vector<UniqueFd>>;
    whenAnswered<Files>(callObject(m_containers, id, "OpenLog", {}, Patience::Usual), this, std::move(reply),
                        QStringLiteral("ah"), [](const QDBusMessage &answer) -> Result<Files> {
                            auto files = readDescriptors(answer.arguments().constFirst());
                            if (!files)
                                return failure(files.error());
                            return std::make_shared<std::vector<UniqueFd>>(std::move(*files));
                        });
}

void HelperClient::openFiles(const QString &id, Reply<std::shared_ptr<UniqueFd>> reply)
{
    const auto info = container(id);
    if (!info)
        return failLater(this, std::move(reply), Error{ ErrorCode::NotFound, 0, "There is no such container" });
    const auto work = [spec = info->spec] { return openFilesSources(spec); };
    prepare<std::vector<Source>>(
        work, [this, id, reply, receiver = QPointer(reply.receiver)](Result<std::vector<Source>> sources) {
            if (isGone(reply, receiver))
                return;
            if (!sources)
                return failLater(this, reply, sources.error());
            whenAnswered<std::shared_ptr<UniqueFd>>(
                callObject(m_containers, id, "OpenFiles", { QVariant::fromValue(toDescriptors(*sources)) }), this,
                reply, kDescriptor, readDescriptor);
        });
}

void HelperClient::openVolumeFiles(const QString &id, Reply<std::shared_ptr<UniqueFd>> reply)
{
    whenAnswered<std::shared_ptr<UniqueFd>>(callObject(m_volumes, id, "OpenFiles", {}), this, std::move(reply),
                                            kDescriptor, readDescriptor);
}

void HelperClient::restoreFiles(const QString &id, const QString &path, Reply<std::uint64_t> reply)
{
    const auto info = container(id);
    if (!info)
        return failLater(this, std::move(reply), Error{ ErrorCode::NotFound, 0, "There is no such container" });
    const auto work = [spec = info->spec] { return openFilesSources(spec); };
    prepare<std::vector<Source>>(
        work, [this, id, path, reply, receiver = QPointer(reply.receiver)](Result<std::vector<Source>> sources) {
            if (isGone(reply, receiver))
                return;
            if (!sources)
                return failLater(this, reply, sources.error());
            QVariantList arguments{ QVariant::fromValue(toDescriptors(*sources)) };
            if (!path.isEmpty())
                arguments += path;
            whenAnswered<std::uint64_t>(
                callObject(m_containers, id, path.isEmpty() ? "DiscardChanges" : "RestoreFile", arguments), this, reply,
                QStringLiteral("t"), [](const QDBusMessage &answer) -> Result<std::uint64_t> {
                    return answer.arguments().constFirst().toULongLong();
                });
        });
}

void HelperClient::cancelPreparing(const QString &id, Reply<void> reply)
{
    callPlain(m_containers, id, "Cancel", {}, std::move(reply));
}

void HelperClient::updateSpec(const QString &id, const spec::ContainerSpec &spec, Reply<void> reply)
{
    const auto work = [spec] { return resolvePaths(spec); };
    prepare<spec::ContainerSpec>(
        work, [this, id, reply, receiver = QPointer(reply.receiver)](Result<spec::ContainerSpec> resolved) {
            if (isGone(reply, receiver))
                return;
            if (!resolved)
                return failLater(this, reply, resolved.error());
            callPlain(m_containers, id, "UpdateSpec", { QString::fromStdString(spec::toJson(*resolved)) }, reply);
        });
}

void HelperClient::revertSpec(const QString &id, Reply<void> reply)
{
    callPlain(m_containers, id, "RevertSpec", {}, std::move(reply));
}

void HelperClient::systemReport(Reply<ipc::SystemReport> reply)
{
    const auto message = QDBusMessage::createMethodCall(latin(ipc::kBusName), latin(ipc::kManagerPath),
                                                        latin(ipc::kManagerInterface), QStringLiteral("SystemReport"));
    whenAnswered<ipc::SystemReport>(send(message, {}, Patience::Usual), this, std::move(reply), QStringLiteral("s"),
                                    [](const QDBusMessage &answer) {
                                        return ipc::reportFromJson(
                                            answer.arguments().constFirst().toString().toStdString());
                                    });
}

} // namespace vitrine::gui
