// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/FakeBackend.h"

#include <QStringList>

#include <algorithm>
#include <cerrno>
#include <csignal>

#include <sys/mman.h>
#include <sys/socket.h>

namespace vitrine::gui {

namespace {

Result<std::pair<UniqueFd, UniqueFd>> socketPair(int type)
{
    int fds[2];
    if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, fds) != 0)
        return failErrno(errno, "making a socket pair");
    return std::pair(UniqueFd(fds[0]), UniqueFd(fds[1]));
}

Result<UniqueFd> memoryFile(const QByteArray &content)
{
    UniqueFd fd(::memfd_create("log", MFD_CLOEXEC));
    if (!fd)
        return failErrno(errno, "making a file in memory");
    if (::write(fd.get(), content.constData(), static_cast<std::size_t>(content.size())) != content.size())
        return failErrno(errno, "filling a file in memory");
    return fd;
}

Error noSuchContainer(const QString &id)
{
    return Error{ ErrorCode::NotFound, 0, "There is no container " + id.toStdString() };
}

} // namespace

FakeBackend::FakeBackend(QObject *parent)
    : Backend(parent)
{
}

void FakeBackend::addContainer(ContainerInfo info)
{
    const QString id = info.id;
    m_containers.push_back(std::move(info));
    Q_EMIT containerAdded(id);
}

void FakeBackend::changeContainer(const QString &id, const std::function<void(ContainerInfo &)> &change)
{
    if (ContainerInfo *info = find(id)) {
        change(*info);
        Q_EMIT containerChanged(id);
    }
}

void FakeBackend::dropContainer(const QString &id)
{
    if (std::erase_if(m_containers, [&](const ContainerInfo &info) { return info.id == id; }) > 0)
        Q_EMIT containerRemoved(id);
}

void FakeBackend::setConnection(Connection connection, const QString &error)
{
    m_connection = connection;
    m_connectionError = error;
    Q_EMIT connectionChanged();
}

void FakeBackend::setLog(const QString &id, const QByteArray &older, const QByteArray &newer)
{
    m_logs[id] = { older, newer };
}

void FakeBackend::releaseReplies()
{
    m_hold = false;
    for (const auto &held : std::exchange(m_held, {}))
        held();
}

void FakeBackend::failNext(const QString &verb, Error error)
{
    m_failures.insert_or_assign(verb, std::move(error));
}

QStringList FakeBackend::verbs() const
{
    QStringList list;
    for (const Call &call : m_calls)
        list += call.verb;
    return list;
}

int FakeBackend::consolePeer(const QString &id) const
{
    const auto found = m_consolePeers.find(id);
    return found == m_consolePeers.end() ? -1 : found->second.get();
}

void FakeBackend::closeExecPeers()
{
    m_execPeers.clear();
    m_execStatusPeer.reset();
}

void FakeBackend::start()
{
    m_calls.push_back({ QStringLiteral("start"), {}, {} });
    if (m_connection == Connection::Connecting)
        QMetaObject::invokeMethod(
            this, [this] { setConnection(Connection::Ready); }, Qt::QueuedConnection);
}

std::optional<ContainerInfo> FakeBackend::container(const QString &id) const
{
    const auto found = std::find_if(m_containers.begin(), m_containers.end(),
                                    [&](const ContainerInfo &info) { return info.id == id; });
    return found == m_containers.end() ? std::nullopt : std::optional(*found);
}

void FakeBackend::create(const spec::ContainerSpec &spec, Reply<QString> reply)
{
    m_lastSpec = spec;
    answer<QString>({ QStringLiteral("create"), {}, {} }, std::move(reply), [this, spec]() -> Result<QString> {
        ContainerInfo info;
        info.id = newId();
        info.name = QString::fromStdString(spec.name);
        info.spec = spec;
        const QString id = info.id;
        addContainer(std::move(info));
        return id;
    });
}

void FakeBackend::startContainer(const QString &id, Reply<std::shared_ptr<UniqueFd>> reply)
{
    answer<std::shared_ptr<UniqueFd>>({ QStringLiteral("startContainer"), id, {} }, std::move(reply),
                                      [this, id] { return run(id); });
}

void FakeBackend::stop(const QString &id, std::uint32_t timeoutMs, Reply<void> reply)
{
    answer<void>({ QStringLiteral("stop"), id, QString::number(timeoutMs) }, std::move(reply),
                 [this, id] { return end(id, SIGTERM); });
}

void FakeBackend::kill(const QString &id, int signal, Reply<void> reply)
{
    answer<void>({ QStringLiteral("kill"), id, QString::number(signal) }, std::move(reply),
                 [this, id, signal] { return signal == SIGKILL ? end(id, signal) : change(id, [](auto &) {}); });
}

void FakeBackend::pause(const QString &id, Reply<void> reply)
{
    answer<void>({ QStringLiteral("pause"), id, {} }, std::move(reply), [this, id] {
        return change(id, [](ContainerInfo &info) { info.state = ipc::ContainerState::Paused; });
    });
}

