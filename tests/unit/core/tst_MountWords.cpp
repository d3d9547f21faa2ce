// SPDX-License-Identifier: GPL-3.0-or-later
// What -v, --tmpfs, --mount and --image-volume mean.
#include "core/spec/CommandLine.h"
#include "core/spec/SpecJson.h"
#include "tests/unit/core/CommandLines.h"
#include "tests/unit/core/SpecSamples.h"

#include <QtTest>

using namespace vitrine;
using namespace vitrine::spec;
using namespace vitrine::test;

class tst_MountWords : public QObject {
    Q_OBJECT
private slots:
    void oneMountIsReadAsTheOptionReadsIt()
    {
        QVERIFY(parseVolume("data:/x", testSurroundings())->kind == MountKind::Volume);
        QVERIFY(parseVolume("./data:/x:ro", testSurroundings()).value()
                == (Mount{ MountKind::Bind, "/home/anna/work/data", "/x", Access::ReadOnly, std::nullopt, true }));
        QCOMPARE(parseVolume("$LANG/x:/x", testSurroundings())->source, std::string("/home/anna/work/de_DE.UTF-8/x"));
        QCOMPARE(parseTmpfs("/x:size=1m", testSurroundings())->sizeBytes, std::optional<std::uint64_t>(1 << 20));
        QVERIFY(!parseVolume("/a:/proc/x", testSurroundings()));
        QVERIFY(!parseVolume("/a", testSurroundings()));
        QCOMPARE(parseVolume("~bert/x:/x", testSurroundings())->source, std::string("/srv/bert/x"));
        QCOMPARE(parseVolume("~carl/x:/x", testSurroundings())->source, std::string("/home/anna/work/~carl/x"));
    }

    void tellsAVolumeFromAFolder()
    {
        const auto mountOf = [](const std::vector<std::string> &words) {
            const auto options = run(words);
            return options ? options->spec.mounts.at(0) : Mount{ MountKind::Tmpfs, options.error().what, {}, {}, {} };
        };
        const Mount volume{ MountKind::Volume, "pgdata", "/data", Access::ReadOnly, std::nullopt };
        QVERIFY(mountOf({ "-v", "pgdata:/data:ro", "true" }) == volume);
        QVERIFY(mountOf({ "--mount", "type=volume,source=pgdata,target=/data,ro", "true" }) == volume);
        QVERIFY(mountOf({ "--mount", "source=pgdata,target=/data,ro,type=volume", "true" }) == volume);
        for (const char *folder : { "./pgdata", ".pgdata", "../pgdata", "/pgdata", "pg/data" })
            QVERIFY2(mountOf({ "-v", std::string(folder) + ":/data", "true" }).kind == MountKind::Bind, folder);
    }

    /// A mount of --volume (-v), --tmpfs or --mount as it reads again, or what is wrong with it.
    static QString mountText(const Words &words)
    {
        Words line = words;
        line.insert(line.end(), { "--", "true" });
        const auto options = run(line);
        return QString::fromStdString(options ? mountToJson(options->spec.mounts.at(0)) : options.error().what);
    }

