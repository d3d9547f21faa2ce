// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/UniqueFd.h"
#include "gui/backend/Backend.h"

#include <QByteArray>
#include <QPointer>

#include <map>

namespace vitrine::gui {

/// A Backend in memory: containers are scripted, calls are recorded, and what a call asks for happens at once to the
/// container's state, as a well-behaved helper would do it. Replies come from the event loop, never inside the call.
class FakeBackend : public Backend {
    Q_OBJECT
public:
    struct Call {
        QString verb; ///< "create", "start", "stop"… as the functions of Backend are called
        QString id;
        QString detail; ///< time-out, signal, "force", new name, names, format, "report"; else empty
        bool operator==(const Call &) const = default;
    };

    explicit FakeBackend(QObject *parent = nullptr);

    // What a test scripts.
    void addContainer(ContainerInfo info);
    void changeContainer(const QString &id, const std::function<void(ContainerInfo &)> &change);
    void dropContainer(const QString &id);
    void addImage(ImageInfo info);
    void changeImage(const QString &id, const std::function<void(ImageInfo &)> &change);
    void dropImage(const QString &id);
    void addVolume(VolumeInfo info);
    void changeVolume(const QString &id, const std::function<void(VolumeInfo &)> &change);
    void dropVolume(const QString &id);
    void setPruneReport(PruneReport report) { m_pruneReport = std::move(report); }
    void setVolumeSize(VolumeSize size) { m_volumeSize = size; }
    /// What tryMounts answers, each for its row.
    void setVerdicts(std::vector<spec::MountVerdict> verdicts) { m_verdicts = std::move(verdicts); }
    void setConnection(Connection connection, const QString &error = {});
    void setReport(ipc::SystemReport report) { m_report = std::move(report); }
    void setLog(const QString &id, const QByteArray &older, const QByteArray &newer = {});
    /// The client's end of a connection that somebody serves.
    void setFiles(std::function<UniqueFd()> open) { m_openFiles = std::move(open); }
    void holdReplies() { m_hold = true; }
    void releaseReplies(); ///< answers all that was held, in order, and holds no more
    void failNext(const QString &verb, Error error);

    // What a test asks.
    [[nodiscard]] const std::vector<Call> &calls() const { return m_calls; }
    [[nodiscard]] QStringList verbs() const;
    void forgetCalls() { m_calls.clear(); }
    [[nodiscard]] int heldReplies() const { return static_cast<int>(m_held.size()); }
    [[nodiscard]] const spec::ContainerSpec &lastSpec() const { return m_lastSpec; }
    [[nodiscard]] const spec::Limits &lastLimits() const { return m_lastLimits; }
    [[nodiscard]] const spec::ExecSpec &lastExec() const { return m_lastExec; }
    /// The container's end of the newest console: a SOCK_SEQPACKET socket; -1 when none was opened.
    [[nodiscard]] int consolePeer(const QString &id) const;
    void closeConsolePeer(const QString &id) { m_consolePeers.erase(id); }
    /// The other ends of the newest exec's streams, and of its status socket.
    [[nodiscard]] const std::vector<UniqueFd> &execPeers() const { return m_execPeers; }
    [[nodiscard]] int execStatusPeer() const { return m_execStatusPeer.get(); }
    void closeExecPeers();

    void start() override;
    [[nodiscard]] Connection connection() const override { return m_connection; }
    [[nodiscard]] QString connectionError() const override { return m_connectionError; }
    [[nodiscard]] QString helperVersion() const override { return QStringLiteral("0.1.0"); }
    [[nodiscard]] std::vector<ContainerInfo> containers() const override { return m_containers; }
    [[nodiscard]] std::optional<ContainerInfo> container(const QString &id) const override;
    [[nodiscard]] std::vector<ImageInfo> images() const override { return m_images; }
    [[nodiscard]] std::optional<ImageInfo> image(const QString &id) const override;
    [[nodiscard]] std::vector<VolumeInfo> volumes() const override { return m_volumes; }
    [[nodiscard]] std::optional<VolumeInfo> volume(const QString &id) const override;

    void create(const spec::ContainerSpec &spec, Reply<QString> reply) override;
    void startContainer(const QString &id, Reply<std::shared_ptr<UniqueFd>> reply) override;
    void stop(const QString &id, std::uint32_t timeoutMs, Reply<void> reply) override;
    void kill(const QString &id, int signal, Reply<void> reply) override;
    void pause(const QString &id, Reply<void> reply) override;
    void resume(const QString &id, Reply<void> reply) override;
    void restart(const QString &id, std::uint32_t timeoutMs, Reply<std::shared_ptr<UniqueFd>> reply) override;
    void remove(const QString &id, bool force, Reply<void> reply) override;
    void rename(const QString &id, const QString &name, Reply<void> reply) override;
    void updateLimits(const QString &id, const spec::Limits &limits, Reply<void> reply) override;
    void addMount(const QString &id, const spec::Mount &mount, Keep keep, Reply<void> reply) override;
    void removeMount(const QString &id, const QString &target, Keep keep, Reply<void> reply) override;
    void tryMounts(const spec::ContainerSpec &spec, Reply<std::vector<spec::MountVerdict>> reply) override;
    void exec(const QString &id, const spec::ExecSpec &spec, Reply<std::shared_ptr<ExecStreams>> reply) override;
    void openConsole(const QString &id, Reply<std::shared_ptr<UniqueFd>> reply) override;
    void openLog(const QString &id, Reply<std::shared_ptr<std::vector<UniqueFd>>> reply) override;
    void openFiles(const QString &id, Reply<std::shared_ptr<UniqueFd>> reply) override;
    void restoreFiles(const QString &id, const QString &path, Reply<std::uint64_t> reply) override;
    void cancelPreparing(const QString &id, Reply<void> reply) override;
    void updateSpec(const QString &id, const spec::ContainerSpec &spec, Reply<void> reply) override;
    void revertSpec(const QString &id, Reply<void> reply) override;
    void commitContainer(const QString &id, const spec::CommitRequest &request, Reply<QString> reply) override;
    void exportContainer(const QString &id, UniqueFd out, Reply<void> reply) override;
    void systemReport(Reply<ipc::SystemReport> reply) override;

