// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bus/HelperTest.h"

#include "core/base/Files.h"
#include "core/ipc/Names.h"

#include <QtTest>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

using namespace vitrine;
using namespace vitrine::test;

/// Images, what they are made of, and containers that are made of them. Layers of the stand-in for the unpacker are
/// named by one digit: "abc" are three.
class TestHelperImages : public HelperTest {
    Q_OBJECT

private slots:
    void archiveBecomesAnImage()
    {
        const std::string id = import("good abc web:1");
        QVERIFY(becomes(id, "ready"));
        QCOMPARE(names(id), std::vector<std::string>{ "web:1" });
        QVERIFY(contains(text(id, "Digest"), "sha256:ccc"));
        QVERIFY(contains(text(id, "Config"), "\"entrypoint\":[\"run\"]"));
        QVERIFY(contains(text(id, "Layers"), "made by hand"));
        QCOMPARE(layers(), std::string("abc"));
        QCOMPARE(leftovers(), std::size_t{ 0 });
        m_rig->killHelper();
        QVERIFY(m_rig->startHelper());
        QCOMPARE(names(id), std::vector<std::string>{ "web:1" });
        QCOMPARE(text(id, "State"), std::string("ready"));
    }

    void layersAreThereOnce()
    {
        const std::string first = import("good abc web:1");
        QVERIFY(becomes(first, "ready"));
        const std::string second = import("good abd web:2");
        QVERIFY(becomes(second, "ready"));
        QCOMPARE(layers(), std::string("abcd"));
        QVERIFY(contains(text(first, "Layers"), "\"sharedWith\":1"));
        QVERIFY(verb(first, "Remove"));
        QCOMPARE(layers(), std::string("abd"));
        QVERIFY(!contains(text(second, "Layers"), "\"sharedWith\":1"));
        QVERIFY(verb(second, "Remove"));
        QCOMPARE(layers(), std::string());
        QVERIFY(m_rig->names("state/trash").empty());
    }

    void refusedArchiveLeavesNothing_data()
    {
        QTest::addColumn<QString>("archive");
        QTest::addColumn<QString>("reason");
        QTest::newRow("unsafe") << "bad"
                                << "leads out of the root";
        QTest::newRow("layers that are not there") << "lying ab web"
                                                   << "is missing after unpacking";
        QTest::newRow("no description") << "garbled ab web"
                                        << "reading what the archive holds";
        QTest::newRow("no layers") << "empty"
                                   << "no layers";
    }
    void refusedArchiveLeavesNothing()
    {
        QFETCH(QString, archive);
        QFETCH(QString, reason);
        const std::string id = import(archive.toStdString());
        QVERIFY(becomes(id, "failed"));
        QVERIFY2(contains(text(id, "Failure"), reason.toStdString()), text(id, "Failure").c_str());
        QCOMPARE(layers(), std::string());
        QCOMPARE(leftovers(), std::size_t{ 0 });
        QVERIFY(verb(id, "Remove"));
        QVERIFY(m_client->list().empty());
        // The second try is right.
        QVERIFY(becomes(import("good ab web"), "ready"));
    }

    void importIsCancelledAndGone()
    {
        const std::string id = import("slow");
        QCOMPARE(text(id, "State"), std::string("importing"));
        QCOMPARE(verb(id, "Remove").errorName, std::string("io.vitrine.Error.BadState"));
        QVERIFY(verb(id, "Cancel"));
        QVERIFY(m_client->list().empty());
        QCOMPARE(leftovers(), std::size_t{ 0 });
        QVERIFY(m_rig->names("state/trash").empty());
    }

    void importsAreTwoAtATime()
    {
        import("slow");
        import("slow");
        QCOMPARE(tryImport("slow", "{}").errorName, std::string("io.vitrine.Error.LimitExceeded"));
    }

    void importThatStandsStillIsGivenUp()
    {
        m_rig->killHelper();
        ::setenv("VITRINE_TEST_UNPACK_STALL_MS", "300", 1);
        QVERIFY(m_rig->startHelper());
        ::unsetenv("VITRINE_TEST_UNPACK_STALL_MS");
        const std::string id = import("slow");
        QVERIFY(becomes(id, "failed"));
        QVERIFY(contains(text(id, "Failure"), "nothing more came of it"));
    }

