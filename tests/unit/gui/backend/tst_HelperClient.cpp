// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/SpecJson.h"
#include "gui/backend/BusTypes.h"
#include "gui/backend/HelperClient.h"
#include "tests/support/FakeHelper.h"
#include "tests/support/PrivateBus.h"

#include <QDBusArgument>
#include <QSignalSpy>
#include <QTest>

#include <fcntl.h>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

const QString kId = QStringLiteral("0123456789abcdef");

QVariantMap web()
{
    spec::ContainerSpec spec;
    spec.name = "web";
    spec.command = { "sleep", "1" };
    spec.mounts = { { spec::MountKind::Tmpfs, "", "/x", spec::Access::ReadWrite, {} },
                    { spec::MountKind::Bind, "/", "/host", spec::Access::ReadOnly, {} } };
    return { { "Name", "web" },
             { "State", "running" },
             { "InitPid", 77U },
             { "CgroupPath", "/sys/fs/cgroup/x" },
             { "CreatedAt", QVariant::fromValue<qulonglong>(5) },
             { "Ended", "" },
             { "Spec", QString::fromStdString(spec::toJson(spec)) } };
}

template <typename T> struct Answer {
    std::optional<Result<T>> result;
    Reply<T> reply(QObject *receiver)
    {
        return { receiver, [this](Result<T> answered) { result = std::move(answered); } };
    }
};

} // namespace

class HelperClientTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void readsTheContainersAtStart();
    void followsSignals();
    void keepsContainersWhenTheHelperSleepsAndAsksAgain();
    void makesEveryCallOfTheInterface();
    void mayAskForAPassword();
    void sendsDescriptorsForBindMounts();
    void knowsAContainerOnceItIsCreated();
    void namesThePathThatCannotBeOpened();
    void keepsKindAndSentenceOfErrors();
    void saysWhenThereIsNoHelper();
    void aHelperThatIsTooOldStaysRefusedUntilItIsUpdated();
    void ignoresSignalsOfStrangers();

private:
    std::unique_ptr<PrivateBus> m_bus;
    std::unique_ptr<FakeHelper> m_helper;
    std::unique_ptr<HelperClient> m_client;
};

void HelperClientTest::initTestCase()
{
    m_bus = std::make_unique<PrivateBus>();
    QVERIFY2(!m_bus->address().isEmpty(), "no dbus-daemon");
}

void HelperClientTest::init()
{
    m_helper = std::make_unique<FakeHelper>(m_bus->address());
    m_helper->add(FakeHelper::Container, kId, web());
    m_client = std::make_unique<HelperClient>(m_bus->address());
    m_client->start();
    QTRY_COMPARE(m_client->connection(), Connection::Ready);
}

void HelperClientTest::cleanup()
{
    m_client.reset();
    m_helper.reset();
}

void HelperClientTest::readsTheContainersAtStart()
{
    QCOMPARE(m_client->containers().size(), 1U);
    const ContainerInfo info = *m_client->container(kId);
    QCOMPARE(info.name, "web");
    QCOMPARE(info.state, ipc::ContainerState::Running);
    QCOMPARE(info.initPid, 77U);
    QCOMPARE(info.createdAtUs, 5U);
    QCOMPARE(info.spec.mounts.size(), 2U);
    QVERIFY(!info.ended);
    QTRY_COMPARE(m_client->helperVersion(), "9.9");
}

void HelperClientTest::followsSignals()
{
    QSignalSpy added(m_client.get(), &Backend::containerAdded);
    QSignalSpy changed(m_client.get(), &Backend::containerChanged);
    QSignalSpy removed(m_client.get(), &Backend::containerRemoved);
    const QString other = QStringLiteral("00000000000000bb");
    m_helper->add(FakeHelper::Container, other, web());
    QTRY_COMPARE(added.count(), 1);
    m_helper->change(FakeHelper::Container, other,
                     { { "State", "ended" }, { "Ended", R"({"reason":"oom","signal":9})" } });
    QTRY_COMPARE(changed.count(), 1);
    QCOMPARE(m_client->container(other)->ended->reason, ipc::EndReason::Oom);
    m_helper->change(
        FakeHelper::Container, other,
        { { "Waiting", R"([{"field":"user","row":"","before":"","after":"7","applies":"next-start"}])" } });
    QTRY_COMPARE(changed.count(), 2);
    QCOMPARE(m_client->container(other)->waiting.size(), 1U);
    QCOMPARE(m_client->container(other)->waiting[0].field, spec::FieldId::User);
    m_helper->remove(FakeHelper::Container, other);
    QTRY_COMPARE(removed.count(), 1);
    QCOMPARE(m_client->containers().size(), 1U);
}

