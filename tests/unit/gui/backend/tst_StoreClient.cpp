// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/backend/HelperClient.h"
#include "tests/support/FakeHelper.h"
#include "tests/support/PrivateBus.h"

#include <QDBusArgument>
#include <QDBusMetaType>
#include <QSignalSpy>
#include <QTest>

#include <fcntl.h>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

const QString kImage = QStringLiteral("00000000000000a1");
const QString kVolume = QStringLiteral("00000000000000b1");

template <typename T> struct Answer {
    std::optional<Result<T>> result;
    Reply<T> reply(QObject *receiver)
    {
        return { receiver, [this](Result<T> answered) { result = std::move(answered); } };
    }
};

struct Progress {
    qulonglong numbers[4];
};

QDBusArgument &operator<<(QDBusArgument &argument, const Progress &progress)
{
    argument.beginStructure();
    for (const qulonglong number : progress.numbers)
        argument << number;
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, Progress &progress)
{
    argument.beginStructure();
    for (qulonglong &number : progress.numbers)
        argument >> number;
    argument.endStructure();
    return argument;
}

/// Of a volume.
struct Doing {
    QString what;
    qulonglong done;
    qulonglong total;
};

QDBusArgument &operator<<(QDBusArgument &argument, const Doing &doing)
{
    argument.beginStructure();
    argument << doing.what << doing.done << doing.total;
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, Doing &doing)
{
    argument.beginStructure();
    argument >> doing.what >> doing.done >> doing.total;
    argument.endStructure();
    return argument;
}

QVariant number(qulonglong value)
{
    return QVariant::fromValue(value);
}

QVariantMap web()
{
    return { { "State", "ready" },
             { "Names", QStringList{ "web:1", "web:latest" } },
             { "Digest", "sha256:00" },
             { "CreatedAt", number(3) },
             { "ImportedAt", number(9) },
             { "Config", R"({"cmd":["serve"],"exposedPorts":["80/tcp"]})" },
             { "Layers", R"([{"diffId":"aa","bytes":5,"entries":2,"createdBy":"ADD x","sharedWith":1}])" },
             { "Size", number(5) },
             { "UsedBy", QStringList{ "front" } },
             { "Failure", "" } };
}

QVariantMap pgdata()
{
    return { { "Name", "pgdata" }, { "Owner", "999" }, { "CreatedAt", number(4) }, { "UsedBy", QStringList{ "db" } } };
}

UniqueFd nothing()
{
    return UniqueFd(::open("/dev/null", O_RDWR | O_CLOEXEC));
}

} // namespace

Q_DECLARE_METATYPE(Progress)
Q_DECLARE_METATYPE(Doing)

/// Images and volumes over the bus.
class StoreClientTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void readsImagesAndVolumesAtStart();
    void followsAnImport();
    void followsVolumes();
    void keepsWhatItCannotReadAsItWas();
    void makesEveryCallOfTheInterfaces();
    void saysWhatItWantsMade();
    void readsWhatACleanUpTakes();
    void knowsWhatItMadeAtOnce();

private:
    std::unique_ptr<PrivateBus> m_bus;
    std::unique_ptr<FakeHelper> m_helper;
    std::unique_ptr<HelperClient> m_client;
};

void StoreClientTest::initTestCase()
{
    qDBusRegisterMetaType<Progress>();
    qDBusRegisterMetaType<Doing>();
    m_bus = std::make_unique<PrivateBus>();
    QVERIFY2(!m_bus->address().isEmpty(), "no dbus-daemon");
}

void StoreClientTest::init()
{
    m_helper = std::make_unique<FakeHelper>(m_bus->address());
    m_helper->add(FakeHelper::Image, kImage, web());
    m_helper->add(FakeHelper::Volume, kVolume, pgdata());
    m_client = std::make_unique<HelperClient>(m_bus->address());
    m_client->start();
    QTRY_COMPARE(m_client->connection(), Connection::Ready);
}

void StoreClientTest::cleanup()
{
    m_client.reset();
    m_helper.reset();
}

