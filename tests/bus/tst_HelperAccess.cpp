// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/FakePolkit.h"
#include "tests/support/PeerBus.h"

#include "core/ipc/Names.h"
#include "privhelper/bus/Policy.h"

#include <QXmlStreamReader>
#include <QtTest>

#include <fcntl.h>
#include <unistd.h>

#include <map>

using namespace vitrine;
using namespace vitrine::test;
using Mood = FakePolkit::Mood;

namespace {

// Accounts that every system has: dbus-daemon turns away an id without an account.
constexpr uid_t kAlice = 1;
constexpr uid_t kMallory = 2;
constexpr std::size_t kDepth = 10'000;
constexpr const char *kNotAuthorized = "io.vitrine.Error.NotAuthorized";
constexpr const char *kIntrospectable = "org.freedesktop.DBus.Introspectable";
constexpr const char *kProperties = "org.freedesktop.DBus.Properties";

std::string pathOf(const std::string &id)
{
    return ipc::kContainerPathPrefix + id;
}

bool contains(const std::string &text, const std::string &part)
{
    return text.find(part) != std::string::npos;
}

/// "method Start in a{sh} sources out h console" and "property Id s read", by interface.
std::map<QString, QStringList> membersOf(const QByteArray &xml)
{
    std::map<QString, QStringList> members;
    QXmlStreamReader reader(xml);
    QString interface;
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement)
            continue;
        const auto attributes = reader.attributes();
        const QString name = attributes.value("name").toString();
        if (reader.name() == QLatin1String("interface"))
            interface = name;
        else if (reader.name() == QLatin1String("method"))
            members[interface] << "method " + name;
        else if (reader.name() == QLatin1String("arg") && !members[interface].isEmpty())
            members[interface].back() +=
                ' ' + attributes.value("direction").toString() + ' ' + attributes.value("type").toString() + ' ' + name;
        else if (reader.name() == QLatin1String("property"))
            members[interface] << "property " + name + ' ' + attributes.value("type").toString() + ' '
                    + attributes.value("access").toString();
    }
    for (auto &[name, list] : members)
        list.sort();
    return members;
}

