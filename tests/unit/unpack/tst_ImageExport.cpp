// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Files.h"
#include "core/base/UniqueFd.h"
#include "privhelper/unpack/ImageExport.h"
#include "privhelper/unpack/ImageUnpacker.h"
#include "privhelper/unpack/Workers.h"
#include "tests/support/TempTree.h"
#include "tests/unit/unpack/ImageBuilder.h"

#include <QProcess>
#include <QStandardPaths>
#include <QtTest>

#include <algorithm>
#include <random>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <clocale>
#include <map>

using namespace vitrine;
using namespace vitrine::unpack;
using test::ImageBuilder;
using test::TarBuilder;

namespace {

bool goOn(const Progress &)
{
    return true;
}

/// A store of layers as the helper has it, and what is made of them.
class Store {
public:
    Store() { m_tree.makeDirectory("root"); }

    Result<spec::ImageContent> import(const std::string &archive) const
    {
        m_tree.write("archive", archive);
        const UniqueFd file(::open(path("archive").c_str(), O_RDONLY | O_CLOEXEC));
        const UniqueFd root(::open(path("root").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        UnpackOptions options;
        options.owners = Owners::Leave;
        Workers workers;
        const auto done = unpackImage(file.get(), root.get(), workers, {}, options);
        if (!done)
            return failure(done.error());
        return spec::contentFromJson(readFileAt(root.get(), "image.json", 1 << 20).value_or(""));
    }
    [[nodiscard]] std::vector<UniqueFd> open(const spec::ImageContent &content) const
    {
        std::vector<UniqueFd> layers;
        for (const auto &layer : content.layers)
            layers.emplace_back(::open(path("root/" + layer.diffId).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        return layers;
    }
    /// Where it lies.
    [[nodiscard]] std::string write(const spec::ImageContent &content, ExportFormat format) const
    {
        const auto open = this->open(content);
        const auto file = path("written");
        const UniqueFd out(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        const auto done = exportImage(content, borrowed(open), out.get(), format, goOn);
        return done ? file : done.error().what;
    }
    [[nodiscard]] std::string merge(const spec::ImageContent &content) const
    {
        const auto open = this->open(content);
        std::string tar;
        const auto sink = [&](std::string_view bytes) -> Result<> {
            tar += bytes;
            return {};
        };
        const auto done = packTrees(borrowed(open), sink, PackKind::Merged, goOn);
        return done ? tar : done.error().what;
    }
    [[nodiscard]] std::string path(const std::string &name) const { return m_tree.path(name); }

private:
    static std::vector<int> borrowed(const std::vector<UniqueFd> &owned)
    {
        std::vector<int> fds;
        for (const auto &fd : owned)
            fds.push_back(fd.get());
        return fds;
    }
    test::TempTree m_tree;
};

std::string contentOf(const std::string &path)
{
    return readFileAt(AT_FDCWD, path.c_str(), 1 << 26).value_or("");
}

std::string tarOf(const std::vector<test::TarEntry> &entries)
{
    TarBuilder builder;
    for (const auto &entry : entries)
        builder.add(entry);
    return builder.finished();
}

ImageBuilder sample()
{
    ImageBuilder image({ tarOf({ { "./", '5', {}, {}, 0755 },
                                 { "etc/", '5', {}, {}, 0755 },
                                 { "etc/passwd", '0', "root" },
                                 { "etc/motd", '0', "hello" },
                                 { "etc/same", '1', {}, "etc/motd" },
                                 { "old/", '5', {}, {}, 0755 },
                                 { "old/file", '0', "old" },
                                 { "bin/sh", '0', "#!", {}, 0755 } }),
                         tarOf({ { "etc/.wh.passwd" },
                                 { "old/", '5', {}, {}, 0755 },
                                 { "old/.wh..wh..opq" },
                                 { "old/new", '0', "new" } }),
                         tarOf({ { "etc/motd", '0', "changed" }, { "srv", '2', {}, "old" } }) });
    image.changeConfig = [](nlohmann::json &config) {
        config["architecture"] = "amd64";
        config["author"] = "somebody";
        config["created"] = "2024-01-31T12:00:00Z";
        config["config"] = { { "Entrypoint", { "/bin/sh", "-c" } },
                             { "Cmd", { "date" } },
                             { "Env", { "PATH=/bin", "A=b=c" } },
                             { "User", "1000:100" },
                             { "WorkingDir", "/srv" },
                             { "ExposedPorts", { { "80/tcp", nlohmann::json::object() } } },
                             { "Volumes", { { "/data", nlohmann::json::object() } } },
                             { "StopSignal", "SIGINT" },
                             { "Labels", { { "made", "here" } } } };
        config["history"] = { { { "created_by", "one" }, { "created", "2024-01-31T12:00:00Z" } },
                              { { "created_by", "nothing" }, { "empty_layer", true } },
                              { { "created_by", "two" }, { "comment", "a word" } },
                              { { "created_by", "three" } } };
    };
    return image;
}

/// What a program says; fails the test when it fails.
std::string outputOf(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    process.waitForFinished(60'000);
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return "failed: " + process.readAllStandardError().toStdString();
    return process.readAllStandardOutput().toStdString();
}

} // namespace

class tst_ImageExport : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { std::setlocale(LC_CTYPE, "C.UTF-8"); }

    void whatIsWrittenIsReadAsTheSame_data()
    {
        QTest::addColumn<ExportFormat>("format");
        QTest::newRow("oci") << ExportFormat::OciArchive;
        QTest::newRow("docker") << ExportFormat::DockerArchive;
    }
    void whatIsWrittenIsReadAsTheSame()
    {
        QFETCH(ExportFormat, format);
        const Store store;
        const auto first = store.import(sample().ociArchive());
        QVERIFY2(first, first ? "" : first.error().what.c_str());
        const auto archive = contentOf(store.write(*first, format));
        const Store other;
        const auto second = other.import(archive);
        QVERIFY2(second, second ? "" : second.error().what.c_str());
        QCOMPARE(spec::toJson(second->config), spec::toJson(first->config));
        QCOMPARE(second->names, first->names);
        QCOMPARE(second->layers.size(), first->layers.size());
        QVERIFY(other.merge(*second) == store.merge(*first));
        QVERIFY(contentOf(other.write(*second, format)) == archive);
    }

    void whatShowsIsMerged()
    {
        const Store store;
        const auto content = store.import(sample().ociArchive());
        QVERIFY(content);
        const auto tar = store.merge(*content);
        const Store other;
        const auto root = other.import(tar);
        QVERIFY2(root, root ? "" : root.error().what.c_str());
        const auto at = [&](const char *name) { return other.path("root/" + root->layers[0].diffId + name); };
        QCOMPARE(contentOf(at("/etc/motd")), std::string("changed"));
        QCOMPARE(contentOf(at("/etc/same")), std::string("hello"));
        QCOMPARE(contentOf(at("/old/new")), std::string("new"));
        struct stat status = {};
        QVERIFY(::lstat(at("/etc/passwd").c_str(), &status) != 0);
        QVERIFY(::lstat(at("/old/file").c_str(), &status) != 0);
        QVERIFY(tar.find(".wh.") == std::string::npos);
    }

    void aNameThatMeansSomethingElseIsRefused()
    {
        const Store store;
        const auto content = store.import(sample().ociArchive());
        QVERIFY(content);
        const UniqueFd file(::open(store.path("root/" + content->layers[2].diffId + "/.wh.x").c_str(),
                                   O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
        QVERIFY(file);
        QVERIFY(store.merge(*content).find("means something else") != std::string::npos);
        QVERIFY(store.write(*content, ExportFormat::OciArchive).find("means something else") != std::string::npos);
    }

    void aFileThatOnlyGrowsIsRefused()
    {
        const Store store;
        const auto content = store.import(sample().ociArchive());
        QVERIFY(content);
        const auto layers = store.open(*content);
        const UniqueFd out(::open(store.path("log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
        const auto done = exportImage(*content, { layers[0].get(), layers[1].get(), layers[2].get() }, out.get(),
                                      ExportFormat::OciArchive, goOn);
        QVERIFY(!done && done.error().what.find("append") != std::string::npos);
    }

    void itIsGivenUpWhenWished()
    {
        const Store store;
        // Slow enough for the clock that lets progress through: it cannot be compressed.
        std::string noise(40'000'000, '\0');
        std::minstd_rand random{ 7 };
        std::generate(noise.begin(), noise.end(), [&] { return static_cast<char>(random() >> 8); });
        ImageBuilder image({ tarOf({ { "big", '0', noise } }) });
        const auto content = store.import(image.ociArchive());
        QVERIFY(content);
        const auto layers = store.open(*content);
        const UniqueFd out(::open(store.path("out").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
        const auto done = exportImage(*content, { layers[0].get() }, out.get(), ExportFormat::OciArchive,
                                      [](const Progress &) { return false; });
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Cancelled);
    }

    void otherProgramsReadIt_data() { whatIsWrittenIsReadAsTheSame_data(); }
    void otherProgramsReadIt()
    {
        QFETCH(ExportFormat, format);
        const auto skopeo = QStandardPaths::findExecutable("skopeo");
        const auto umoci = QStandardPaths::findExecutable("umoci");
        if (skopeo.isEmpty() || umoci.isEmpty())
            QSKIP("skopeo or umoci is not installed");
        const Store store;
        const auto content = store.import(sample().ociArchive());
        QVERIFY(content);
        const auto file = store.write(*content, format);
        const auto kind = format == ExportFormat::OciArchive ? "oci-archive:" : "docker-archive:";
        const auto source = QString::fromStdString(kind + file);
        const auto seen = outputOf(skopeo, { "inspect", "--config", source });
        QVERIFY2(seen.find("\"SIGINT\"") != std::string::npos, seen.c_str());
        const auto layout = QString::fromStdString(store.path("layout"));
        const auto copied = outputOf(skopeo, { "--insecure-policy", "copy", source, "oci:" + layout + ":x" });
        QVERIFY2(!copied.starts_with("failed"), copied.c_str());
        const auto bundle = QString::fromStdString(store.path("bundle"));
        const auto unpacked = outputOf(umoci, { "unpack", "--rootless", "--image", layout + ":x", bundle });
        QVERIFY2(!unpacked.starts_with("failed"), unpacked.c_str());
        const auto at = [&](const char *name) { return store.path(std::string("bundle/rootfs/") + name); };
        QCOMPARE(contentOf(at("etc/motd")), std::string("changed"));
        QCOMPARE(contentOf(at("old/new")), std::string("new"));
        QVERIFY(!QFileInfo::exists(QString::fromStdString(at("old/file"))));
        QVERIFY(!QFileInfo::exists(QString::fromStdString(at("etc/passwd"))));
    }
};

QTEST_GUILESS_MAIN(tst_ImageExport)
#include "tst_ImageExport.moc"
