// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/EnvPlan.h"
#include "core/plan/EtcPlan.h"
#include "core/plan/IdMapPlan.h"
#include "core/plan/MountPlan.h"
#include "core/plan/UserPlan.h"

#include <QTest>

#include <algorithm>

using namespace vitrine;
using namespace vitrine::plan;

namespace {

constexpr std::string_view kPasswd = "root:x:0:0:root:/root:/bin/sh\n"
                                     "broken line\n"
                                     "minus:x:4294967295:0::/:/bin/sh\n"
                                     "web:x:999:998:Web:/srv/web:/bin/false\n"
                                     "lost:x:1001:1001::relative:/bin/sh";
constexpr std::string_view kGroup = "root:x:0:\nweb:x:998:\nssl:x:110:web,mail\naudio:x:29:pulse,web\nbad:x:abc:web\n";

spec::ContainerSpec named(const std::string &name)
{
    spec::ContainerSpec spec;
    spec.name = name;
    return spec;
}

} // namespace

class TestPlan : public QObject {
    Q_OBJECT

private slots:
    void mapsTheIdsOfARange_data()
    {
        QTest::addColumn<int>("identity");
        QTest::addColumn<uint>("owner");
        QTest::addColumn<QString>("map");
        const int isolated = static_cast<int>(spec::Identity::Isolated);
        const int me = static_cast<int>(spec::Identity::Me);
        QTest::newRow("isolated") << isolated << 1000U << "0 200000 65536\n";
        QTest::newRow("me") << me << 1000U << "0 200000 1000\n1000 1000 1\n1001 201001 64535\n";
        QTest::newRow("me, first id") << me << 1U << "0 200000 1\n1 1 1\n2 200002 65534\n";
        QTest::newRow("me, last id") << me << 65'535U << "0 200000 65535\n65535 65535 1\n";
        QTest::newRow("me, above the range") << me << 65'536U << "0 200000 65536\n65536 65536 1\n";
        QTest::newRow("me, directory account") << me << 1'879'000'000U << "0 200000 65536\n1879000000 1879000000 1\n";
    }
    void mapsTheIdsOfARange()
    {
        QFETCH(int, identity);
        QFETCH(uint, owner);
        const IdMap map = planIdMap(static_cast<spec::Identity>(identity), 200'000, 65'536, owner);
        QTEST(QString::fromStdString(formatIdMap(map)), "map");
    }