QByteArray xmlFile(const char *interface)
{
    QFile file(QStringLiteral(VITRINE_SOURCE_DIR "/core/ipc/") + QLatin1String(interface) + QStringLiteral(".xml"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// Who may do what, and what comes of bad input.
class TestHelperAccess : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (::geteuid() != 0)
            QSKIP("being several accounts on a bus takes root");
        m_rig = std::make_unique<HelperRig>();
        m_polkit = std::make_unique<FakePolkit>(m_rig->address());
        QVERIFY(m_rig->startHelper());
        m_alice = m_rig->client(kAlice);
        m_mallory = m_rig->client(kMallory);
    }
    void cleanupTestCase()
    {
        m_alice.reset();
        m_mallory.reset();
        m_rig.reset();
        m_polkit.reset();
    }
    void cleanup()
    {
        m_polkit->set(Mood::Grant);
        m_polkit->refuse("");
        for (const std::string &id : m_alice->list())
            QVERIFY(m_alice->verb(id, "Remove", "b", 1));
    }

    void introspectionIsWhatTheXmlSays()
    {
        const std::string id = m_alice->create(specJson("web"));
        const std::string image = importSlowly();
        for (const auto &[path, interface] :
             { std::pair<std::string, const char *>(ipc::kManagerPath, ipc::kManagerInterface),
               { pathOf(id), ipc::kContainerInterface },
               { image, ipc::kImageInterface } }) {
            const auto there =
                membersOf(QByteArray::fromStdString(m_alice->call(path, kIntrospectable, "Introspect").text()));
            const auto wanted = membersOf(xmlFile(interface));
            QVERIFY(!wanted.at(interface).isEmpty());
            QCOMPARE(there.at(interface), wanted.at(interface));
        }
        QVERIFY(contains(m_alice->call(ipc::kManagerPath, kIntrospectable, "Introspect").text(), "GetManagedObjects"));
        QVERIFY(m_alice->call(image, ipc::kImageInterface, "Cancel"));
    }

    void everyMethodHasAPolicy()
    {
        for (const char *interface :
             { ipc::kManagerInterface, ipc::kContainerInterface, ipc::kImageInterface, ipc::kVolumeInterface }) {
            const auto members = membersOf(xmlFile(interface));
            for (const QString &member : members.at(interface)) {
                if (member.startsWith("method "))
                    QVERIFY2(bus::policyOf(interface, member.section(' ', 1, 1).toStdString()), qPrintable(member));
            }
        }
    }

    void othersImagesDoNotExist()
    {
        const std::string image = importSlowly();
        const std::string nobody = ipc::kImagePathPrefix + std::string(16, '0');
        for (const char *member : { "Remove", "Cancel" })
            QCOMPARE(m_mallory->call(image, ipc::kImageInterface, member).errorName,
                     m_mallory->call(nobody, ipc::kImageInterface, member).errorName);
        QVERIFY(m_mallory->list().empty());
        QVERIFY(m_alice->call(image, ipc::kImageInterface, "Cancel"));
    }

    void othersContainersDoNotExist()
    {
        const std::string id = m_alice->create(specJson("web"));
        const std::string nobody(16, '0');
        const auto same = [&](const char *interface, const char *member, auto... args) {
            const Answer there = m_mallory->call(pathOf(id), interface, member, args...);
            const Answer nowhere = m_mallory->call(pathOf(nobody), interface, member, args...);
            std::string expected = nowhere.errorText;
            if (const auto at = expected.find(nobody); at != std::string::npos)
                expected.replace(at, nobody.size(), id);
            return !there && there.errorName == nowhere.errorName && there.errorText == expected;
        };
        QVERIFY(same(kIntrospectable, "Introspect"));
        QVERIFY(same(kProperties, "GetAll", "s", ipc::kContainerInterface));
        QVERIFY(same(kProperties, "Get", "ss", ipc::kContainerInterface, "Spec"));
        QVERIFY(same(ipc::kContainerInterface, "Start", "a{sh}", 0));
        QVERIFY(same(ipc::kContainerInterface, "OpenLog"));
        QVERIFY(same(ipc::kContainerInterface, "Remove", "b", 1));
        QVERIFY(same(ipc::kContainerInterface, "NoSuchMethod"));
        QVERIFY(m_mallory->list().empty());
        QVERIFY(m_rig->client(0)->list().empty());
        QCOMPARE(m_alice->list(), std::vector<std::string>{ id });
    }

    void othersVolumesDoNotExist()
    {
        const Answer made = m_alice->call(ipc::kManagerPath, ipc::kManagerInterface, "CreateVolume", "s",
                                          R"({"name":"data","owner":""})");
        QVERIFY2(made, made.errorText.c_str());
        const std::string path = made.text();
        const auto there =
            membersOf(QByteArray::fromStdString(m_alice->call(path, kIntrospectable, "Introspect").text()));
        QCOMPARE(there.at(ipc::kVolumeInterface), membersOf(xmlFile(ipc::kVolumeInterface)).at(ipc::kVolumeInterface));

        const std::string never = ipc::kVolumePathPrefix + std::string("0123456789abcdef");
        for (const char *member : { "Remove", "Empty", "Measure" }) {
            const Answer refused = m_mallory->call(path, ipc::kVolumeInterface, member);
            const Answer unknown = m_mallory->call(never, ipc::kVolumeInterface, member);
            QVERIFY(!refused);
            QCOMPARE(refused.errorName, unknown.errorName);
        }
        QVERIFY(m_rig->client(kMallory)->list().empty());
        // His own may have the same name, and his container does not get hers.
        const std::string id = m_mallory->create(
            specJson("thief", R"("run")", R"("mounts":[{"kind":"volume","source":"data","target":"/data"}])"));
        QCOMPARE(m_mallory->start(id).errorName, std::string("io.vitrine.Error.NotFound"));
        QVERIFY(m_mallory->verb(id, "Remove", "b", 0));
        m_mallory->signalsUntil("InterfacesRemoved " + std::string(ipc::kManagerPath));
        QVERIFY(m_alice->call(path, ipc::kVolumeInterface, "Remove"));
    }

    void othersHearNothing()
    {
        m_mallory->list();
        const std::string id = m_alice->create(specJson("web"));
        QVERIFY(m_alice->start(id));
        const std::string own = m_mallory->create(specJson("own"));
        QVERIFY(m_mallory->verb(own, "Remove", "b", 0));
        const auto heard = m_mallory->signalsUntil(std::string("InterfacesRemoved ") + ipc::kManagerPath);
        // Added and removed: the own one, once each.
        QCOMPARE(heard.size(), std::size_t{ 2 });
    }

    void namesAreEachAccountsOwn()
    {
        QVERIFY(!m_alice->create(specJson("web")).empty());
        const std::string other = m_mallory->create(specJson("web"));
        QVERIFY(!other.empty());
        QVERIFY(m_mallory->verb(other, "Remove", "b", 0));
    }

    void polkitIsAskedByBusNameAlone()
    {
        m_alice->create(specJson("web"));
        QCOMPARE(m_polkit->questions().back(), std::string("system-bus-name name io.vitrine.create"));
    }

    void whatIsNotAYesIsANo_data()
    {
        QTest::addColumn<int>("mood");
        QTest::newRow("refused") << int(Mood::Refuse);
        QTest::newRow("garbage") << int(Mood::Garbage);
    }
    void whatIsNotAYesIsANo()
    {
        const std::string id = m_alice->create(specJson("web"));
        QFETCH(int, mood);
        m_polkit->set(Mood(mood));
        const Answer started = m_alice->start(id);
        QCOMPARE(started.errorName, std::string(kNotAuthorized));
        QVERIFY(contains(started.errorText, "io.vitrine.manage"));
        QCOMPARE(m_alice->property(id, "State"), std::string("created"));
    }

    void devicesNeedTheirOwnAction()
    {
        m_polkit->refuse("io.vitrine.device");
        const std::string spec =
            specJson("web", R"("run")", R"("limits":{"devices":[{"path":"/dev/kvm","read":true}]})");
        const Answer made =
            m_alice->call(ipc::kManagerPath, ipc::kManagerInterface, "Create", "sa{sh}", spec.c_str(), 0);
        QCOMPARE(made.errorName, std::string(kNotAuthorized));
        QVERIFY(contains(made.errorText, "io.vitrine.device"));
        const std::string id = m_alice->create(specJson("web"));
        const Answer changed =
            m_alice->verb(id, "UpdateLimits", "s", R"({"devices":[{"path":"/dev/kvm","read":true}]})");
        QCOMPARE(changed.errorName, std::string(kNotAuthorized));
        m_polkit->refuse("");
        QVERIFY(m_alice->verb(id, "UpdateLimits", "s", R"({"devices":[{"path":"/dev/kvm","read":true}]})"));
        m_polkit->refuse("io.vitrine.device");
        // Nothing is granted that was not there: the other limits move freely.
        QVERIFY(m_alice->verb(id, "UpdateLimits", "s", R"({"pids":5,"devices":[{"path":"/dev/kvm","read":true}]})"));
    }

    void secondChangeIsBusyWhileTheFirstIsDecided()
    {
        const std::string id = m_alice->create(specJson("web"));
        m_polkit->set(Mood::Silent);
        const auto first = m_alice->begin(pathOf(id), ipc::kContainerInterface, "Rename", "s", "first");
        QTRY_VERIFY(contains(m_polkit->questions().back(), "manage"));
        QCOMPARE(m_alice->verb(id, "Rename", "s", "second").errorName, std::string("io.vitrine.Error.Busy"));
        m_polkit->grantHeld();
        QVERIFY(m_alice->take(first));
        QCOMPARE(m_alice->property(id, "Name"), std::string("first"));
        m_polkit->set(Mood::Grant);
    }

    void callerThatLeavesGetsNothing()
    {
        const std::string id = m_alice->create(specJson("web"));
        m_polkit->set(Mood::Silent);
        auto leaving = m_rig->client(kAlice);
        const std::size_t before = m_polkit->questions().size();
        leaving->begin(pathOf(id), ipc::kContainerInterface, "Rename", "s", "late");
        QTRY_VERIFY(m_polkit->questions().size() > before);
        leaving.reset();
        m_polkit->set(Mood::Grant);
        // Its place is free again once the helper knows that it is gone.
        QTRY_VERIFY(m_alice->verb(id, "Rename", "s", "next"));
        m_polkit->grantHeld();
        QCOMPARE(m_alice->property(id, "Name"), std::string("next"));
    }

    void rootGetsIsolatedContainersOnly()
    {
        const auto root = m_rig->client(0);
        const std::string spec = specJson("web", R"("run")", R"("identity":"me")");
        const Answer made = root->call(ipc::kManagerPath, ipc::kManagerInterface, "Create", "sa{sh}", spec.c_str(), 0);
        QCOMPARE(made.errorName, std::string("io.vitrine.Error.InvalidConfig"));
    }

    void badSpecificationsAreRefused_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("error");
        const auto row = [](const char *name, const std::string &json, const char *error) {
            QTest::newRow(name) << QString::fromStdString(json) << QString(error);
        };
        row("empty", "", "InvalidConfig");
        row("no object", "[]", "InvalidConfig");
        row("bytes after the end", specJson("web") + "x", "InvalidConfig");
        row("unknown key", specJson("web", R"("run")", R"("privileged":true)"), "InvalidConfig");
        row("no command", R"({"schemaVersion":1,"name":"web"})", "InvalidConfig");
        row("newer schema", R"({"schemaVersion":99,"name":"web","command":["a"]})", "StateTooNew");
        row("name with a slash", specJson("a/b"), "InvalidName");
        row("name of dots", specJson(".."), "InvalidName");
        row("long name", specJson(std::string(64, 'a')), "InvalidName");
        row("huge", specJson("web", R"("run")", "\"workdir\":\"" + std::string(300 * 1024, 'a') + "\""), "TooLarge");
        row("deep", std::string(kDepth, '['), "InvalidConfig");
    }
    void badSpecificationsAreRefused()
    {
        QFETCH(QString, json);
        QFETCH(QString, error);
        const Answer made =
            m_alice->call(ipc::kManagerPath, ipc::kManagerInterface, "Create", "sa{sh}", json.toStdString().c_str(), 0);
        QCOMPARE(QString::fromStdString(made.errorName), "io.vitrine.Error." + error);
        QVERIFY(m_alice->list().empty());
    }

    void descriptorsMustBeThoseThatAreNeeded()
    {
        const std::string mount = R"("mounts":[{"kind":"bind","source":"/srv","target":"/srv"}])";
        const std::string id = m_alice->create(specJson("web", R"("run")", mount));
        const UniqueFd folder(::open("/", O_PATH | O_DIRECTORY | O_CLOEXEC));
        QCOMPARE(m_alice->start(id).errorName, std::string("io.vitrine.Error.InvalidArgs"));
        const auto start = [&](auto... args) { return m_alice->verb(id, "Start", "a{sh}", args...).errorName; };
        QCOMPARE(start(1, "mount:1", folder.get()), std::string("io.vitrine.Error.InvalidArgs"));
        QCOMPARE(start(2, "mount:0", folder.get(), "root", folder.get()), std::string("io.vitrine.Error.InvalidArgs"));
        QCOMPARE(start(2, "mount:0", folder.get(), "mount:0", folder.get()),
                 std::string("io.vitrine.Error.InvalidArgs"));
        QCOMPARE(start(1, "mount:0", folder.get()), std::string());
    }

    void archiveMustBeAReadableFile()
    {
        const std::string spec = specJson("web", R"("run")", R"("root":{"kind":"tar","path":"/srv/root.tar"})");
        int ends[2] = { -1, -1 };
        QCOMPARE(::pipe2(ends, O_CLOEXEC), 0);
        const UniqueFd reading(ends[0]);
        const UniqueFd writing(ends[1]);
        const UniqueFd path(::open("/etc/passwd", O_PATH | O_CLOEXEC));
        const auto create = [&](int fd) {
            return m_alice
                ->call(ipc::kManagerPath, ipc::kManagerInterface, "Create", "sa{sh}", spec.c_str(), 1, "root", fd)
                .errorName;
        };
        QCOMPARE(create(reading.get()), std::string("io.vitrine.Error.SourceNotAllowed"));
        QCOMPARE(create(path.get()), std::string("io.vitrine.Error.SourceNotAllowed"));
        QVERIFY(m_alice->list().empty());
    }

    void wrongSignaturesAndValuesAreRefused()
    {
        const std::string id = m_alice->create(specJson("web"));
        QVERIFY(!m_alice->verb(id, "Stop", "s", "soon"));
        QVERIFY(!m_alice->verb(id, "NoSuchMethod"));
        QCOMPARE(m_alice->verb(id, "Kill", "i", 0).errorName, std::string("io.vitrine.Error.InvalidArgs"));
        QCOMPARE(m_alice->verb(id, "Kill", "i", 9999).errorName, std::string("io.vitrine.Error.InvalidArgs"));
        QCOMPARE(m_alice->verb(id, "Rename", "s", "../x").errorName, std::string("io.vitrine.Error.InvalidName"));
        QCOMPARE(m_alice->verb(id, "UpdateLimits", "s", R"({"pids":0})").errorName,
                 std::string("io.vitrine.Error.InvalidConfig"));
        QCOMPARE(m_alice->verb(id, "Exec", "s", "{}").errorName, std::string("io.vitrine.Error.InvalidConfig"));
        QVERIFY(m_alice->call(ipc::kManagerPath, ipc::kManagerInterface, "Ping"));
    }

    void reportNamesTheHost()
    {
        const Answer report = m_alice->call(ipc::kManagerPath, ipc::kManagerInterface, "SystemReport");
        QVERIFY(contains(report.text(), R"("cgroupMode":"v2")"));
    }

    void helperOfOneAccountServesNobodyElse()
    {
        HelperRig rig({ "--owner", std::to_string(kAlice) });
        QVERIFY(rig.startHelper());
        const std::string spec = specJson("web");
        QVERIFY(!rig.client(kAlice)->create(spec).empty());
        const Answer made =
            rig.client(kMallory)->call(ipc::kManagerPath, ipc::kManagerInterface, "Create", "sa{sh}", spec.c_str(), 0);
        QCOMPARE(made.errorName, std::string(kNotAuthorized));
    }

private:
    /// The path of an image of Alice's that stays in state "importing".
    std::string importSlowly()
    {
        const UniqueFd archive(::open(m_rig->tree().write("image.tar", "slow").c_str(), O_RDONLY | O_CLOEXEC));
        return m_alice->call(ipc::kManagerPath, ipc::kManagerInterface, "ImportImage", "sh", "{}", archive.get())
            .text();
    }

    std::unique_ptr<HelperRig> m_rig;
    std::unique_ptr<FakePolkit> m_polkit;
    std::unique_ptr<BusClient> m_alice;
    std::unique_ptr<BusClient> m_mallory;
};

QTEST_GUILESS_MAIN(TestHelperAccess)
#include "tst_HelperAccess.moc"
