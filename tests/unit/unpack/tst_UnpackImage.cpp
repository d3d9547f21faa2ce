// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Files.h"
#include "core/spec/ImageConfig.h"
#include "privhelper/unpack/ImageManifest.h"
#include "privhelper/unpack/ImageUnpacker.h"
#include "privhelper/unpack/Packer.h"
#include "tests/support/TempTree.h"
#include "tests/unit/unpack/ImageBuilder.h"

#include <QtTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

#include <clocale>

using namespace vitrine;
using namespace vitrine::unpack;
using nlohmann::json;
using test::ImageBuilder;
using test::sha256;
using test::TarBuilder;

namespace {

class Workplace {
public:
    Workplace() { m_tree.makeDirectory("root"); }

    Result<Finished> unpack(const std::string &archive, const std::set<std::string> &stored = {}) const
    {
        m_tree.write("archive", archive);
        UnpackOptions options;
        options.owners = ::geteuid() == 0 ? Owners::Set : Owners::Leave;
        const UniqueFd file(::open(m_tree.path("archive").c_str(), O_RDONLY | O_CLOEXEC));
        const UniqueFd root(::open(m_tree.path("root").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        Workers workers;
        return unpackImage(file.get(), root.get(), workers, stored, options);
    }
    [[nodiscard]] std::string path(const std::string &name) const { return m_tree.path("root/" + name); }
    [[nodiscard]] bool exists(const std::string &name) const { return status(name).st_mode != 0; }
    [[nodiscard]] struct stat status(const std::string &name) const
    {
        struct stat status = {};
        ::lstat(path(name).c_str(), &status);
        return status;
    }
    [[nodiscard]] bool isWhiteout(const std::string &name) const
    {
        return S_ISCHR(status(name).st_mode) && status(name).st_rdev == 0;
    }
    [[nodiscard]] bool isOpaque(const std::string &name) const
    {
        char value = 0;
        return ::lgetxattr(path(name).c_str(), "user.overlay.opaque", &value, 1) == 1 && value == 'y';
    }
    [[nodiscard]] spec::ImageContent content() const
    {
        return spec::contentFromJson(readFileAt(AT_FDCWD, path("image.json").c_str(), 1 << 20).value_or("")).value();
    }
    /// One layer alone; its directory inside the root, or why not.
    Result<std::string> unpackLayer(const std::string &layer) const
    {
        const auto done = unpack(ImageBuilder({ layer }).ociArchive());
        if (!done)
            return failure(done.error());
        return sha256(layer) + "/";
    }
    std::string pack(const std::string &name, PackKind kind = PackKind::Layer) const
    {
        const UniqueFd directory(::open(path(name).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        const auto file = m_tree.path("packed");
        const UniqueFd out(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        const auto done = packTree(directory.get(), out.get(), kind, [](const Progress &) { return true; });
        return done ? readFileAt(AT_FDCWD, file.c_str(), 1 << 26).value() : done.error().what;
    }

private:
    test::TempTree m_tree;
};

std::string tarOf(const std::vector<test::TarEntry> &entries)
{
    TarBuilder builder;
    for (const auto &entry : entries)
        builder.add(entry);
    return builder.finished();
}

const std::string kBase =
    tarOf({ { "./", '5', {}, {}, 0755 }, { "etc/", '5', {}, {}, 0755 }, { "etc/passwd", '0', "root" } });
const std::string kUpper = tarOf({ { "etc/", '5', {}, {}, 0755 }, { "etc/.wh.passwd" }, { "srv/new", '0', "n" } });

} // namespace

class tst_UnpackImage : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { std::setlocale(LC_CTYPE, "C.UTF-8"); }

    void readsEveryKindOfArchive_data()
    {
        QTest::addColumn<std::string>("archive");
        const ImageBuilder image({ kBase, kUpper });
        QTest::newRow("oci") << image.ociArchive();
        QTest::newRow("docker") << image.dockerArchive();
    }
    void readsEveryKindOfArchive()
    {
        QFETCH(std::string, archive);
        const Workplace place;
        const auto done = place.unpack(archive);
        QVERIFY2(done, done ? "" : done.error().what.c_str());
        QCOMPARE(done->entries, std::uint64_t(6));
        const auto content = place.content();
        QCOMPARE(content.names, std::vector<std::string>{ "web:1" });
        QCOMPARE(content.config.cmd, std::vector<std::string>{ "sh" });
        QCOMPARE(content.layers.size(), std::size_t(2));
        QCOMPARE(content.layers[0].diffId, sha256(kBase));
        QCOMPARE(content.layers[0].bytes, std::uint64_t(4));
        QVERIFY(place.exists(sha256(kBase) + "/etc/passwd"));
        QVERIFY(place.isWhiteout(sha256(kUpper) + "/etc/passwd"));
        QVERIFY(place.exists(sha256(kUpper) + "/srv/new"));
        QVERIFY(!place.exists("unfinished"));
    }

    void aPlainRootBecomesOneLayer()
    {
        const Workplace place;
        QVERIFY(place.unpack(kBase));
        const auto content = place.content();
        QCOMPARE(content.layers.size(), std::size_t(1));
        QCOMPARE(content.layers[0].diffId, sha256(kBase));
        QCOMPARE(content.digest, std::string());
        QVERIFY(place.exists(sha256(kBase) + "/etc/passwd"));
    }

    void storedLayersAreNotUnpackedAgain()
    {
        const Workplace place;
        QVERIFY(place.unpack(ImageBuilder({ kBase, kUpper }).ociArchive(), { sha256(kBase) }));
        QVERIFY(!place.exists(sha256(kBase)));
        QVERIFY(place.exists(sha256(kUpper)));
        const Workplace plain;
        QVERIFY(plain.unpack(kBase, { sha256(kBase) }));
        QVERIFY(!plain.exists(sha256(kBase)));
        QVERIFY(!plain.exists("unfinished"));
    }

    void aLayerThatIsThereTwiceIsUnpackedOnce()
    {
        const Workplace place;
        const auto done = place.unpack(ImageBuilder({ kBase, kUpper, kBase }).dockerArchive());
        QVERIFY2(done, done ? "" : done.error().what.c_str());
        QCOMPARE(done->entries, std::uint64_t(6));
        QVERIFY(place.content().layers[0] == place.content().layers[2]);
    }

    void spoiledImagesAreRefused_data()
    {
        QTest::addColumn<std::string>("archive");
        QTest::addColumn<int>("code");
        const auto corrupt = static_cast<int>(ErrorCode::ImageCorrupt);
        const auto row = [&](const char *name, ErrorCode code, ImageBuilder::Change config,
                             ImageBuilder::Change manifest, ImageBuilder::Change index) {
            ImageBuilder image({ kBase, kUpper });
            const auto unless = [](const ImageBuilder::Change &change) { return change ? change : [](json &) {}; };
            image.changeConfig = unless(config);
            image.changeManifest = unless(manifest);
            image.changeIndex = unless(index);
            QTest::newRow(name) << image.ociArchive() << static_cast<int>(code);
        };
        const auto spoilManifest = [&](const char *name, ImageBuilder::Change change) {
            row(name, ErrorCode::ImageCorrupt, {}, std::move(change), {});
        };
        const std::string wrong = "sha256:" + std::string(64, '0');
        spoilManifest("missing layer", [=](json &m) { m["layers"][0]["digest"] = wrong; });
        spoilManifest("wrong size", [](json &m) { m["layers"][1]["size"] = 512; });
        spoilManifest("digest that is a path", [](json &m) { m["layers"][0]["digest"] = "sha256:../../index.json"; });
        spoilManifest("other algorithm", [](json &m) { m["layers"][0]["digest"] = "md5:00"; });
        spoilManifest("layer of an unknown type", [](json &m) { m["layers"][0]["mediaType"] = "text/plain"; });
        spoilManifest("configuration of an unknown type", [](json &m) { m["config"]["mediaType"] = "text/plain"; });
        spoilManifest("manifest and list at once", [](json &m) { m["manifests"] = json::array(); });
        spoilManifest("manifest of another type",
                      [](json &m) { m["mediaType"] = "application/vnd.oci.image.index.v1+json"; });
        spoilManifest("10,000 layers", [](json &m) { m["layers"] = json(10000, m["layers"][0]); });
        spoilManifest("a layer too many", [](json &m) { m["layers"].push_back(m["layers"][0]); });
        row("wrong diff id", ErrorCode::ImageCorrupt, [=](json &c) { c["rootfs"]["diff_ids"][0] = wrong; }, {}, {});
        row("other machine", ErrorCode::Unsupported, [](json &c) { c["architecture"] = "mips"; }, {}, {});
        row("hostile configuration", ErrorCode::InvalidConfig,
            [](json &c) { c["config"]["WorkingDir"] = "/proc/self/fd/7"; }, {}, {});
        row("no image", ErrorCode::ImageCorrupt, {}, {}, [](json &i) { i["manifests"] = json::array(); });
        row("two images", ErrorCode::Unsupported, {}, {}, [=](json &i) {
            i["manifests"].push_back(i["manifests"][0]);
            i["manifests"][1]["digest"] = wrong;
        });
        row("list in a circle", ErrorCode::ImageCorrupt, {}, {},
            [=](json &i) { i["manifests"][0]["mediaType"] = "application/vnd.oci.image.index.v1+json"; });
        const auto sound = ImageBuilder({ kBase, kUpper }).ociArchive();
        auto damaged = sound;
        damaged[damaged.find("root", damaged.find("etc/passwd"))] = 'R';
        QTest::newRow("damaged layer") << damaged << corrupt;
        QTest::newRow("cut in the middle") << sound.substr(0, sound.size() / 2 / 512 * 512) << corrupt;
        QTest::newRow("blob that is there twice")
            << sound.substr(0, sound.size() - 1024) + TarBuilder().add({ "index.json", '0', "{}" }).finished()
            << corrupt;
        QTest::newRow("link out of the archive")
            << TarBuilder().add({ "oci-layout", '2', {}, "../../etc/passwd" }).finished()
            << static_cast<int>(ErrorCode::ImageUnsafe);
        ImageBuilder docker({ kBase });
        docker.changeManifest = [](json &m) { m[0]["Layers"][0] = "missing/layer.tar"; };
        QTest::newRow("docker archive without its layer") << docker.dockerArchive() << corrupt;
        docker.changeManifest = [](json &m) { m.push_back(m[0]); };
        QTest::newRow("docker archive of two") << docker.dockerArchive() << static_cast<int>(ErrorCode::Unsupported);
    }
    void spoiledImagesAreRefused()
    {
        QFETCH(std::string, archive);
        QFETCH(int, code);
        const Workplace place;
        const auto done = place.unpack(archive);
        QVERIFY(!done);
        QVERIFY2(static_cast<int>(done.error().code) == code, done.error().what.c_str());
        QVERIFY(!place.exists("image.json"));
    }

    void aMachineIsChosen()
    {
        ImageBuilder image({ kBase });
        image.changeIndex = [](json &index) {
            auto other = index["manifests"][0];
            other["platform"] = { { "os", "linux" }, { "architecture", "mips" } };
            other["digest"] = "sha256:" + std::string(64, '0');
            index["manifests"][0]["platform"] = { { "os", "linux" }, { "architecture", thisPlatform().architecture } };
            index["manifests"].insert(index["manifests"].begin(), other);
        };
        const Workplace place;
        const auto done = place.unpack(image.ociArchive());
        QVERIFY2(done, done ? "" : done.error().what.c_str());
    }

    void whiteoutsAndFilesOfOneLayer()
    {
        const Workplace place;
        const auto layer = place.unpackLayer(tarOf({ { "a/f", '0', "x" },
                                                     { "a/.wh.f" },
                                                     { ".wh.d" },
                                                     { "d/", '5', {}, {}, 0711 },
                                                     { ".wh.e" },
                                                     { "e/x", '0', "x" },
                                                     { ".wh.g" },
                                                     { "g", '0', "g" },
                                                     { "o/before", '0', "b" },
                                                     { "o/.wh..wh..opq" },
                                                     { "o/after", '0', "a" } }));
        QVERIFY2(layer, layer ? "" : layer.error().what.c_str());
        QVERIFY(S_ISREG(place.status(*layer + "a/f").st_mode)); // what the layer has counts, in whatever order
        QVERIFY(place.isOpaque(*layer + "d") && (place.status(*layer + "d").st_mode & 07777) == 0711);
        QVERIFY(place.isOpaque(*layer + "e") && place.exists(*layer + "e/x"));
        QVERIFY(S_ISREG(place.status(*layer + "g").st_mode));
        QVERIFY(place.isOpaque(*layer + "o") && place.exists(*layer + "o/before") && place.exists(*layer + "o/after"));
    }

    void aFolderOfALayerMayBeReplaced()
    {
        const Workplace place;
        const auto layer =
            place.unpackLayer(tarOf({ { "d/sub/x", '0', "x" }, { "d", '2', {}, "elsewhere" }, { "f", '0', "f" } }));
        QVERIFY2(layer, layer ? "" : layer.error().what.c_str());
        QVERIFY(S_ISLNK(place.status(*layer + "d").st_mode));
    }

    void hostileLayersAreRefused_data()
    {
        QTest::addColumn<std::string>("name");
        for (const char *name : { ".wh.", ".wh..", ".wh...", ".wh..wh.x", ".wh..wh..opq", "a/.wh.b/c",
                                  ".wh.a/.wh..wh..opq", "../x", "a/../../x" })
            QTest::newRow(name) << std::string(name);
    }
    void hostileLayersAreRefused()
    {
        QFETCH(std::string, name);
        const Workplace place;
        const auto layer = place.unpackLayer(tarOf({ { name, '0', "" } }));
        QVERIFY(!layer);
        QCOMPARE(layer.error().code, ErrorCode::ImageUnsafe);
        QVERIFY(layer.error().what.starts_with("layer 1 of 1 (sha256:"));
    }

    void devicesAreLeftOutOfLayers()
    {
        const Workplace place;
        const auto layer =
            place.unpackLayer(tarOf({ { "zero", '3' }, { "block", '4' }, { "fifo", '6' }, { "f", '0', "x" } }));
        QVERIFY(layer);
        QVERIFY(!place.exists(*layer + "zero") && !place.exists(*layer + "block") && !place.exists(*layer + "fifo"));
    }

    void packingIsTheOtherWay()
    {
        const auto packedOnce = [](const std::string &layer) {
            const Workplace place;
            const auto directory = place.unpackLayer(layer);
            return directory ? place.pack(*directory) : directory.error().what;
        };
        const auto layer = TarBuilder()
                               .add({ "./", '5', {}, {}, 0711 })
                               .add({ "a/.wh.f" })
                               .add({ "o/.wh..wh..opq" })
                               .add({ "o/x", '0', "content", {}, 04755, 3, 4 })
                               .add({ "o/y", '1', {}, "o/x" })
                               .pax("mtime", "1700000000.123456789")
                               .add({ "link", '2', {}, "o/x" })
                               .pax("path", std::string(150, 'n') + "/" + std::string(150, 'm'))
                               .add({ "short", '0', std::string(300000, 'z') })
                               .pax("SCHILY.xattr.user.note", "hello")
                               .add({ "noted", '0', "x" })
                               .finished();
        const Workplace place;
        const auto directory = place.unpackLayer(layer);
        QVERIFY2(directory, directory ? "" : directory.error().what.c_str());
        const auto packed = place.pack(*directory);
        const Workplace second;
        const auto again = second.unpackLayer(packed);
        QVERIFY2(again, again ? "" : again.error().what.c_str());
        QVERIFY(second.isWhiteout(*again + "a/f") && second.isOpaque(*again + "o"));
        QCOMPARE(second.status(*again + "o/x").st_ino, second.status(*again + "o/y").st_ino);
        QCOMPARE(second.status(*again + "o/x").st_mode, place.status(*directory + "o/x").st_mode);
        QCOMPARE(second.status(*again).st_mode & 07777, 0711u);
        const auto longName = std::string(150, 'n') + "/" + std::string(150, 'm');
        QCOMPARE(second.status(*again + longName).st_size, off_t(300000));
        char note[8] = {};
        QCOMPARE(::lgetxattr(second.path(*again + "noted").c_str(), "user.note", note, sizeof note), ssize_t(5));
        QCOMPARE(second.pack(*again), packed); // and so it is reproducible
        QVERIFY(packedOnce(packed) == packed);
    }

    void packsIntoPlainFilesOnly()
    {
        const Workplace place;
        const UniqueFd directory(::open(place.path(".").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        int ends[2] = { -1, -1 };
        QCOMPARE(::pipe2(ends, O_CLOEXEC), 0);
        const UniqueFd reading(ends[0]);
        const UniqueFd writing(ends[1]);
        const auto done =
            packTree(directory.get(), writing.get(), PackKind::Plain, [](const Progress &) { return true; });
        QVERIFY(!done);
        QVERIFY(done.error().what.find("not a regular file") != std::string::npos);
    }

    void aPlainPackHasNoMarks()
    {
        const Workplace place;
        const auto directory = place.unpackLayer(tarOf({ { "a/.wh.f" }, { "a/x", '0', "x" } }));
        QVERIFY(directory);
        const auto packed = place.pack(*directory, PackKind::Plain);
        QVERIFY(packed.find(".wh.") == std::string::npos);
        QVERIFY(packed.find("a/x") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(tst_UnpackImage)
#include "tst_UnpackImage.moc"