void FakeBackend::resume(const QString &id, Reply<void> reply)
{
    answer<void>({ QStringLiteral("resume"), id, {} }, std::move(reply), [this, id] {
        return change(id, [](ContainerInfo &info) { info.state = ipc::ContainerState::Running; });
    });
}

void FakeBackend::restart(const QString &id, std::uint32_t timeoutMs, Reply<std::shared_ptr<UniqueFd>> reply)
{
    answer<std::shared_ptr<UniqueFd>>({ QStringLiteral("restart"), id, QString::number(timeoutMs) }, std::move(reply),
                                      [this, id] { return run(id); });
}

void FakeBackend::remove(const QString &id, bool force, Reply<void> reply)
{
    answer<void>({ QStringLiteral("remove"), id, force ? QStringLiteral("force") : QString() }, std::move(reply),
                 [this, id]() -> Result<> {
                     if (!find(id))
                         return failure(noSuchContainer(id));
                     dropContainer(id);
                     return {};
                 });
}

void FakeBackend::rename(const QString &id, const QString &name, Reply<void> reply)
{
    answer<void>({ QStringLiteral("rename"), id, name }, std::move(reply), [this, id, name] {
        return change(id, [&](ContainerInfo &info) {
            info.name = name;
            info.spec.name = name.toStdString();
        });
    });
}

void FakeBackend::updateLimits(const QString &id, const spec::Limits &limits, Reply<void> reply)
{
    m_lastLimits = limits;
    answer<void>({ QStringLiteral("updateLimits"), id, {} }, std::move(reply),
                 [this, id, limits] { return change(id, [&](ContainerInfo &info) { info.spec.limits = limits; }); });
}

void FakeBackend::updateSpec(const QString &id, const spec::ContainerSpec &spec, Reply<void> reply)
{
    m_lastSpec = spec;
    answer<void>({ QStringLiteral("updateSpec"), id, {} }, std::move(reply), [this, id, spec] {
        return change(id, [&](ContainerInfo &info) {
            if (ipc::isAlive(info.state))
                info.waiting = spec::waitingChanges(m_started.try_emplace(id, info.spec).first->second, spec);
            info.spec = spec;
            info.name = QString::fromStdString(spec.name);
        });
    });
}

void FakeBackend::revertSpec(const QString &id, Reply<void> reply)
{
    answer<void>({ QStringLiteral("revertSpec"), id, {} }, std::move(reply), [this, id] {
        return change(id, [&](ContainerInfo &info) {
            if (const auto started = m_started.find(id); started != m_started.end())
                info.spec = spec::withoutWaiting(started->second, info.spec);
            info.waiting.clear();
        });
    });
}

void FakeBackend::addMount(const QString &id, const spec::Mount &mount, Keep keep, Reply<void> reply)
{
    const QString target = QString::fromStdString(mount.target);
    answer<void>({ QStringLiteral("addMount"), id, keep == Keep::Yes ? target + QStringLiteral(" keep") : target },
                 std::move(reply), [this, id, mount, keep] {
                     return change(id, [&](ContainerInfo &info) {
                         std::erase_if(info.mounts,
                                       [&](const auto &state) { return state.shown().target == mount.target; });
                         info.mounts.push_back({ mount, keep == Keep::Yes ? std::optional(mount) : std::nullopt });
                         if (keep == Keep::Yes)
                             info.spec.mounts.push_back(mount);
                     });
                 });
}

void FakeBackend::removeMount(const QString &id, const QString &target, Keep keep, Reply<void> reply)
{
    answer<void>({ QStringLiteral("removeMount"), id, keep == Keep::Yes ? target + QStringLiteral(" keep") : target },
                 std::move(reply), [this, id, target = target.toStdString(), keep] {
                     return change(id, [&](ContainerInfo &info) {
                         std::erase_if(info.mounts, [&](spec::MountState &state) {
                             if (state.shown().target != target)
                                 return false;
                             state.now.reset();
                             return keep == Keep::Yes || !state.kept;
                         });
                         if (keep == Keep::Yes)
                             std::erase_if(info.spec.mounts, [&](const auto &mount) { return mount.target == target; });
                     });
                 });
}

void FakeBackend::tryMounts(const spec::ContainerSpec &, Reply<std::vector<spec::MountVerdict>> reply)
{
    answer<std::vector<spec::MountVerdict>>({ QStringLiteral("tryMounts"), {}, {} }, std::move(reply),
                                            [this]() -> Result<std::vector<spec::MountVerdict>> { return m_verdicts; });
}

void FakeBackend::exec(const QString &id, const spec::ExecSpec &spec, Reply<std::shared_ptr<ExecStreams>> reply)
{
    m_lastExec = spec;
    answer<std::shared_ptr<ExecStreams>>({ QStringLiteral("exec"), id, {} }, std::move(reply),
                                         [this, spec] { return makeExec(spec); });
}