void StoreClientTest::readsImagesAndVolumesAtStart()
{
    QVERIFY(m_client->containers().empty());
    QCOMPARE(m_client->images().size(), 1U);
    const ImageInfo image = *m_client->image(kImage);
    QCOMPARE(image.id, kImage);
    QCOMPARE(image.state, ImageState::Ready);
    QCOMPARE(image.names, (QStringList{ "web:1", "web:latest" }));
    QCOMPARE(image.digest, "sha256:00");
    QCOMPARE(image.createdAtUs, 3U);
    QCOMPARE(image.importedAtUs, 9U);
    QCOMPARE(image.config.cmd, std::vector<std::string>{ "serve" });
    QCOMPARE(image.config.exposedPorts, std::vector<std::string>{ "80/tcp" });
    QVERIFY((image.layers == std::vector<ImageLayerInfo>{ { "aa", 5, 2, "ADD x", 1 } }));
    QCOMPARE(image.bytes, 5U);
    QCOMPARE(image.usedBy, QStringList{ "front" });
    QCOMPARE(m_client->volumes().size(), 1U);
    QVERIFY((*m_client->volume(kVolume) == VolumeInfo{ kVolume, "pgdata", "999", 4, { "db" } }));
}

void StoreClientTest::followsAnImport()
{
    QSignalSpy added(m_client.get(), &Backend::imageAdded);
    QSignalSpy changed(m_client.get(), &Backend::imageChanged);
    QSignalSpy removed(m_client.get(), &Backend::imageRemoved);
    const QString id = QStringLiteral("00000000000000a2");
    m_helper->add(FakeHelper::Image, id, { { "State", "importing" } });
    QTRY_COMPARE(added.count(), 1);
    QCOMPARE(m_client->image(id)->state, ImageState::Importing);
    m_helper->change(FakeHelper::Image, id, { { "Progress", QVariant::fromValue(Progress{ { 1, 8, 0, 2 } }) } });
    QTRY_COMPARE(changed.count(), 1);
    QVERIFY((m_client->image(id)->progress == ImageProgress{ 1, 8, 0, 2 }));
    m_helper->change(FakeHelper::Image, id, { { "State", "failed" }, { "Failure", "The archive ends too early" } });
    QTRY_COMPARE(changed.count(), 2);
    QCOMPARE(m_client->image(id)->state, ImageState::Failed);
    QCOMPARE(m_client->image(id)->failure, "The archive ends too early");
    m_helper->remove(FakeHelper::Image, id);
    QTRY_COMPARE(removed.count(), 1);
    QCOMPARE(m_client->images().size(), 1U);
    QCOMPARE(removed.first().first().toString(), id);
}

void StoreClientTest::followsVolumes()
{
    QSignalSpy added(m_client.get(), &Backend::volumeAdded);
    QSignalSpy changed(m_client.get(), &Backend::volumeChanged);
    QSignalSpy removed(m_client.get(), &Backend::volumeRemoved);
    const QString id = QStringLiteral("00000000000000b2");
    m_helper->add(FakeHelper::Volume, id, { { "Name", "old" }, { "CreatedAt", number(1) } });
    QTRY_COMPARE(added.count(), 1);
    QCOMPARE(m_client->volumes().front().id, id); // oldest first
    m_helper->change(FakeHelper::Volume, id, { { "Name", "new" } });
    QTRY_COMPARE(changed.count(), 1);
    QCOMPARE(m_client->volume(id)->name, "new");
    m_helper->change(FakeHelper::Volume, id, { { "Progress", QVariant::fromValue(Doing{ "backup", 3, 9 }) } });
    QTRY_COMPARE(m_client->volume(id)->progress.doing, QStringLiteral("backup"));
    QVERIFY((m_client->volume(id)->progress == VolumeProgress{ QStringLiteral("backup"), 3, 9 }));
    m_helper->remove(FakeHelper::Volume, id);
    QTRY_COMPARE(removed.count(), 1);
    QVERIFY(!m_client->volume(id));
}

void StoreClientTest::keepsWhatItCannotReadAsItWas()
{
    const ImageInfo before = *m_client->image(kImage);
    m_helper->change(FakeHelper::Image, kImage, { { "Config", "{" }, { "Layers", "7" }, { "Names", 5 } });
    m_helper->change(FakeHelper::Image, kImage, { { "UsedBy", QStringList() } });
    QTRY_VERIFY(m_client->image(kImage)->usedBy.isEmpty());
    ImageInfo after = *m_client->image(kImage);
    after.usedBy = before.usedBy;
    QVERIFY(after == before);
}