    void findsTheIdOnTheHost()
    {
        const IdMap map = planIdMap(spec::Identity::Me, 200'000, 65'536, 1000);
        QCOMPARE(outsideId(map, 0), std::optional<std::uint32_t>(200'000));
        QCOMPARE(outsideId(map, 1000), std::optional<std::uint32_t>(1000));
        QCOMPARE(outsideId(map, 65'535), std::optional<std::uint32_t>(265'535));
        QCOMPARE(outsideId(map, 65'536), std::optional<std::uint32_t>());
    }

    void findsAUser_data()
    {
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<uint>("uid");
        QTest::addColumn<uint>("gid");
        QTest::addColumn<QString>("groups");
        QTest::addColumn<QString>("home");
        QTest::newRow("nobody named") << "" << 0U << 0U << ""
                                      << "/root";
        QTest::newRow("name") << "web" << 999U << 998U << "110 29"
                              << "/srv/web";
        QTest::newRow("number with entry") << "999" << 999U << 998U << "110 29"
                                           << "/srv/web";
        QTest::newRow("number without entry") << "5" << 5U << 0U << ""
                                              << "/";
        QTest::newRow("number and number") << "999:5" << 999U << 5U << ""
                                           << "/srv/web";
        QTest::newRow("name and group") << "web:ssl" << 999U << 110U << ""
                                        << "/srv/web";
        QTest::newRow("relative home") << "lost" << 1001U << 1001U << ""
                                       << "/";
    }
    void findsAUser()
    {
        QFETCH(QString, wanted);
        const auto user = findUser(wanted.toStdString(), kPasswd, kGroup);
        QVERIFY2(user, user ? "" : user.error().what.c_str());
        QTEST(user->uid, "uid");
        QTEST(user->gid, "gid");
        QStringList groups;
        for (const std::uint32_t group : user->groups)
            groups << QString::number(group);
        QTEST(groups.join(' '), "groups");
        QTEST(QString::fromStdString(user->home), "home");
    }

    void refusesAUser_data()
    {
        QTest::addColumn<QString>("wanted");
        QTest::newRow("unknown name") << "nosuch";
        QTest::newRow("unknown group") << "web:nosuch";
        QTest::newRow("minus one") << "4294967295";
        QTest::newRow("negative") << "-1";
        QTest::newRow("too large") << "4294967296";
        QTest::newRow("line feed") << "0:0\nroot";
        QTest::newRow("entry with minus one") << "minus";
        QTest::newRow("empty group") << "web:";
    }
    void refusesAUser()
    {
        QFETCH(QString, wanted);
        const auto user = findUser(wanted.toStdString(), kPasswd, kGroup);
        QVERIFY(!user);
        QCOMPARE(user.error().code, ErrorCode::NotFound);
    }

    void boundsTheGroups()
    {
        std::string group;
        for (int i = 0; i < 100'000; ++i)
            group += "g" + std::to_string(i) + ":x:" + std::to_string(i + 1) + ":web\n";
        QCOMPARE(findUser("web", kPasswd, group)->groups.size(), kMaxGroups);
    }

    void makesTheEnvironmentFromTheSpecification()
    {
        spec::ContainerSpec spec = named("web");
        spec.env = { { "PATH", "/bin" }, { "A", "1" } };
        User user;
        user.home = "/root";
        user.name = "root";
        const std::vector<std::string> expected{ "PATH=/bin",    "HOME=/root",          "USER=root",
                                                 "HOSTNAME=web", "TERM=xterm-256color", "A=2" };
        QCOMPARE(planEnvironment(spec, user, DisplayServer::None, true, { { "A", "2" } }), expected);
    }

    void givesTheOwnerASession()
    {
        spec::ContainerSpec spec = named("app");
        spec.identity = spec::Identity::Me;
        User user;
        user.uid = 1000;
        const std::vector<std::string> environment = planEnvironment(spec, user, DisplayServer::Wayland, false, {});
        QCOMPARE(environmentValue(environment, "XDG_RUNTIME_DIR"), std::string_view("/run/user/1000"));
        QCOMPARE(environmentValue(environment, "WAYLAND_DISPLAY"), std::string_view("wayland-0"));
        QCOMPARE(environmentValue(environment, "USER"), std::string_view());
        const std::vector<std::string> onX11 = planEnvironment(spec, user, DisplayServer::X11, false, {});
        QCOMPARE(environmentValue(onX11, "WAYLAND_DISPLAY"), std::string_view());
        QCOMPARE(environmentValue(onX11, "DISPLAY"), std::string_view(":0"));
        QCOMPARE(environmentValue(onX11, "XAUTHORITY"), std::string_view("/run/user/1000/xauthority"));
    }

    void tellsTheDisplayByWhatWasGiven()
    {
        QCOMPARE(displayServerOf({ "mount:0" }), DisplayServer::None);
        QCOMPARE(displayServerOf({ "root", "display" }), DisplayServer::Wayland);
        QCOMPARE(displayServerOf({ "x11", "x11-cookie" }), DisplayServer::X11);
        for (const auto server : { DisplayServer::None, DisplayServer::Wayland, DisplayServer::X11 })
            QCOMPARE(displayServerFromName(displayServerName(server)), std::optional(server));
        QVERIFY(!displayServerFromName("mir"));
    }

    void writesACookieAsXlibReadsIt()
    {
        const std::string expected("\xff\xff\0\0\0\1"
                                   "0\0\x12MIT-MAGIC-COOKIE-1\0\4abcd",
                                   6 + 1 + 2 + 18 + 2 + 4);
        QCOMPARE(planX11Authority("abcd"), expected);
    }

    void looksAProgramUp()
    {
        QCOMPARE(planLookup("./x", "/bin"), std::vector<std::string>{ "./x" });
        const std::vector<std::string> expected{ "/bin/x", "/usr/bin/x" };
        QCOMPARE(planLookup("x", "/bin::relative:/usr/bin"), expected);
    }

    void choosesTheWorkingDirectory()
    {
        spec::ContainerSpec spec = named("web");
        User user;
        user.home = "/home/me";
        QCOMPARE(planWorkdir(spec, user, ""), std::string("/"));
        spec.identity = spec::Identity::Me;
        QCOMPARE(planWorkdir(spec, user, ""), std::string("/home/me"));
        spec.workdir = "/srv";
        QCOMPARE(planWorkdir(spec, user, ""), std::string("/srv"));
        QCOMPARE(planWorkdir(spec, user, "/tmp"), std::string("/tmp"));
    }

    void mountsInTheOrderOfTheSpecification()
    {
        spec::ContainerSpec spec = named("web");
        spec.mounts = { { spec::MountKind::Tmpfs, {}, "/cache", spec::Access::ReadWrite, {} },
                        { spec::MountKind::Bind, "/home/me/x", "/x", spec::Access::ReadOnly, {} },
                        { spec::MountKind::Volume, "data", "/data", spec::Access::ReadWrite, {} } };
        const std::vector<UserMount> expected{ { "", "/cache", false, kDefaultTmpfsBytes },
                                               { "mount:1", "/x", true, 0 },
                                               { "mount:2", "/data", false, 0, true },
                                               { "display", "/run/user/1000/wayland-0", false, 0 } };
        QCOMPARE(planUserMounts(spec, DisplayServer::Wayland, 1000), expected);
        QCOMPARE(planUserMounts(spec, DisplayServer::X11, 1000).size(), std::size_t(3));
    }

    void namesTheMountPointsAndTheWayToThem()
    {
        spec::ContainerSpec spec;
        spec.root = { spec::RootKind::Image, "web:1" };
        spec.mounts.push_back({ spec::MountKind::Tmpfs, "", "/srv/site/cache", spec::Access::ReadWrite, {} });
        const auto places = planMountPoints(spec);
        for (const char *place : { "proc", "dev/pts", "dev", "run", "etc", "etc/hosts", "srv", "srv/site/cache" })
            QVERIFY2(places.contains(place), place);
        for (const char *place : { "", "srv/site/cache/", "home", "etc/passwd" })
            QVERIFY2(!places.contains(place), place);
        spec.root.kind = spec::RootKind::Host;
        QVERIFY(planMountPoints(spec).contains("home"));
    }

    void writesHostsAndResolver()
    {
        const std::vector<EtcFile> files = planNetworkFiles("web", "10.213.0.5", { "192.0.2.1", "192.0.2.2" });
        QVERIFY(files[0].content.ends_with("10.213.0.5\tweb\n"));
        QCOMPARE(files[1].content, std::string("web\n"));
        QCOMPARE(files[2].content, std::string("nameserver 192.0.2.1\nnameserver 192.0.2.2\n"));
    }

    void sharesNothingOfPeopleFromEtc()
    {
        for (const std::string_view entry : sharedEtcEntries()) {
            for (const std::string_view secret :
                 { "passwd", "shadow", "group", "gshadow", "sudoers", "ssh", "hosts", "ssl" })
                QVERIFY2(entry != secret, std::string(entry).c_str());
        }
    }

    void makesTheOwnersHome()
    {
        const auto has = [](const std::vector<PrivateDirectory> &all, const PrivateDirectory &one) {
            return std::ranges::find(all, one) != all.end();
        };
        QVERIFY(has(planPrivateDirectories(Home{ "/home/me", 1000, 1000 }), { "/home/me", 0700, 1000, 1000 }));
        QVERIFY(has(planPrivateDirectories({}), { "/tmp", 01777, 0, 0 }));
    }
};

QTEST_APPLESS_MAIN(TestPlan)

#include "tst_Plan.moc"