    void importImage(const QStringList &names, UniqueFd archive, Reply<QString> reply) override;
    void tagImage(const QString &id, const QString &name, Reply<void> reply) override;
    void untagImage(const QString &id, const QString &name, Reply<void> reply) override;
    void removeImage(const QString &id, Reply<void> reply) override;
    void cancelImport(const QString &id, Reply<void> reply) override;
    void exportImage(const QString &id, const QString &format, UniqueFd out, Reply<void> reply) override;
    void pruneImages(Prune prune, Reply<PruneReport> reply) override;

    void createVolume(const QString &name, const QString &owner, Reply<QString> reply) override;
    void renameVolume(const QString &id, const QString &name, Reply<void> reply) override;
    void removeVolume(const QString &id, Reply<void> reply) override;
    void cloneVolume(const QString &id, const QString &name, Reply<QString> reply) override;
    void emptyVolume(const QString &id, Reply<void> reply) override;
    void measureVolume(const QString &id, Reply<VolumeSize> reply) override;
    void backupVolume(const QString &id, UniqueFd out, Reply<void> reply) override;
    void restoreVolume(const QString &id, UniqueFd archive, Reply<void> reply) override;
    void pruneVolumes(Prune prune, Reply<PruneReport> reply) override;
    void openVolumeFiles(const QString &id, Reply<std::shared_ptr<UniqueFd>> reply) override;
    void cancelVolumeJob(const QString &id, Reply<void> reply) override;

private:
    template <typename T> void answer(const Call &call, Reply<T> reply, std::function<Result<T>()> act);
    QString newId();
    Result<QString> makeVolume(const QString &name, const QString &owner);
    Result<> change(const QString &id, const std::function<void(ContainerInfo &)> &change);
    Result<> end(const QString &id, int signal);
    Result<std::shared_ptr<UniqueFd>> run(const QString &id);
    Result<std::shared_ptr<UniqueFd>> makeConsole(const QString &id);
    Result<std::shared_ptr<ExecStreams>> makeExec(const spec::ExecSpec &spec);
    Result<std::shared_ptr<std::vector<UniqueFd>>> makeLog(const QString &id);
    ContainerInfo *find(const QString &id);

    Connection m_connection = Connection::Connecting;
    QString m_connectionError;
    std::vector<ContainerInfo> m_containers;
    std::vector<ImageInfo> m_images;
    std::vector<VolumeInfo> m_volumes;
    PruneReport m_pruneReport;
    VolumeSize m_volumeSize;
    std::vector<spec::MountVerdict> m_verdicts;
    ipc::SystemReport m_report;
    std::vector<Call> m_calls;
    std::map<QString, Error> m_failures;
    std::vector<std::function<void()>> m_held;
    bool m_hold = false;
    int m_created = 0;
    spec::ContainerSpec m_lastSpec;
    spec::Limits m_lastLimits;
    std::map<QString, spec::ContainerSpec> m_started; ///< of the runs whose specification has been changed
    spec::ExecSpec m_lastExec;
    std::map<QString, std::pair<QByteArray, QByteArray>> m_logs;
    std::map<QString, UniqueFd> m_consolePeers;
    std::function<UniqueFd()> m_openFiles;
    std::vector<UniqueFd> m_execPeers;
    UniqueFd m_execStatusPeer;
};

template <typename T> void FakeBackend::answer(const Call &call, Reply<T> reply, std::function<Result<T>()> act)
{
    m_calls.push_back(call);
    std::optional<Error> planned;
    if (const auto found = m_failures.find(call.verb); found != m_failures.end()) {
        planned = found->second;
        m_failures.erase(found);
    }
    auto deliver = [reply, receiver = QPointer<QObject>(reply.receiver), planned, act = std::move(act)] {
        Result<T> result = planned ? Result<T>(failure(*planned)) : act();
        if (reply.done && (!reply.receiver || receiver))
            reply.done(std::move(result));
    };
    if (m_hold)
        m_held.emplace_back(std::move(deliver));
    else
        QMetaObject::invokeMethod(this, std::move(deliver), Qt::QueuedConnection);
}

} // namespace vitrine::gui