void StoreClientTest::makesEveryCallOfTheInterfaces()
{
    Answer<void> done[11];
    Answer<QString> made[3];
    Answer<PruneReport> pruned[2];
    Answer<VolumeSize> size;
    Answer<std::shared_ptr<UniqueFd>> files;
    m_client->tagImage(kImage, "web:2", done[0].reply(this));
    m_client->untagImage(kImage, "web:1", done[1].reply(this));
    m_client->removeImage(kImage, done[2].reply(this));
    m_client->cancelImport(kImage, done[3].reply(this));
    m_client->renameVolume(kVolume, "other", done[4].reply(this));
    m_client->removeVolume(kVolume, done[5].reply(this));
    m_client->emptyVolume(kVolume, done[6].reply(this));
    m_client->backupVolume(kVolume, nothing(), done[7].reply(this));
    m_client->restoreVolume(kVolume, nothing(), done[8].reply(this));
    m_client->exportImage(kImage, "oci-archive", nothing(), done[9].reply(this));
    m_client->cancelVolumeJob(kVolume, done[10].reply(this));
    m_client->openVolumeFiles(kVolume, files.reply(this));
    m_client->measureVolume(kVolume, size.reply(this));
    m_client->importImage({}, nothing(), made[0].reply(this));
    m_client->createVolume("data", {}, made[1].reply(this));
    m_client->cloneVolume(kVolume, "copy", made[2].reply(this));
    m_client->pruneImages(Prune::Report, pruned[0].reply(this));
    m_client->pruneVolumes(Prune::Remove, pruned[1].reply(this));
    for (auto &answer : done)
        QTRY_VERIFY(answer.result && *answer.result);
    for (auto &answer : made)
        QTRY_VERIFY(answer.result && *answer.result && **answer.result == "00000000000000aa");
    for (auto &answer : pruned)
        QTRY_VERIFY(answer.result && *answer.result);
    QTRY_VERIFY(files.result && *files.result && **files.result);
    QTRY_VERIFY(size.result && *size.result && (**size.result == VolumeSize{ 4096, 3 }));
    QCOMPARE(m_helper->untried({ "io.vitrine.Image1", "io.vitrine.Volume1" }), QStringList());
    QVERIFY(m_helper->lastCall("Tag").isInteractiveAuthorizationAllowed());
}

void StoreClientTest::saysWhatItWantsMade()
{
    Answer<QString> made[2];
    m_client->importImage({ "web:1" }, nothing(), made[0].reply(this));
    m_client->createVolume("data", "999:998", made[1].reply(this));
    for (auto &answer : made)
        QTRY_VERIFY(answer.result && *answer.result);
    const QVariantList import = m_helper->lastCall("ImportImage").arguments();
    QCOMPARE(import.at(0).toString(), R"({"names":["web:1"]})");
    QVERIFY(qdbus_cast<QDBusUnixFileDescriptor>(import.at(1)).isValid());
    QCOMPARE(m_helper->lastCall("CreateVolume").arguments().at(0).toString(), R"({"name":"data","owner":"999:998"})");
}

void StoreClientTest::readsWhatACleanUpTakes()
{
    Answer<PruneReport> images;
    Answer<PruneReport> volumes;
    m_client->pruneImages(Prune::Report, images.reply(this));
    m_client->pruneVolumes(Prune::Remove, volumes.reply(this));
    QTRY_VERIFY(images.result && *images.result && volumes.result && *volumes.result);
    QCOMPARE(m_helper->lastCall("PruneImages").arguments().at(0).toBool(), true);
    QCOMPARE(m_helper->lastCall("PruneVolumes").arguments().at(0).toBool(), false);
    QCOMPARE((*images.result)->items.size(), 1U);
    QCOMPARE((*images.result)->items[0].names, QStringList{ "web:1" });
    QCOMPARE((*images.result)->items[0].bytes, 9U);
    QCOMPARE((*images.result)->layers, 2U);
    QCOMPARE((*images.result)->bytes, 7U);
    QCOMPARE((*volumes.result)->items.size(), 1U);
    QCOMPARE((*volumes.result)->items[0].names, QStringList{ "data" });
    QCOMPARE((*volumes.result)->bytes, 5U);
}

void StoreClientTest::knowsWhatItMadeAtOnce()
{
    bool isKnown = false;
    m_client->createVolume(
        "data", {}, { this, [&](const Result<QString> &id) { isKnown = id && m_client->volume(*id).has_value(); } });
    QTRY_VERIFY(isKnown);
    isKnown = false;
    m_client->importImage(
        {}, nothing(), { this, [&](const Result<QString> &id) { isKnown = id && m_client->image(*id).has_value(); } });
    QTRY_VERIFY(isKnown);
}

QTEST_GUILESS_MAIN(StoreClientTest)
#include "tst_StoreClient.moc"
