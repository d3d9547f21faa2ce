// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Files.h"
#include "core/base/StrictJson.h"
#include "core/base/Text.h"
#include "core/base/UniqueFd.h"
#include "tests/support/TempTree.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <sys/stat.h>

using namespace vitrine;

class tst_Base : public QObject {
    Q_OBJECT
private slots:
    void tellsUtf8FromOtherBytes_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("valid");
        QTest::newRow("ascii") << QByteArray("abc") << true;
        QTest::newRow("umlaut") << QByteArray("\xc3\xa4") << true;
        QTest::newRow("four bytes") << QByteArray("\xf0\x9f\x98\x80") << true;
        QTest::newRow("overlong slash") << QByteArray("\xc0\xaf") << false;
        QTest::newRow("overlong three") << QByteArray("\xe0\x80\xaf") << false;
        QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << false;
        QTest::newRow("beyond") << QByteArray("\xf4\x90\x80\x80") << false;
        QTest::newRow("cut") << QByteArray("a\xe2\x82") << false;
        QTest::newRow("lone tail") << QByteArray("\x80") << false;
    }
    void tellsUtf8FromOtherBytes()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, valid);
        QCOMPARE(isValidUtf8(bytes.toStdString()), valid);
    }

    void showsStrangeBytesInMessages()
    {
        QCOMPARE(printable(std::string_view("a\n\xff\0b", 5)), std::string("a\\x0a\\xff\\x00b"));
        QCOMPARE(printable(std::string(200, 'x')).size(), std::size_t(80 + 3));
    }

    void parsesOnlyWholeNumbers()
    {
        QCOMPARE(parseNumber<unsigned>("12"), std::optional(12u));
        for (const char *text : { "", " 1", "1 ", "+1", "-1", "0x1", "1.0", "4294967296" })
            QCOMPARE(parseNumber<unsigned>(text), std::optional<unsigned>());
    }

    void replacesAFileWhole()
    {
        const test::TempTree tree;
        tree.write("state", "old");
        const UniqueFd directory(::open(tree.path().c_str(), O_PATH | O_CLOEXEC));
        QVERIFY(writeFileAtomicAt(directory.get(), "state", "new", 0640));
        QCOMPARE(readFileAt(directory.get(), "state", 100).value(), std::string("new"));
        struct stat status = {};
        QCOMPARE(::fstatat(directory.get(), "state", &status, 0), 0);
        QCOMPARE(status.st_mode & 07777, 0640u);
        QCOMPARE(std::distance(std::filesystem::directory_iterator(tree.root()), {}), 1);
    }

    void leavesTheOldFileWhenWritingFails()
    {
        const test::TempTree tree;
        tree.makeDirectory("state/full");
        const UniqueFd directory(::open(tree.path().c_str(), O_PATH | O_CLOEXEC));
        QVERIFY(!writeFileAtomicAt(directory.get(), "state", "new", 0600)); // a file cannot replace a directory
        QCOMPARE(std::distance(std::filesystem::directory_iterator(tree.root()), {}), 1);
    }

    void readsOnlySmallRegularFiles()
    {
        const test::TempTree tree;
        tree.write("big", std::string(101, 'x'));
        QCOMPARE(::mkfifo(tree.path("fifo").c_str(), 0600), 0);
        std::filesystem::create_symlink("big", tree.root() / "link");
        const UniqueFd directory(::open(tree.path().c_str(), O_PATH | O_CLOEXEC));
        QCOMPARE(readFileAt(directory.get(), "big", 101).value().size(), std::size_t(101));
        QCOMPARE(readFileAt(directory.get(), "big", 100).error().code, ErrorCode::TooLarge);
        QCOMPARE(readFileAt(directory.get(), "absent", 100).error().code, ErrorCode::NotFound);
        QVERIFY(!readFileAt(directory.get(), "fifo", 100));
        QVERIFY(!readFileAt(directory.get(), "link", 1000));
    }

    void refusesJsonThatIsNotStrict_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("named");
        QTest::newRow("empty") << QByteArray("") << QByteArray("empty");
        QTest::newRow("blank") << QByteArray("  ") << QByteArray("no valid JSON");
        QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf{}") << QByteArray("byte order mark");
        QTest::newRow("trailing bytes") << QByteArray("{} x") << QByteArray("no valid JSON");
        QTest::newRow("trailing NUL") << QByteArray("{}\0", 3) << QByteArray("no valid JSON");
        QTest::newRow("two values") << QByteArray("{}{}") << QByteArray("no valid JSON");
        QTest::newRow("comment") << QByteArray("{/*x*/}") << QByteArray("no valid JSON");
        QTest::newRow("duplicate key") << QByteArray(R"({"a":{"b":1,"b":2}})") << QByteArray("a: the key \"b\"");
        QTest::newRow("escaped NUL") << QByteArray(R"({"name":"a\u0000b"})") << QByteArray("name: a text holds");
        QTest::newRow("NUL in a key") << QByteArray("{\"a\\u0000\":1}") << QByteArray("U+0000");
        QTest::newRow("bad UTF-8") << QByteArray("{\"a\":\"\xff\"}") << QByteArray("no valid JSON");
        QTest::newRow("lone surrogate") << QByteArray(R"({"a":"\ud800"})") << QByteArray("no valid JSON");
        QTest::newRow("1e400") << QByteArray(R"({"cpus":1e400})") << QByteArray("cpus: a number is out of range");
        QTest::newRow("-0") << QByteArray(R"({"pids":-0})") << QByteArray("pids: -0");
        QTest::newRow("depth 17") << QByteArray(17, '[') + QByteArray(17, ']') << QByteArray("deeper than 16");
        QTest::newRow("depth 10,000") << QByteArray(10'000, '[') << QByteArray("deeper than 16");
    }
    void refusesJsonThatIsNotStrict()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, named);
        const auto value = parseStrictJson({ text.constData(), static_cast<std::size_t>(text.size()) });
        QVERIFY(!value);
        QCOMPARE(value.error().code, ErrorCode::InvalidConfig);
        QVERIFY2(value.error().what.find(named.toStdString()) != std::string::npos, value.error().what.c_str());
    }

    void refusesLargeJsonBeforeItIsParsed()
    {
        const auto value = parseStrictJson(std::string(4 * 1024 * 1024 + 1, ' '));
        QCOMPARE(value.error().code, ErrorCode::TooLarge);
    }

    void acceptsJsonOfTheFullDepth() { QVERIFY(parseStrictJson(std::string(16, '[') + std::string(16, ']'))); }

    void namesAllDuplicateKeysAtOnce()
    {
        const auto error = parseStrictJson(R"({"a":1,"a":2,"b":1,"b":2,"c":"\u0000"})").error();
        for (const char *named : { "\"a\"", "\"b\"", "c: a text" })
            QVERIFY2(error.what.find(named) != std::string::npos, error.what.c_str());
    }

    void readsMembersAndNamesEveryProblem()
    {
        const auto value = parseStrictJson(R"({"text":1,"flag":"x","whole":18446744073709551616,"strange":1,
            "list":["a",2],"rows":[{"n":1},{"n":-1}]})");
        std::vector<std::string> problems;
        JsonObject object(*value, {}, problems);
        std::string text;
        bool flag = false;
        std::uint64_t whole = 7;
        std::vector<std::string> list;
        std::uint64_t sum = 0;
        object.read("text", text);
        object.read("flag", flag);
        object.read("whole", whole);
        object.read("list", list);
        object.readRows("rows", [&](JsonObject &row) {
            std::uint64_t n = 0;
            row.read("n", n);
            sum += n;
        });
        object.refuseUnknownKeys();
        QCOMPARE(problems.size(), std::size_t(6));
        QCOMPARE(whole, std::uint64_t(7));
        QCOMPARE(sum, std::uint64_t(1));
        QVERIFY(join(problems, " ").find("rows[1].n") != std::string::npos);
        QVERIFY(join(problems, " ").find("list[1]") != std::string::npos);
        QVERIFY(join(problems, " ").find("strange: is not known") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(tst_Base)
#include "tst_Base.moc"