    void interruptedImportIsForgottenWithAllItWrote()
    {
        QVERIFY(becomes(import("good ab web"), "ready"));
        import("slow");
        QCOMPARE(leftovers(), std::size_t{ 1 });
        m_rig->killHelper();
        std::filesystem::create_directories(m_rig->tree().path(userDirectory() + "/" + std::string(64, 'f')));
        QVERIFY(m_rig->startHelper());
        QCOMPARE(m_client->list().size(), std::size_t{ 1 });
        QCOMPARE(leftovers(), std::size_t{ 0 });
        QCOMPARE(layers(), std::string("ab"));
        QTRY_VERIFY(m_rig->names("state/trash").empty());
    }

    void nameBelongsToOneImage()
    {
        const std::string old = import("good ab web:1");
        QVERIFY(becomes(old, "ready"));
        const std::string next = import("good ac", "{\"names\":[\"web:1\",\"web\"]}");
        QVERIFY(becomes(next, "ready"));
        QVERIFY(names(old).empty());
        QCOMPARE(names(next), (std::vector<std::string>{ "web:1", "web:latest" }));
        QVERIFY(verb(old, "Tag", "s", "web"));
        QCOMPARE(names(old), std::vector<std::string>{ "web:latest" });
        QCOMPARE(names(next), std::vector<std::string>{ "web:1" });
        QVERIFY(verb(next, "Untag", "s", "web:1"));
        QVERIFY(names(next).empty());
        QCOMPARE(verb(next, "Untag", "s", "web:1").errorName, std::string("io.vitrine.Error.NotFound"));
        QCOMPARE(verb(next, "Tag", "s", "../x").errorName, std::string("io.vitrine.Error.InvalidName"));
        QCOMPARE(tryImport("good ab", "{\"names\":[\"A B\"]}").errorName, std::string("io.vitrine.Error.InvalidName"));
        QCOMPARE(tryImport("good ab", "{\"name\":\"x\"}").errorName, std::string("io.vitrine.Error.InvalidArgs"));
    }

    void sameImageAgainTakesThePlaceOfTheFirst()
    {
        const std::string first = import("good ab web:1");
        QVERIFY(becomes(first, "ready"));
        QVERIFY(verb(first, "Tag", "s", "mine"));
        const std::string again = import("good ab web:1");
        QVERIFY(becomes(again, "ready"));
        QCOMPARE(m_client->list().size(), std::size_t{ 1 });
        QCOMPARE(names(again), (std::vector<std::string>{ "web:1", "mine:latest" }));
    }

    void containerRunsWhatTheImageSays()
    {
        const std::string image = import("good ab web:1");
        QVERIFY(becomes(image, "ready"));
        const std::string variables = "\"env\":[{\"name\":\"BOTH\",\"value\":\"mine\"}]";
        const std::string id =
            m_client->create(specJson("one", "", "\"root\":{\"kind\":\"image\",\"path\":\"web:1\"}," + variables));
        const std::string spec = m_client->property(id, "Spec");
        QVERIFY2(contains(spec, "\"command\":[\"run\"]"), spec.c_str());
        QVERIFY2(contains(spec, "{\"name\":\"FROM\",\"value\":\"image\"},{\"name\":\"BOTH\",\"value\":\"mine\"}"),
                 spec.c_str());
        QVERIFY(m_client->start(id));
        QCOMPARE(property(image, "UsedBy").size(), std::size_t{ 1 });
        QVERIFY(m_client->verb(id, "Rename", "s", "two"));
        QCOMPARE(property(image, "UsedBy"), std::vector<std::string>{ "two" });

        const Answer refused = verb(image, "Remove");
        QCOMPARE(refused.errorName, std::string("io.vitrine.Error.Busy"));
        QVERIFY(contains(refused.errorText, "two"));
        m_rig->killHelper();
        QVERIFY(m_rig->startHelper());
        QCOMPARE(property(image, "UsedBy"), std::vector<std::string>{ "two" });
        QCOMPARE(layers(), std::string("ab"));
        QVERIFY(m_client->verb(id, "Remove", "b", 1));
        QVERIFY(verb(image, "Remove"));
        QCOMPARE(layers(), std::string());
    }

