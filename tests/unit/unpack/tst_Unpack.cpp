// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Files.h"
#include "privhelper/unpack/Unpacker.h"
#include "tests/support/TempTree.h"
#include "tests/unit/unpack/TarBuilder.h"

#include <QtTest>

#include <archive.h>
#include <archive_entry.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <clocale>

using namespace vitrine;
using namespace vitrine::unpack;
using test::TarBuilder;
using test::TarEntry;

namespace {

/// An empty destination beside a file that nobody may touch.
class Workplace {
public:
    Workplace()
    {
        m_tree.makeDirectory("root");
        m_tree.write("canary", "alive");
    }
    Result<Finished> unpack(const std::string &archive, UnpackOptions options = {}) const
    {
        m_tree.write("archive", archive);
        options.owners = ::geteuid() == 0 ? Owners::Set : Owners::Leave;
        const UniqueFd file(::open(m_tree.path("archive").c_str(), O_RDONLY | O_CLOEXEC));
        const UniqueFd root(::open(m_tree.path("root").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        Workers workers;
        return unpackArchive(file.get(), root.get(), workers, options);
    }
    [[nodiscard]] std::string path(const std::string &name) const { return m_tree.path("root/" + name); }
    [[nodiscard]] bool exists(const std::string &name) const
    {
        struct stat status = {};
        return ::lstat(path(name).c_str(), &status) == 0;
    }
    [[nodiscard]] struct stat status(const std::string &name) const
    {
        struct stat status = {};
        ::lstat(path(name).c_str(), &status);
        return status;
    }
    [[nodiscard]] std::string content(const std::string &name) const
    {
        return readFileAt(AT_FDCWD, path(name).c_str(), 1 << 24).value_or("");
    }
    /// Nothing but the archive, the canary and the root is there, and the canary is as it was.
    [[nodiscard]] bool isSafe() const
    {
        return std::distance(std::filesystem::directory_iterator(m_tree.root()), {}) == 3
            && readFileAt(AT_FDCWD, m_tree.path("canary").c_str(), 100).value_or("") == "alive";
    }

private:
    test::TempTree m_tree;
};

std::string compressed(const std::string &bytes, int (*addFilter)(archive *))
{
    std::string out(bytes.size() + 65'536, '\0');
    std::size_t used = 0;
    archive *writer = ::archive_write_new();
    ::archive_write_set_format_raw(writer);
    addFilter(writer);
    ::archive_write_set_bytes_per_block(writer, 0);
    ::archive_write_open_memory(writer, out.data(), out.size(), &used);
    archive_entry *entry = ::archive_entry_new();
    ::archive_entry_set_pathname(entry, "data");
    ::archive_entry_set_filetype(entry, AE_IFREG);
    ::archive_write_header(writer, entry);
    ::archive_write_data(writer, bytes.data(), bytes.size());
    ::archive_write_close(writer);
    ::archive_entry_free(entry);
    ::archive_write_free(writer);
    out.resize(used);
    return out;
}

std::string smallTar()
{
    return TarBuilder()
        .add({ "./", '5', {}, {}, 0755 })
        .add({ "./etc/", '5', {}, {}, 0750 })
        .add({ "./etc/passwd", '0', "root:x:0:0\n" })
        .add({ "./bin", '2', {}, "usr/bin" })
        .add({ "./usr/bin/su", '0', std::string(70'000, 's'), {}, 04755, 0, 42 })
        .add({ "./usr/bin/sudo", '1', {}, "./usr/bin/su" })
        .finished();
}

} // namespace

class tst_Unpack : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { std::setlocale(LC_CTYPE, "C.UTF-8"); }

    void unpacksFilesFoldersAndLinks()
    {
        const Workplace place;
        const auto finished = place.unpack(smallTar());
        QVERIFY2(finished, finished ? "" : finished.error().what.c_str());
        QCOMPARE(finished->entries, std::uint64_t(6));
        QCOMPARE(finished->bytes, std::uint64_t(70'011));
        QCOMPARE(place.content("etc/passwd"), std::string("root:x:0:0\n"));
        QCOMPARE(place.status("etc").st_mode & 07777, 0750u);
        QVERIFY(S_ISLNK(place.status("bin").st_mode));
        QCOMPARE(place.status("usr").st_mode & 07777, 0755u); // made for its child
        QCOMPARE(place.status("usr/bin/su").st_mtime, 1'700'000'000);
        QCOMPARE(place.status("usr/bin/su").st_ino, place.status("usr/bin/sudo").st_ino);
        QVERIFY(place.isSafe());
    }

    void keepsSetuidAndOwners()
    {
        if (::geteuid() != 0)
            QSKIP("changing owners needs root");
        const Workplace place;
        QVERIFY(place.unpack(smallTar()));
        QCOMPARE(place.status("usr/bin/su").st_mode & 07777, 04755u);
        QCOMPARE(place.status("usr/bin/su").st_gid, 42u);
    }

    void readsEveryPacking_data()
    {
        QTest::addColumn<int>("filter");
        QTest::newRow("gzip") << 0;
        QTest::newRow("zstd") << 1;
        QTest::newRow("xz") << 2;
    }
    void readsEveryPacking()
    {
        QFETCH(int, filter);
        const decltype(&archive_write_add_filter_gzip) filters[]{ archive_write_add_filter_gzip,
                                                                  archive_write_add_filter_zstd,
                                                                  archive_write_add_filter_xz };
        const auto archive = compressed(smallTar(), filters[filter]);
        const Workplace place;
        const auto finished = place.unpack(archive);
        QVERIFY2(finished, finished ? "" : finished.error().what.c_str());
        QCOMPARE(place.content("usr/bin/su").size(), std::size_t(70'000));
        // Cut anywhere, it is refused.
        for (const std::size_t length : { std::size_t(1), archive.size() / 2, archive.size() - 1 })
            QVERIFY(!Workplace().unpack(archive.substr(0, length)));
    }

    void unpackedNamesStayInside_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("lands");
        QTest::newRow("absolute") << QByteArray("/etc/x") << QByteArray("etc/x");
        QTest::newRow("many slashes") << QByteArray("//a///x") << QByteArray("a/x");
        QTest::newRow("dots") << QByteArray("./././x") << QByteArray("x");
        QTest::newRow("newline") << QByteArray("a\nb") << QByteArray("a\nb");
        QTest::newRow("no UTF-8") << QByteArray("a\xff") << QByteArray("a\xff");
        QTest::newRow("three dots") << QByteArray("...") << QByteArray("...");
    }
    void unpackedNamesStayInside()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, lands);
        const Workplace place;
        const auto finished = place.unpack(TarBuilder().add({ name.toStdString(), '0', "x" }).finished());
        QVERIFY2(finished, finished ? "" : finished.error().what.c_str());
        QCOMPARE(place.content(lands.toStdString()), std::string("x"));
        QVERIFY(place.isSafe());
    }

    void refusesNamesThatLeadOut_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char *name : { "..", "../x", "a/../../x", "/..", "a/..", "./../canary" })
            QTest::newRow(name) << QByteArray(name);
    }
    void refusesNamesThatLeadOut()
    {
        QFETCH(QByteArray, name);
        const Workplace place;
        for (const char type : { '0', '5', '2' }) {
            const auto finished = place.unpack(TarBuilder().add({ name.toStdString(), type, {}, "target" }).finished());
            QVERIFY(!finished);
            QCOMPARE(finished.error().code, ErrorCode::ImageUnsafe);
        }
        QVERIFY(place.isSafe());
    }

    void refusesNamesThatAreTooLong()
    {
        const auto unpackNamed = [](const std::string &name) {
            return Workplace().unpack(TarBuilder().pax("path", name).add({ "x", '0', "x" }).finished());
        };
        QCOMPARE(unpackNamed(std::string(256, 'x')).error().code, ErrorCode::ImageUnsafe);
        std::string deep;
        while (deep.size() < 200'000)
            deep += "d/";
        QCOMPARE(unpackNamed(deep + "x").error().code, ErrorCode::ImageUnsafe);
        QVERIFY(unpackNamed(std::string(255, 'x')));
        QVERIFY(unpackNamed("\xc3\xa4/" + std::string(200, 'y')));
    }

    void aNameWithNulIsRefused()
    {
        const auto finished =
            Workplace().unpack(TarBuilder().pax("path", std::string("a\0b", 3)).add({ "x", '0', "x" }).finished());
        QCOMPARE(finished.error().code, ErrorCode::ImageCorrupt);
    }

    void nothingIsWrittenThroughASymbolicLink()
    {
        for (const char *target : { "..", "/", "../", "/tmp", "etc" }) {
            const Workplace place;
            const auto finished = place.unpack(TarBuilder()
                                                   .add({ "etc", '5' })
                                                   .add({ "link", '2', {}, target })
                                                   .add({ "link/canary", '0', "dead" })
                                                   .finished());
            QVERIFY(!finished);
            QCOMPARE(finished.error().code, ErrorCode::ImageUnsafe);
            QVERIFY(!place.exists("etc/canary"));
            QVERIFY(place.isSafe());
        }
    }

    void aLinkIsReplacedAndNotFollowed()
    {
        const Workplace place;
        QVERIFY(
            place.unpack(TarBuilder().add({ "file", '2', {}, "../canary" }).add({ "file", '0', "new" }).finished()));
        QCOMPARE(place.content("file"), std::string("new"));
        QVERIFY(place.isSafe());
    }

    void aFolderIsNotReplacedByALink()
    {
        const Workplace place;
        const auto finished =
            place.unpack(TarBuilder().add({ "d/x", '0', "x" }).add({ "d", '2', {}, ".." }).finished());
        QCOMPARE(finished.error().code, ErrorCode::ImageUnsafe);
    }

    void hardLinksStayInside()
    {
        const auto unpackLink = [](const Workplace &place, const char *target) {
            return place.unpack(TarBuilder()
                                    .add({ "s", '2', {}, "../canary" })
                                    .add({ "up", '2', {}, ".." })
                                    .add({ "d/f", '0', "x" })
                                    .add({ "hard", '1', {}, target })
                                    .finished());
        };
        for (const char *target : { "../canary", "up/canary", "d/../../canary" }) {
            const Workplace place;
            QCOMPARE(unpackLink(place, target).error().code, ErrorCode::ImageUnsafe);
            QVERIFY(place.isSafe());
        }
        for (const char *target : { "absent", "/canary", "." })
            QCOMPARE(unpackLink(Workplace(), target).error().code, ErrorCode::ImageCorrupt);
        QCOMPARE(unpackLink(Workplace(), "d").error().code, ErrorCode::ImageUnsafe);
        const Workplace place;
        QVERIFY(unpackLink(place, "s")); // to the link itself, not to where it leads
        QVERIFY(S_ISLNK(place.status("hard").st_mode));
        QVERIFY(place.isSafe());
    }

    void devicesPipesAndSocketsAreLeftOut()
    {
        const Workplace place;
        const auto finished = place.unpack(TarBuilder()
                                               .add({ "char", '3' })
                                               .add({ "block", '4' })
                                               .add({ "pipe", '6' })
                                               .add({ "file", '0', "x" })
                                               .finished());
        QVERIFY2(finished, finished ? "" : finished.error().what.c_str());
        for (const char *name : { "char", "block", "pipe" })
            QVERIFY(!place.exists(name));
        QVERIFY(place.exists("file"));
    }

    void refusesIdsOutsideTheRange()
    {
        QVERIFY(Workplace().unpack(TarBuilder().add({ "x", '0', {}, {}, 0644, 65'535, 65'535 }).finished()));
        for (const char *id : { "65536", "4294967295", "-1" }) {
            const auto finished = Workplace().unpack(TarBuilder().pax("uid", id).add({ "x", '0', "x" }).finished());
            QVERIFY(!finished);
            QCOMPARE(finished.error().code, ErrorCode::ImageUnsafe);
        }
    }

    void keepsOnlyAllowedAttributes()
    {
        for (const char *name : { "trusted.overlay.opaque", "user.overlay.whiteout", "security.selinux",
                                  "system.posix_acl_access", "security.ima" })
            QVERIFY2(!keepsAttribute(name), name);
        QVERIFY(keepsAttribute("user.note") && keepsAttribute("security.capability"));
        const Workplace place;
        QVERIFY(place.unpack(TarBuilder()
                                 .pax("SCHILY.xattr.user.note", "hello")
                                 .add({ "a", '0', "x" })
                                 .pax("SCHILY.xattr.user.overlay.origin", "y")
                                 .add({ "b", '0', "x" })
                                 .finished()));
        char value[16];
        const auto size = ::getxattr(place.path("a").c_str(), "user.note", value, sizeof value);
        if (size < 0 && errno == ENOTSUP)
            QSKIP("this file system has no extended attributes");
        QCOMPARE(std::string(value, static_cast<std::size_t>(std::max<ssize_t>(size, 0))), std::string("hello"));
        QVERIFY(::getxattr(place.path("b").c_str(), "user.overlay.origin", value, sizeof value) < 0);
    }

    void keepsHolesOfSparseFiles()
    {
        // GNU format 1.0: the map comes first in the body.
        std::string body = "1\n1048576\n4\n";
        body.resize(512, '\0');
        const Workplace place;
        const auto finished = place.unpack(TarBuilder()
                                               .add({ "P", 'x',
                                                      "22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n"
                                                      "26 GNU.sparse.name=sparse\n31 GNU.sparse.realsize=1048580\n" })
                                               .add({ "GNUSparseFile.0/sparse", '0', body + "tail" })
                                               .finished());
        QVERIFY2(finished, finished ? "" : finished.error().what.c_str());
        QCOMPARE(place.status("sparse").st_size, 1'048'580);
        QVERIFY(place.status("sparse").st_blocks * 512 < 200'000);
        QCOMPARE(place.content("sparse").substr(1'048'576), std::string("tail"));
    }

    void refusesLyingHeaders_data()
    {
        QTest::addColumn<QByteArray>("archive");
        const auto row = [](const char *name, const std::string &archive) {
            QTest::newRow(name) << QByteArray(archive.data(), static_cast<int>(archive.size()));
        };
        const std::string tar = smallTar();
        row("empty", "");
        row("no tar", "PK\3\4 something else entirely");
        row("only an end", std::string(1024, '\0'));
        row("two sizes", TarBuilder().pax("size", "1").add({ "x", '0', "hello" }).finished());
        row("a larger PAX size", TarBuilder().pax("size", "600").add({ "x", '0', "hello" }).finished());
        row("huge size", TarBuilder().add({ "x", '0', "x", {}, 0644, 0, 0, 07777777777 }).finished());
        row("PAX size is no number", TarBuilder().pax("size", "-5").add({ "x", '0', "hello" }).finished());
        row("global path", TarBuilder().pax("path", "x", 'g').add({ "a", '0', "x" }).finished());
        row("global size", TarBuilder().pax("size", "1", 'g').add({ "a", '0', "x" }).finished());
        row("damaged PAX record", TarBuilder().add({ "P", 'x', "99 path=x\n" }).add({ "a", '0', "x" }).finished());
        row("hard link with content", TarBuilder().add({ "a", '0', "x" }).add({ "b", '1', "y", "a" }).finished());
        row("folder with content", TarBuilder().add({ "a", '5', "y" }).finished());
        row("bad checksum", [&] {
            auto damaged = tar;
            damaged[512 + 10] ^= 1;
            return damaged;
        }());
        row("two archives", tar + tar);
        row("something behind the end", tar + "x");
        row("no end", TarBuilder().add({ "a", '0', "x" }).unfinished());
        row("cut in a header", tar.substr(0, 512 + 100));
        row("cut in a body", tar.substr(0, 512 * 3 + 5));
    }
    void refusesLyingHeaders()
    {
        QFETCH(QByteArray, archive);
        const Workplace place;
        const auto finished = place.unpack(archive.toStdString());
        QVERIFY(!finished);
        QCOMPARE(finished.error().code, ErrorCode::ImageCorrupt);
        QVERIFY(place.isSafe());
    }

    void acceptsAGlobalHeaderThatOnlyComments()
    {
        QVERIFY(Workplace().unpack(TarBuilder().pax("comment", "0123abcd", 'g').add({ "a", '0', "x" }).finished()));
    }

    void anyDamageIsRefusedOrHarmless()
    {
        const auto good = smallTar();
        for (std::size_t at = 0; at < 512 * 9; at += 37) {
            auto damaged = good;
            damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
            const Workplace place;
            (void)place.unpack(damaged);
            QVERIFY(place.isSafe());
        }
    }

    void countsAgainstTheLimits()
    {
        TarBuilder builder;
        for (int i = 0; i < 11; ++i)
            builder.add({ "f" + std::to_string(i), '0', std::string(1000, 'x') });
        UnpackOptions options;
        options.maxEntries = 10;
        QCOMPARE(Workplace().unpack(builder.finished(), options).error().code, ErrorCode::LimitExceeded);
        options = {};
        options.maxBytes = 10'999;
        QCOMPARE(Workplace().unpack(builder.finished(), options).error().code, ErrorCode::LimitExceeded);
        options.maxBytes = 11'000;
        QVERIFY(Workplace().unpack(builder.finished(), options));
    }

    void aBombStopsAtTheLimit()
    {
        const auto archive = compressed(TarBuilder().add({ "bomb", '0', std::string(32 << 20, '\0') }).finished(),
                                        archive_write_add_filter_gzip);
        QVERIFY(archive.size() < 100'000);
        UnpackOptions options;
        options.maxBytes = 1 << 20;
        options.maxEntries = 10;
        QCOMPARE(Workplace().unpack(archive, options).error().code, ErrorCode::LimitExceeded);
    }

    void messagesSurviveTheWire()
    {
        const UnpackMessage messages[]{ Progress{ 1, 2 }, Finished{ 3, 4 },
                                        Error{ ErrorCode::NoSpace, ENOSPC, "writing \"x\": full" } };
        for (const auto &message : messages)
            QVERIFY(decodeMessage(encodeMessage(message)).value() == message);
        for (const char *packet :
             { "", "P", "P 1", "P 1 x", "P 1 2 3", "OK -1 2", "X 1 2", "E io.vitrine.Error.NoSpace",
               "E io.vitrine.Error.NotAuthorized 0 x", "E io.vitrine.Error.NoSpace 99999 x" })
            QVERIFY2(!decodeMessage(packet), packet);
        QVERIFY(!decodeMessage(std::string(kMaxPacket + 1, 'P')));
    }
};

QTEST_APPLESS_MAIN(tst_Unpack)
#include "tst_Unpack.moc"