void FakeBackend::openConsole(const QString &id, Reply<std::shared_ptr<UniqueFd>> reply)
{
    answer<std::shared_ptr<UniqueFd>>({ QStringLiteral("openConsole"), id, {} }, std::move(reply),
                                      [this, id] { return makeConsole(id); });
}

void FakeBackend::openLog(const QString &id, Reply<std::shared_ptr<std::vector<UniqueFd>>> reply)
{
    answer<std::shared_ptr<std::vector<UniqueFd>>>({ QStringLiteral("openLog"), id, {} }, std::move(reply),
                                                   [this, id] { return makeLog(id); });
}

void FakeBackend::openFiles(const QString &id, Reply<std::shared_ptr<UniqueFd>> reply)
{
    answer<std::shared_ptr<UniqueFd>>({ QStringLiteral("openFiles"), id, {} }, std::move(reply),
                                      [this]() -> Result<std::shared_ptr<UniqueFd>> {
                                          if (!m_openFiles)
                                              return failure(ErrorCode::Unsupported, "no files are shown here");
                                          return std::make_shared<UniqueFd>(m_openFiles());
                                      });
}

void FakeBackend::restoreFiles(const QString &id, const QString &path, Reply<std::uint64_t> reply)
{
    answer<std::uint64_t>({ QStringLiteral("restoreFiles"), id, path }, std::move(reply),
                          []() -> Result<std::uint64_t> { return 1; });
}

void FakeBackend::cancelPreparing(const QString &id, Reply<void> reply)
{
    answer<void>({ QStringLiteral("cancelPreparing"), id, {} }, std::move(reply), [this, id]() -> Result<> {
        dropContainer(id);
        return {};
    });
}

void FakeBackend::systemReport(Reply<ipc::SystemReport> reply)
{
    answer<ipc::SystemReport>({ QStringLiteral("systemReport"), {}, {} }, std::move(reply),
                              [this]() -> Result<ipc::SystemReport> { return m_report; });
}

Result<> FakeBackend::change(const QString &id, const std::function<void(ContainerInfo &)> &change)
{
    if (!find(id))
        return failure(noSuchContainer(id));
    changeContainer(id, change);
    return {};
}

Result<> FakeBackend::end(const QString &id, int signal)
{
    m_started.erase(id);
    return change(id, [signal](ContainerInfo &info) {
        info.state = ipc::ContainerState::Ended;
        info.waiting.clear();
        info.initPid = 0;
        info.ended.emplace();
        info.ended->reason = ipc::EndReason::Signal;
        info.ended->signal = signal;
    });
}

Result<std::shared_ptr<UniqueFd>> FakeBackend::run(const QString &id)
{
    m_started.erase(id);
    auto changed = change(id, [](ContainerInfo &info) {
        info.state = ipc::ContainerState::Running;
        info.waiting.clear();
        info.initPid = 4242;
        info.ended.reset();
    });
    if (!changed)
        return failure(changed.error());
    return makeConsole(id);
}

Result<std::shared_ptr<UniqueFd>> FakeBackend::makeConsole(const QString &id)
{
    auto pair = socketPair(SOCK_SEQPACKET);
    if (!pair)
        return failure(pair.error());
    m_consolePeers[id] = std::move(pair->second);
    return std::make_shared<UniqueFd>(std::move(pair->first));
}

Result<std::shared_ptr<ExecStreams>> FakeBackend::makeExec(const spec::ExecSpec &spec)
{
    closeExecPeers();
    auto made = std::make_shared<ExecStreams>();
    for (int stream = 0; stream < (spec.terminal ? 1 : 3); ++stream) {
        auto pair = socketPair(SOCK_STREAM);
        if (!pair)
            return failure(pair.error());
        made->streams.push_back(std::move(pair->first));
        m_execPeers.push_back(std::move(pair->second));
    }
    auto status = socketPair(SOCK_SEQPACKET);
    if (!status)
        return failure(status.error());
    made->status = std::make_unique<UniqueFd>(std::move(status->first));
    m_execStatusPeer = std::move(status->second);
    return made;
}

Result<std::shared_ptr<std::vector<UniqueFd>>> FakeBackend::makeLog(const QString &id)
{
    const auto &[older, newer] = m_logs[id];
    auto files = std::make_shared<std::vector<UniqueFd>>();
    for (const QByteArray &content : { older, newer }) {
        auto file = memoryFile(content);
        if (!file)
            return failure(file.error());
        files->push_back(std::move(*file));
    }
    return files;
}

ContainerInfo *FakeBackend::find(const QString &id)
{
    const auto found = std::find_if(m_containers.begin(), m_containers.end(),
                                    [&](const ContainerInfo &info) { return info.id == id; });
    return found == m_containers.end() ? nullptr : &*found;
}

} // namespace vitrine::gui