    void layersOutliveTheRecordWhileAContainerHasThem()
    {
        const std::string image = import("good ab web:1");
        QVERIFY(becomes(image, "ready"));
        const std::string id =
            m_client->create(specJson("one", "\"run\"", "\"root\":{\"kind\":\"image\",\"path\":\"web:1\"}"));
        m_rig->killHelper();
        m_rig->tree().write("state/images/" + std::to_string(::geteuid()) + "/" + image + ".json", "{");
        QVERIFY(m_rig->startHelper());
        QCOMPARE(m_rig->names("state/quarantine").size(), std::size_t{ 1 });
        QCOMPARE(layers(), std::string("ab"));
        QVERIFY(m_client->start(id));
        QVERIFY(m_client->verb(id, "Remove", "b", 1));
        QTRY_COMPARE(layers(), std::string());
    }

    void layersOfARecordOfANewerHelperStay()
    {
        QVERIFY(becomes(import("good ab web:1"), "ready"));
        m_rig->killHelper();
        const std::string directory = "state/images/" + std::to_string(::geteuid());
        m_rig->tree().write(directory + "/" + m_rig->names(directory).front(), "{\"schemaVersion\":99}");
        QVERIFY(m_rig->startHelper());
        QVERIFY(m_client->list().empty());
        QCOMPARE(layers(), std::string("ab"));
        QCOMPARE(m_rig->names(directory).size(), std::size_t{ 1 });
    }

    void imagesAreFoundByShortNamesAndIds()
    {
        const std::string id = import("good ab", "{\"names\":[\"localhost:5000/team/web:1\"]}");
        QVERIFY(becomes(id, "ready"));
        for (const std::string &reference :
             { std::string("web:1"), std::string("team/web:1"), id, id.substr(0, 6), std::string("sha256:bbbb"),
               std::string("bbbbbb"), "web@sha256:" + std::string(64, 'b') })
            QVERIFY2(!m_client->create(imageSpec(reference)).empty(), reference.c_str());
        QCOMPARE(tryCreate("web:2").errorName, std::string("io.vitrine.Error.NotFound"));
        QCOMPARE(tryCreate("eb:1").errorName, std::string("io.vitrine.Error.NotFound"));
        QVERIFY(becomes(import("good ac", "{\"names\":[\"example.org/team/web:1\"]}"), "ready"));
        QCOMPARE(tryCreate("web:1").errorName, std::string("io.vitrine.Error.InvalidArgs"));
    }

    void pruningSaysFirstWhatWouldGo()
    {
        const std::string used = import("good ab web:1");
        QVERIFY(becomes(used, "ready"));
        QVERIFY(becomes(import("good ac web:2"), "ready"));
        m_client->create(imageSpec("web:1"));
        const std::string told = prune(true);
        QVERIFY2(contains(told, "\"bytes\":1000,\"images\":[{\"bytes\":2000") && contains(told, "web:2")
                     && contains(told, "\"layers\":1"),
                 told.c_str());
        QCOMPARE(layers(), std::string("abc"));
        QCOMPARE(prune(false), told);
        QCOMPARE(layers(), std::string("ab"));
        QVERIFY(contains(prune(true), "\"layers\":0"));
    }

