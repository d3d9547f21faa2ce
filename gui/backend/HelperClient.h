// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"
#include "gui/backend/BusTypes.h"
#include "gui/backend/ObjectCache.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QTimer>

#include <array>

namespace vitrine::gui {

struct Source;

/// Backend over D-Bus. The helper exits when it is idle: its containers stay shown, and it is asked again, which
/// starts it again, when its name goes or comes, so that its signals keep coming.
///
/// Calls are plain messages and no generated proxies: those of Qt 6.4 cannot allow polkit to ask for a password, and
/// making one waits for the bus. tst_HelperClient holds every call against core/ipc/*.xml instead.
class HelperClient : public Backend {
    Q_OBJECT
public:
    /// `busAddress` is "" for the system bus (DBUS_SYSTEM_BUS_ADDRESS is heeded).
    explicit HelperClient(const QString &busAddress = {}, QObject *parent = nullptr);
    ~HelperClient() override;

    void start() override;
    [[nodiscard]] Connection connection() const override { return m_state; }
    [[nodiscard]] QString connectionError() const override { return m_error; }
    [[nodiscard]] QString helperVersion() const override { return m_version; }
    [[nodiscard]] std::vector<ContainerInfo> containers() const override { return m_containers.all(); }
    [[nodiscard]] std::optional<ContainerInfo> container(const QString &id) const override
    {
        return m_containers.get(id);
    }
    [[nodiscard]] std::vector<ImageInfo> images() const override { return m_images.all(); }
    [[nodiscard]] std::optional<ImageInfo> image(const QString &id) const override { return m_images.get(id); }
    [[nodiscard]] std::vector<VolumeInfo> volumes() const override { return m_volumes.all(); }
    [[nodiscard]] std::optional<VolumeInfo> volume(const QString &id) const override { return m_volumes.get(id); }

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

private Q_SLOTS:
    void onInterfacesAdded(const QDBusMessage &signal);
    void onInterfacesRemoved(const QDBusMessage &signal);
    void onPropertiesChanged(const QDBusMessage &signal);
    void onBusLost();

private:
    enum class Patience { Usual, Unlimited }; ///< Unlimited: a person may be asked for a password first
    struct Mailbox;

    // HelperClient.cpp: the connection and what is known.
    void connectToBus();
    void followSignals();
    void followOwner();
    void refresh();
    void readVersion();
    void takeObjects(const QDBusMessage &reply);
    void expectContainer(const QString &id, const spec::ContainerSpec &spec);
    void setState(Connection state, const QString &error = {});
    void lose(const Error &error);
    void loseToVersion();
    [[nodiscard]] ObjectKind *kindOf(const QString &path);

    // HelperCalls.cpp: the verbs of containers, and what all verbs need. StoreCalls.cpp: those of images and volumes.
    QDBusPendingCall send(QDBusMessage message, const QVariantList &arguments, Patience patience);
    QDBusPendingCall callObject(const ObjectKind &kind, const QString &id, const char *method,
                                const QVariantList &arguments = {}, Patience patience = Patience::Unlimited);
    void callPlain(const ObjectKind &kind, const QString &id, const char *method, const QVariantList &arguments,
                   Reply<void> reply);
    template <typename Value>
    void prepare(std::function<Result<Value>()> work, std::function<void(Result<Value>)> then);
    void callWithSources(const QString &id, const char *method, QVariantList arguments,
                         Reply<std::shared_ptr<UniqueFd>> reply);
    QString addComingImage(const QString &id, const QStringList &names);
    QDBusPendingCall callManager(const char *method, const QVariantList &arguments);

    QString m_busAddress;
    QString m_busName; ///< of the connection, in this process
    QDBusConnection m_bus;
    std::shared_ptr<Mailbox> m_mailbox;
    Connection m_state = Connection::Connecting;
    QString m_error;
    QString m_version;
    ObjectCache<ContainerInfo> m_containers;
    ObjectCache<ImageInfo> m_images;
    ObjectCache<VolumeInfo> m_volumes;
    std::array<ObjectKind *, 3> m_kinds;
    QTimer m_retry;
    int m_retryMs = 0;
    bool m_isTooOld = false; ///< the helper, for this program
    bool m_isRefreshing = false;
    bool m_refreshAgain = false;
};

} // namespace vitrine::gui