    void wordsOfMounts_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QStringList>("parts"); // of the JSON, or of the refusal
        const auto add = [](const char *option, const char *value, QStringList parts) {
            QTest::newRow(value) << QStringList{ option, value } << std::move(parts);
        };
        const QString all = R"("propagation":"private","recursive":true)";
        const QString alone = R"("propagation":"private","recursive":false)";
        const QString slave = R"("propagation":"slave","recursive":true)";
        add("-v", "/a:/b", { all });
        add("-v", "/a:/b:ro,z,U,cached,nosuid,nodev,rprivate", { all, "readOnly" });
        add("-v", "/a:/b:noexec,bind", { alone, R"("noExec":true)" });
        add("-v", "/a:/b:rslave", { slave });
        add("-v", "/a:/b:slave,exec,rbind", { slave });
        add("-v", "v:/b:nocopy", { R"("noCopy":true)" });
        add("-v", "v:/b:nocopy,copy", { R"("source":"v")" });
        add("-v", "/b", { R"("anonymous":true)" });
        add("--tmpfs", "/b:size=1m,mode=700,noexec,notmpcopyup,ro",
            { R"("mode":448)", "1048576", "noExec", "readOnly" });
        add("--mount", "type=bind,source=/a,destination=/b,readonly=true,bind-propagation=rslave",
            { slave, "readOnly" });
        add("--mount", "type=bind,src=/a,dst=/b,bind-nonrecursive,ro=false", { alone, "readWrite" });
        add("--mount", "type=bind,src=/a,target=/b,bind-recursive=disabled,consistency=cached", { alone });
        add("--mount", "type=bind,src=/a,target=/b,bind-recursive=enabled,relabel=shared,idmap", { all });
        add("--mount", "type=volume,dst=/b,volume-nocopy=true", { R"("anonymous":true)", R"("noCopy":true)" });
        add("--mount", "type=tmpfs,dst=/b,tmpfs-size=1m,tmpfs-mode=1770", { R"("mode":1016)", "1048576" });
        add("-v", "/a:/b:shared", { "--volume: shared: nothing that is mounted inside", "rslave" });
        add("-v", "/a:/b:suid", { "gains rights" });
        add("-v", "/a:/b:dev", { "--device gives one" });
        add("-v", "/a:/b:O", { "a layer over a folder" });
        add("-v", "/a:/b:unbindable", { "nothing inside can mount" });
        add("-v", "/a:/b:nocopy", { R"("nocopy" is nothing that a folder can be)" });
        add("-v", "v:/b:rslave", { R"("rslave" is nothing that a volume can be)" });
        add("-v", "/a:/b:rslvae", { R"("rslvae" is not known; is rslave meant?)" });
        add("-v", "/a:/b:xyzzy", { R"("xyzzy" is not known)" });
        add("--tmpfs", "/b:mode=888", { "mode is up to four digits" });
        add("--tmpfs", "/b:tmpcopyup", { "is empty at first" });
        add("--mount", "type=bind,src=/a,dst=/b,bind-propagation=rshared", { "rshared: nothing" });
        add("--mount", "type=bind,src=/a,dst=/b,bind-recursive=writable", { "read-only, too" });
        add("--mount", "type=bind,src=/a,dst=/b,ro=perhaps", { "true or false" });
        add("--mount", "type=image,src=web,dst=/b", { "run it" });
        add("--mount", "type=volume,src=v,dst=/b,volume-subpath=x", { "a volume of its own" });
        add("--mount", "type=bind,src=/a,dst=/b,idmap=uids=0-1-2", { "takes no mapping" });
        add("--mount", "src=/a,dst=/b", { "type=bind" });
    }
    void wordsOfMounts()
    {
        QFETCH(QStringList, words);
        QFETCH(QStringList, parts);
        const QString text = mountText({ words[0].toStdString(), words[1].toStdString() });
        for (const QString &part : parts)
            QVERIFY2(text.contains(part), qPrintable(text));
    }

    void saysWhatWordsWithoutEffectAreFor()
    {
        const auto options = run({ "-v", "/a:/b:z,U", "-v", "/a:/c:z,nosuid", "true" });
        QCOMPARE(options->notes.size(), std::size_t{ 2 });
        QVERIFY(options->notes[0].starts_with("z: labels of SELinux"));
        QVERIFY(options->notes[1].starts_with("U: no owner is changed"));
    }

    void anonymousVolumesComeBackWithoutTheirNames()
    {
        auto spec = test::smallSpec();
        Mount mount{ MountKind::Volume, "0123456789abcdef", "/data", Access::ReadWrite, std::nullopt };
        mount.anonymous = true;
        spec.mounts = { mount, mount };
        spec.mounts[1].target = "/a:b";
        spec.mounts[1].access = Access::ReadOnly;
        const auto line = toCommandLine(spec);
        const auto options = run({ line.begin() + 2, line.end() });
        QVERIFY2(options, options ? "" : options.error().what.c_str());
        for (Mount &one : spec.mounts)
            one.source.clear();
        QVERIFY(options->spec == spec);
    }

    void readsWhatBecomesOfTheVolumesOfAnImage()
    {
        QVERIFY(run({ "true" })->imageVolumes == ImageVolumes::Anonymous);
        QVERIFY(run({ "--image-volume", "bind", "true" })->imageVolumes == ImageVolumes::Anonymous);
        QVERIFY(run({ "--image-volume=tmpfs", "true" })->imageVolumes == ImageVolumes::Tmpfs);
        QVERIFY(run({ "--image-volume", "ignore", "true" })->imageVolumes == ImageVolumes::Ignore);
        QVERIFY(!run({ "--image-volume", "other", "true" }));
    }
};

QTEST_GUILESS_MAIN(tst_MountWords)
#include "tst_MountWords.moc"
