// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"
#include "gui/backend/BusTypes.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QTimer>

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
    [[nodiscard]] std::vector<ContainerInfo> containers() const override { return m_containers; }
    [[nodiscard]] std::optional<ContainerInfo> container(const QString &id) const override;

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
    void exec(const QString &id, const spec::ExecSpec &spec, Reply<std::shared_ptr<ExecStreams>> reply) override;
    void openConsole(const QString &id, Reply<std::shared_ptr<UniqueFd>> reply) override;
    void openLog(const QString &id, Reply<std::shared_ptr<std::vector<UniqueFd>>> reply) override;
    void cancelPreparing(const QString &id, Reply<void> reply) override;
    void systemReport(Reply<ipc::SystemReport> reply) override;

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
    void takeObject(const QString &id, const QVariantMap &properties);
    void expectObject(const QString &id, const spec::ContainerSpec &spec);
    void addObject(ContainerInfo info);
    void dropObject(const QString &id);
    void setState(Connection state, const QString &error = {});
    void lose(const Error &error);
    void loseToVersion();
    ContainerInfo *find(const QString &id);

    // HelperCalls.cpp: the verbs.
    QDBusPendingCall send(QDBusMessage message, const QVariantList &arguments, Patience patience);
    QDBusPendingCall callContainer(const QString &id, const char *method, const QVariantList &arguments = {},
                                   Patience patience = Patience::Unlimited);
    void callPlain(const QString &id, const char *method, const QVariantList &arguments, Reply<void> reply);
    template <typename Value>
    void prepare(std::function<Result<Value>()> work, std::function<void(Result<Value>)> then);
    void callWithSources(const QString &id, const char *method, QVariantList arguments,
                         Reply<std::shared_ptr<UniqueFd>> reply);

    QString m_busAddress;
    QString m_busName; ///< of the connection, in this process
    QDBusConnection m_bus;
    std::shared_ptr<Mailbox> m_mailbox;
    Connection m_state = Connection::Connecting;
    QString m_error;
    QString m_version;
    std::vector<ContainerInfo> m_containers;
    QTimer m_retry;
    int m_retryMs = 0;
    bool m_isTooOld = false; ///< the helper, for this program
    bool m_isRefreshing = false;
    bool m_refreshAgain = false;
};

} // namespace vitrine::gui
