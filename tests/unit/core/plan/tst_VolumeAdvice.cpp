// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/VolumeAdvice.h"
#include "core/spec/SpecValidate.h"

#include <QtTest>

using namespace vitrine;
using namespace vitrine::plan;
using spec::Access;
using spec::MountKind;

namespace {

spec::ContainerSpec running(std::vector<std::string> command)
{
    spec::ContainerSpec spec;
    spec.name = "shop";
    spec.command = std::move(command);
    return spec;
}

} // namespace

class TestVolumeAdvice : public QObject {
    Q_OBJECT

private slots:
    void offersAVolumeForADatabase()
    {
        const auto advice = adviseOnVolumes(running({ "/usr/lib/postgresql/15/bin/postgres", "-D", "x" }), nullptr);
        QCOMPARE(advice.size(), std::size_t(1));
        QVERIFY(advice[0].kind == AdviceKind::WillBeLost);
        QCOMPARE(advice[0].directory, std::string("/var/lib/postgresql/data"));
        QCOMPARE(advice[0].keeper, std::string("PostgreSQL"));
        const spec::Mount wanted{ MountKind::Volume, "shop-data", "/var/lib/postgresql/data", Access::ReadWrite, {} };
        QVERIFY(advice[0].proposed == wanted);
        QVERIFY(QString::fromStdString(adviceText(advice[0])).contains("-v shop-data:/var/lib/postgresql/data"));
        QVERIFY(QString::fromStdString(adviceText(advice[0])).contains("is removed"));
    }

    void saysNothingOfOrdinaryPrograms()
    {
        QVERIFY(adviseOnVolumes(running({ "sleep", "600" }), nullptr).empty());
        QVERIFY(adviseOnVolumes(running({}), nullptr).empty());
    }

    void theProposedMountSettlesIt()
    {
        spec::ContainerSpec spec = running({ "mysqld" });
        spec.mounts.push_back(*adviseOnVolumes(spec, nullptr).at(0).proposed);
        QVERIFY(adviseOnVolumes(spec, nullptr).empty());
        QVERIFY(!spec::hasErrors(spec::validate(spec)));
    }

    void aMountAboveOrWithinIsAnAnswer_data()
    {
        QTest::addColumn<QString>("target");
        for (const char *target : { "/var/lib/mysql", "/var/lib", "/var/lib/mysql/data" })
            QTest::newRow(target) << target;
    }
    void aMountAboveOrWithinIsAnAnswer()
    {
        QFETCH(QString, target);
        spec::ContainerSpec spec = running({ "mariadbd" });
        spec.mounts = { { MountKind::Bind, "/srv/db", target.toStdString(), Access::ReadWrite, {} } };
        QVERIFY(adviseOnVolumes(spec, nullptr).empty());
        spec.mounts[0].target = "/var/lib/mysqlx";
        QCOMPARE(adviseOnVolumes(spec, nullptr).size(), std::size_t(1));
    }

    void believesTheImage()
    {
        spec::ImageConfig image;
        image.entrypoint = { "docker-entrypoint.sh" };
        image.cmd = { "postgres" };
        image.volumes = { "/uploads", "/var/lib/postgresql" };
        spec::ContainerSpec spec = running({});
        spec.removeWhenEnded = true;
        const auto advice = adviseOnVolumes(spec, &image);
        QCOMPARE(advice.size(), std::size_t(2));
        QCOMPARE(advice[0].directory, std::string("/uploads"));
        QCOMPARE(advice[0].keeper, std::string());
        QCOMPARE(advice[1].directory, std::string("/var/lib/postgresql"));
        QCOMPARE(advice[1].keeper, std::string("PostgreSQL"));
        QVERIFY(QString::fromStdString(adviceText(advice[1])).contains("when the container ends"));
    }

    void guessesFromAnImagesCommand()
    {
        spec::ImageConfig image;
        image.entrypoint = { "/entry" };
        image.cmd = { "redis-server" };
        const auto advice = adviseOnVolumes(running({}), &image);
        QCOMPARE(advice.size(), std::size_t(1));
        QCOMPARE(advice[0].keeper, std::string("Redis"));
    }

    void saysWhyARootLikeVolumeFightsTheIdea()
    {
        spec::ContainerSpec spec = running({ "true" });
        spec.mounts = { { MountKind::Volume, "sys", "/usr", Access::ReadWrite, {} },
                        { MountKind::Volume, "site", "/usr/share/nginx/html", Access::ReadWrite, {} },
                        { MountKind::Bind, "/srv/etc", "/etc", Access::ReadOnly, {} } };
        const auto advice = adviseOnVolumes(spec, nullptr);
        QCOMPARE(advice.size(), std::size_t(1));
        QVERIFY(advice[0].kind == AdviceKind::FightsTheIdea);
        QCOMPARE(advice[0].directory, std::string("/usr"));
        QVERIFY(!advice[0].proposed);
        QVERIFY(adviceText(advice[0]).starts_with("/usr is what"));
    }

    void proposesAValidNameForALongOne()
    {
        spec::ContainerSpec spec = running({ "etcd" });
        spec.name = std::string(63, 'n');
        QVERIFY(spec::isValidName(adviseOnVolumes(spec, nullptr).at(0).proposed->source));
    }
};

QTEST_APPLESS_MAIN(TestVolumeAdvice)
#include "tst_VolumeAdvice.moc"