void HelperClientTest::keepsContainersWhenTheHelperSleepsAndAsksAgain()
{
    const int asked = m_helper->count("GetManagedObjects");
    m_helper->goAway();
    QTest::qWait(50);
    QCOMPARE(m_client->containers().size(), 1U);
    QCOMPARE(m_client->connection(), Connection::Ready);
    m_helper->comeBack();
    QTRY_COMPARE(m_helper->count("GetManagedObjects"), asked + 1);
}

void HelperClientTest::makesEveryCallOfTheInterface()
{
    Answer<void> done[13];
    Answer<QString> image;
    Answer<std::shared_ptr<UniqueFd>> consoles[4];
    Answer<std::uint64_t> restored[2];
    Answer<QString> id;
    Answer<std::shared_ptr<ExecStreams>> streams;
    Answer<std::shared_ptr<std::vector<UniqueFd>>> log;
    Answer<ipc::SystemReport> report;
    m_client->create({}, id.reply(this));
    m_client->startContainer(kId, consoles[0].reply(this));
    m_client->restart(kId, 5, consoles[1].reply(this));
    m_client->openConsole(kId, consoles[2].reply(this));
    m_client->openFiles(kId, consoles[3].reply(this));
    m_client->restoreFiles(kId, "etc/motd", restored[0].reply(this));
    m_client->restoreFiles(kId, {}, restored[1].reply(this));
    m_client->stop(kId, 5, done[0].reply(this));
    m_client->kill(kId, 9, done[1].reply(this));
    m_client->pause(kId, done[2].reply(this));
    m_client->resume(kId, done[3].reply(this));
    m_client->remove(kId, true, done[4].reply(this));
    m_client->rename(kId, "other", done[5].reply(this));
    m_client->updateLimits(kId, {}, done[6].reply(this));
    m_client->cancelPreparing(kId, done[7].reply(this));
    m_client->addMount(kId, { spec::MountKind::Tmpfs, "", "/cache", spec::Access::ReadWrite, {} }, Keep::Yes,
                       done[8].reply(this));
    m_client->removeMount(kId, "/cache", Keep::No, done[9].reply(this));
    m_client->updateSpec(kId, m_client->container(kId)->spec, done[10].reply(this));
    m_client->revertSpec(kId, done[11].reply(this));
    m_client->exportContainer(kId, UniqueFd(::open("/dev/null", O_RDWR | O_CLOEXEC)), done[12].reply(this));
    m_client->commitContainer(kId, {}, image.reply(this));
    Answer<std::vector<spec::MountVerdict>> verdicts;
    m_client->tryMounts(m_client->container(kId)->spec, verdicts.reply(this));
    m_client->exec(kId, {}, streams.reply(this));
    m_client->openLog(kId, log.reply(this));
    m_client->systemReport(report.reply(this));
    for (auto &answer : done)
        QTRY_VERIFY(answer.result && *answer.result);
    for (auto &answer : consoles)
        QTRY_VERIFY(answer.result && *answer.result && (**answer.result)->get() >= 0);
    for (auto &answer : restored)
        QTRY_VERIFY(answer.result && *answer.result && **answer.result == 3);
    QTRY_VERIFY(id.result && *id.result);
    QTRY_VERIFY(image.result && *image.result);
    QTRY_VERIFY(verdicts.result && *verdicts.result);
    QTRY_VERIFY(streams.result && *streams.result && (**streams.result)->streams.size() == 2);
    QTRY_VERIFY(log.result && *log.result && (**log.result)->size() == 2);
    QTRY_VERIFY(report.result && *report.result && (*report.result)->cgroupMode == "v2");

    QStringList untried = m_helper->untried({ "io.vitrine.Helper1", "io.vitrine.Container1" });
    // tst_StoreClient makes these.
    for (const char *store : { "ImportImage", "PruneImages", "CreateVolume", "PruneVolumes" })
        untried.removeAll(QStringLiteral("io.vitrine.Helper1.") + QLatin1String(store));
    QCOMPARE(untried, QStringList{ "io.vitrine.Helper1.Ping" });
}