    void anExportIsWrittenIntoAFileOfTheCallers()
    {
        const std::string id = import("good ab web:1");
        QVERIFY(becomes(id, "ready"));
        const std::string file = m_rig->tree().write("out.tar", "");
        const UniqueFd readable(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
        QCOMPARE(verb(id, "Export", "sh", "oci-archive", readable.get()).errorName,
                 std::string("io.vitrine.Error.SourceNotAllowed"));
        const UniqueFd out(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
        QCOMPARE(verb(id, "Export", "sh", "zip", out.get()).errorName, std::string("io.vitrine.Error.InvalidArgs"));
        for (const char *format : { "oci-archive", "docker-archive", "rootfs" }) {
            QCOMPARE(::ftruncate(out.get(), 0), 0);
            QCOMPARE(::lseek(out.get(), 0, SEEK_SET), off_t(0));
            const Answer done = verb(id, "Export", "sh", format, out.get());
            QVERIFY2(done, done.errorText.c_str());
            QCOMPARE(readFileAt(AT_FDCWD, file.c_str(), 64).value_or(""), std::string("packed"));
        }
        // Nothing is left over, and it can be removed.
        QVERIFY(verb(id, "Remove"));
        QTRY_COMPARE(layers(), std::string());
    }

    void aCommitHoldsTheContainerWhileItIsRead()
    {
        const std::string id = startWithLayer(false);
        const std::string image = commit(id);
        QVERIFY(becomes(image, "ready"));
        QCOMPARE(m_client->property(id, "State"), std::string("running"));
        QCOMPARE(layers(), std::string("abf"));
        QCOMPARE(names(image), std::vector<std::string>{ "mine:latest" });
        QVERIFY(m_client->verb(id, "Remove", "b", 1));
        QVERIFY(verb(image, "Remove"));
        QTRY_COMPARE(layers(), std::string("ab"));
    }

    void aCommitThatIsGivenUpLetsTheContainerGo()
    {
        const std::string id = startWithLayer(true);
        const std::string image = commit(id);
        QCOMPARE(m_client->property(id, "State"), std::string("paused"));
        QCOMPARE(m_client->verb(id, "Resume").errorName, std::string("io.vitrine.Error.Busy"));
        QVERIFY(verb(image, "Cancel"));
        QCOMPARE(m_client->property(id, "State"), std::string("running"));
        QVERIFY(!verb(image, "Remove"));
        QCOMPARE(leftovers(), std::size_t{ 0 });
        QVERIFY(m_client->verb(id, "Pause")); // nothing is held any more
    }

    void aHelperThatStartsLetsGoWhatWasHeld()
    {
        const std::string id = startWithLayer(true);
        const std::string image = commit(id);
        QCOMPARE(m_client->property(id, "State"), std::string("paused"));
        m_rig->killHelper();
        QVERIFY(m_rig->startHelper());
        QCOMPARE(m_client->property(id, "State"), std::string("running"));
        QVERIFY(!verb(image, "Cancel"));
        QTRY_COMPARE(leftovers(), std::size_t{ 0 });
        // What a person has paused stays so.
        QVERIFY(m_client->verb(id, "Pause"));
        m_rig->killHelper();
        QVERIFY(m_rig->startHelper());
        QCOMPARE(m_client->property(id, "State"), std::string("paused"));
    }

    void aCommitIsRefusedBeforeItBegins()
    {
        QVERIFY(becomes(import("good ab web:1"), "ready"));
        const std::string fresh =
            m_client->create(specJson("one", "\"run\"", "\"root\":{\"kind\":\"image\",\"path\":\"web:1\"}"));
        QCOMPARE(m_client->verb(fresh, "Commit", "s", "{\"names\":[\"x\"]}").errorName,
                 std::string("io.vitrine.Error.BadState")); // it has no layer of its own yet
        QCOMPARE(m_client->verb(fresh, "Commit", "s", "{\"nams\":[]}").errorName,
                 std::string("io.vitrine.Error.InvalidConfig"));
        const std::string host = m_client->create(specJson("two", "\"run\""));
        QCOMPARE(m_client->verb(host, "Commit", "s", "{}").errorName, std::string("io.vitrine.Error.Unsupported"));
        QVERIFY(!m_client->verb(fresh, "Commit", "s", "{\"names\":[\"No Name\"]}"));
        QCOMPARE(leftovers(), std::size_t{ 0 });
    }

private:
    /// A running container of an image, with a writable layer as the shim would have made it.
    std::string startWithLayer(bool isSlow)
    {
        static_cast<void>(becomes(import("good ab web:1"), "ready"));
        const std::string id =
            m_client->create(specJson("one", "\"run\"", "\"root\":{\"kind\":\"image\",\"path\":\"web:1\"}"));
        static_cast<void>(m_client->start(id));
        const std::string upper = "state/containers/" + id + "/overlay/upper";
        m_rig->tree().makeDirectory(upper);
        if (isSlow)
            m_rig->tree().write(upper + "/slow", "");
        return id;
    }
    std::string commit(const std::string &id)
    {
        const std::string made = m_client->verb(id, "Commit", "s", "{\"names\":[\"mine\"]}").text();
        return made.substr(made.rfind('/') + 1);
    }
    static std::string userDirectory() { return "state/layers/" + std::to_string(::geteuid()); }
    static std::string path(const std::string &id) { return ipc::kImagePathPrefix + id; }
    static std::string imageSpec(const std::string &reference)
    {
        static int number = 0;
        return specJson("c" + std::to_string(++number), "\"run\"",
                        "\"root\":{\"kind\":\"image\",\"path\":\"" + reference + "\"}");
    }

    Answer tryImport(const std::string &content, const std::string &request)
    {
        static int number = 0;
        const std::string file = m_rig->tree().write("image" + std::to_string(++number) + ".tar", content);
        const UniqueFd archive(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
        return m_client->call(ipc::kManagerPath, ipc::kManagerInterface, "ImportImage", "sh", request.c_str(),
                              archive.get());
    }
    std::string import(const std::string &content, const std::string &request = "{}")
    {
        const std::string made = tryImport(content, request).text();
        return made.substr(made.rfind('/') + 1);
    }
    Answer tryCreate(const std::string &reference)
    {
        return m_client->call(ipc::kManagerPath, ipc::kManagerInterface, "Create", "sa{sh}",
                              imageSpec(reference).c_str(), 0);
    }
    template <typename... Args>
    Answer verb(const std::string &id, const char *member, const char *types = "", Args... args)
    {
        return m_client->call(path(id), ipc::kImageInterface, member, types, args...);
    }
    std::string prune(bool isDryRun)
    {
        return m_client->call(ipc::kManagerPath, ipc::kManagerInterface, "PruneImages", "b", int(isDryRun)).text();
    }
    Answer get(const std::string &id, const char *name)
    {
        return m_client->call(path(id), "org.freedesktop.DBus.Properties", "Get", "ss", ipc::kImageInterface, name);
    }
    std::string text(const std::string &id, const char *name)
    {
        const Answer answer = get(id, name);
        const char *value = "";
        if (answer)
            sd_bus_message_read(answer.message.get(), "v", "s", &value);
        return value;
    }
    std::vector<std::string> property(const std::string &id, const char *name)
    {
        const Answer answer = get(id, name);
        std::vector<std::string> values;
        const char *value = nullptr;
        if (answer && sd_bus_message_enter_container(answer.message.get(), 'v', "as") > 0
            && sd_bus_message_enter_container(answer.message.get(), 'a', "s") > 0) {
            while (sd_bus_message_read(answer.message.get(), "s", &value) > 0)
                values.emplace_back(value);
        }
        return values;
    }
    std::vector<std::string> names(const std::string &id) { return property(id, "Names"); }
    bool becomes(const std::string &id, const std::string &state)
    {
        return QTest::qWaitFor([&] { return text(id, "State") == state; }, 5000);
    }
    /// One digit each.
    std::string layers()
    {
        std::string digits;
        for (const std::string &name : m_rig->names(userDirectory())) {
            if (name.size() == 64)
                digits += name.front();
        }
        std::ranges::sort(digits);
        return digits;
    }
    std::size_t leftovers()
    {
        const auto all = m_rig->names(userDirectory());
        return static_cast<std::size_t>(
            std::ranges::count_if(all, [](const std::string &name) { return name.size() != 64; }));
    }
};

QTEST_GUILESS_MAIN(TestHelperImages)
#include "tst_HelperImages.moc"
