// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/ImageVolumes.h"
#include "core/plan/VolumeAdvice.h"
#include "core/spec/SpecValidate.h"

#include <QTest>

using namespace vitrine;
using namespace vitrine::plan;
using spec::ImageVolumes;
using spec::Mount;
using spec::MountKind;

namespace {

spec::ImageConfig imageWith(std::vector<std::string> volumes)
{
    spec::ImageConfig image;
    image.cmd = { "postgres" };
    image.volumes = std::move(volumes);
    return image;
}

Mount bindAt(const std::string &target)
{
    return { MountKind::Bind, "/srv", target, spec::Access::ReadWrite, std::nullopt };
}

} // namespace

/// What becomes of the places that an image names as worth keeping.
class ImageVolumesTest : public QObject {
    Q_OBJECT
private slots:
    void eachGetsAVolumeOfItsOwn()
    {
        spec::ContainerSpec spec;
        spec.mounts = { bindAt("/cache/sub") };
        addImageVolumes(spec, imageWith({ "/cache", "/var/lib/data" }), ImageVolumes::Anonymous);
        QCOMPARE(spec.mounts.size(), std::size_t{ 3 });
        for (const std::size_t i : { std::size_t{ 0 }, std::size_t{ 1 } })
            QVERIFY(spec.mounts[i].kind == MountKind::Volume && spec.mounts[i].anonymous);
        // What was asked for within it lies on it.
        QCOMPARE(spec.mounts[0].target, std::string("/cache"));
        QCOMPARE(spec.mounts[2].target, std::string("/cache/sub"));
        int number = 0;
        nameAnonymousVolumes(spec, [&] { return "fresh" + std::to_string(++number); });
        QCOMPARE(spec.mounts[1].source, std::string("fresh2"));
        QCOMPARE(spec.mounts[2].source, std::string("/srv"));
        QVERIFY(adviseOnVolumes(spec, nullptr).empty());
    }

    void whatIsMountedThereOrAboveIsEnough()
    {
        spec::ContainerSpec spec;
        spec.mounts = { bindAt("/var/lib/data"), bindAt("/srv") };
        QCOMPARE(uncoveredVolumes(spec, imageWith({ "/var/lib/data", "/srv/a/b", "/srvother" })),
                 std::vector<std::string>{ "/srvother" });
    }

    void placesThatNothingCanBeMountedAtAreLeft()
    {
        QVERIFY(uncoveredVolumes({}, imageWith({ "/", "/proc", "/dev/x", "relative", "" })).empty());
    }

    void memoryOrNothingInstead()
    {
        spec::ContainerSpec spec;
        addImageVolumes(spec, imageWith({ "/data" }), ImageVolumes::Ignore);
        QVERIFY(spec.mounts.empty());
        QVERIFY(!adviseOnVolumes(spec, nullptr).size());
        const auto image = imageWith({ "/data" });
        QCOMPARE(adviseOnVolumes(spec, &image).size(), std::size_t{ 1 });
        addImageVolumes(spec, image, ImageVolumes::Tmpfs);
        QVERIFY(spec.mounts.at(0).kind == MountKind::Tmpfs && !spec.mounts[0].anonymous);
        QVERIFY(!spec::hasErrors(spec::validateMounts(spec.mounts)));
    }

    void namesSayWhatTheyAreOf()
    {
        QCOMPARE(suggestVolumeName("web", "/var/lib/data"), std::string("web-data"));
        QCOMPARE(suggestVolumeName("", "/data"), std::string("my-data"));
        QCOMPARE(suggestVolumeName("web", "/with blank"), std::string("data"));
        QCOMPARE(suggestVolumeName(std::string(63, 'x'), "/data").size(), std::size_t{ 63 });
    }
};

QTEST_APPLESS_MAIN(ImageVolumesTest)
#include "tst_ImageVolumes.moc"