void HelperClientTest::mayAskForAPassword()
{
    Answer<void> answer;
    m_client->stop(kId, 5, answer.reply(this));
    QTRY_VERIFY(answer.result);
    QVERIFY(m_helper->lastCall("Stop").isInteractiveAuthorizationAllowed());
}

void HelperClientTest::sendsDescriptorsForBindMounts()
{
    Answer<std::shared_ptr<UniqueFd>> answer;
    m_client->startContainer(kId, answer.reply(this));
    QTRY_VERIFY(answer.result);
    const auto sources = qdbus_cast<DescriptorMap>(m_helper->lastCall("Start").arguments().constFirst());
    QCOMPARE(sources.keys(), QStringList{ "mount:1" });
    QVERIFY(sources.first().isValid());
}

void HelperClientTest::knowsAContainerOnceItIsCreated()
{
    QString id;
    bool isKnown = false;
    m_client->create({}, { this, [&](Result<QString> result) {
                              id = result.value_or(QString());
                              isKnown = m_client->container(id).has_value();
                          } });
    QTRY_COMPARE(id, "00000000000000aa");
    QVERIFY(isKnown);
}

void HelperClientTest::namesThePathThatCannotBeOpened()
{
    spec::ContainerSpec spec;
    spec.root = { spec::RootKind::Tar, "/nowhere/root.tar" };
    Answer<QString> answer;
    m_client->create(spec, answer.reply(this));
    QTRY_VERIFY(answer.result);
    QCOMPARE(answer.result->error().what, "Opening the archive /nowhere/root.tar: No such file or directory");
    QCOMPARE(m_helper->count("Create"), 0);
}

void HelperClientTest::keepsKindAndSentenceOfErrors()
{
    m_helper->failNext("Stop", "io.vitrine.Error.BadState", "web does not run");
    Answer<void> answer;
    m_client->stop(kId, 5, answer.reply(this));
    QTRY_VERIFY(answer.result);
    QCOMPARE(answer.result->error().code, ErrorCode::BadState);
    QCOMPARE(answer.result->error().what, "web does not run");
}

void HelperClientTest::saysWhenThereIsNoHelper()
{
    m_helper->goAway();
    HelperClient lonely(m_bus->address());
    lonely.start();
    QTRY_COMPARE(lonely.connection(), Connection::Lost);
    QVERIFY(lonely.connectionError().contains("not installed"));
    m_helper->comeBack();
    QTRY_COMPARE(lonely.connection(), Connection::Ready);
}

void HelperClientTest::aHelperThatIsTooOldStaysRefusedUntilItIsUpdated()
{
    m_helper->setApiLevel(0);
    const int asked = m_helper->count("GetManagedObjects");
    m_client = std::make_unique<HelperClient>(m_bus->address());
    m_client->start();
    QTRY_COMPARE(m_client->connection(), Connection::Lost);
    QTRY_COMPARE(m_helper->count("GetManagedObjects"), asked + 1);
    QTRY_COMPARE(m_client->containers().size(), 1U); // its list has come, and changes nothing
    QCOMPARE(m_client->connection(), Connection::Lost);
    QVERIFY(m_client->connectionError().contains(QStringLiteral("older")));
    m_helper->goAway();
    m_helper->setApiLevel(1);
    m_helper->comeBack();
    QTRY_COMPARE(m_client->connection(), Connection::Ready);
}

void HelperClientTest::ignoresSignalsOfStrangers()
{
    auto stranger = QDBusConnection::connectToBus(m_bus->address(), "stranger");
    auto signal = QDBusMessage::createSignal("/io/vitrine/Helper1/container/" + kId, "org.freedesktop.DBus.Properties",
                                             "PropertiesChanged");
    signal << "io.vitrine.Container1" << QVariantMap{ { "State", "ended" } } << QStringList();
    stranger.send(signal);
    m_helper->change(FakeHelper::Container, kId, { { "InitPid", 78U } });
    QTRY_COMPARE(m_client->container(kId)->initPid, 78U);
    QCOMPARE(m_client->container(kId)->state, ipc::ContainerState::Running);
    QDBusConnection::disconnectFromBus("stranger");
}

QTEST_GUILESS_MAIN(HelperClientTest)
#include "tst_HelperClient.moc"
