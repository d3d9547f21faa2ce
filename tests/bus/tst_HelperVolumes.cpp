// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bus/HelperTest.h"

#include "core/ipc/Names.h"

#include <QtTest>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

using namespace vitrine;
using namespace vitrine::test;

namespace fs = std::filesystem;

namespace {

std::string withVolume(const std::string &container, const std::string &volume, const std::string &command = "\"run\"",
                       const std::string &more = {})
{
    return specJson(container, command,
                    R"("mounts":[{"kind":"volume","source":")" + volume + R"(","target":"/data","access":"readWrite"}])"
                        + more);
}

std::string requestFor(const std::string &name, const std::string &owner)
{
    return R"({"name":")" + name + R"(","owner":")" + owner + "\"}";
}

} // namespace

/// What the helper does with volumes.
class TestHelperVolumes : public HelperTest {
    Q_OBJECT

private slots:
    void createdVolumeHasItsProperties()
    {
        const std::string id = create("pgdata", "999:998");
        QCOMPARE(id.size(), std::size_t{ 16 });
        QCOMPARE(property(id, "Id"), id);
        QCOMPARE(property(id, "Name"), std::string("pgdata"));
        QCOMPARE(property(id, "Owner"), std::string("999:998"));
        QVERIFY(users(id).empty());
        QVERIFY(fs::is_directory(place(id) + "/data"));
    }

    void refusesWhatIsNoVolume()
    {
        QCOMPARE(errorOf(R"({"name":"../x","owner":""})"), std::string("io.vitrine.Error.InvalidName"));
        QCOMPARE(errorOf(R"({"name":"x","owner":"an na"})"), std::string("io.vitrine.Error.InvalidArgs"));
        QCOMPARE(errorOf(R"({"name":"x","owner":"65536"})"), std::string("io.vitrine.Error.InvalidArgs"));
        QVERIFY(contains(errorOf(R"({"name":"x","path":"/etc"})"), "InvalidArgs"));
        QVERIFY(!create("x").empty());
        QCOMPARE(errorOf(R"({"name":"x","owner":""})"), std::string("io.vitrine.Error.NameInUse"));
    }

    void anOwnerMayBeNamed()
    {
        QCOMPARE(property(create("data", "postgres"), "Owner"), std::string("postgres"));
        QVERIFY(!create("more", "_apt:nogroup").empty());
        for (const char *wrong : { "-x", "a:", ":b", "a:b:c", "post gres", "999:staff", "../x" })
            QCOMPARE(errorOf(requestFor("x", wrong)), std::string("io.vitrine.Error.InvalidArgs"));
        m_rig->killHelper();
        QVERIFY(m_rig->startHelper());
        m_client = m_rig->client();
        QVERIFY(!create("again").empty());
        QCOMPARE(errorOf(requestFor("data", "")), std::string("io.vitrine.Error.NameInUse"));
        // It is nobody of this computer.
        const std::string host = m_client->create(withVolume("web", "data"));
        const Answer refused = m_client->start(host);
        QCOMPARE(refused.errorName, std::string("io.vitrine.Error.InvalidConfig"));
        QVERIFY2(contains(refused.errorText, "user postgres of an image"), refused.errorText.c_str());
    }

    void refusesMoreThanAnAccountMayHave()
    {
        for (int i = 0; i < 256; ++i)
            QVERIFY(!create("v" + std::to_string(i)).empty());
        QCOMPARE(errorOf(R"({"name":"more","owner":""})"), std::string("io.vitrine.Error.LimitExceeded"));
    }

    void followersAreTold()
    {
        m_client->list();
        const std::string id = create("data");
        const std::string path = ipc::kVolumePathPrefix + id;
        QVERIFY(has(m_client->signalsUntil("InterfacesAdded " + std::string(ipc::kManagerPath)), "InterfacesAdded"));
        QVERIFY(verb(id, "Rename", "s", "other"));
        QVERIFY(has(m_client->signalsUntil("PropertiesChanged " + path), "PropertiesChanged"));
        QVERIFY(verb(id, "Remove"));
        QVERIFY(
            has(m_client->signalsUntil("InterfacesRemoved " + std::string(ipc::kManagerPath)), "InterfacesRemoved"));
    }

    void aVolumeThatAContainerNamesStays()
    {
        const std::string id = create("data");
        const std::string container = m_client->create(withVolume("web", "data"));
        QCOMPARE(users(id), std::vector<std::string>{ "web" });
        for (const Answer &refused : { verb(id, "Remove"), verb(id, "Rename", "s", "other") }) {
            QCOMPARE(refused.errorName, std::string("io.vitrine.Error.Busy"));
            QVERIFY2(contains(refused.errorText, "used by web"), refused.errorText.c_str());
        }
        QVERIFY(m_client->verb(container, "Rename", "s", "shop"));
        QCOMPARE(users(id), std::vector<std::string>{ "shop" });
        QVERIFY(m_client->verb(container, "Remove", "b", 0));
        QVERIFY(users(id).empty());
        QVERIFY(verb(id, "Remove"));
        QVERIFY(!fs::exists(place(id)));
        QVERIFY(m_rig->names("state/trash").empty());
    }

    void aContainerThatGoesTakesItsAnonymousVolumesAlong()
    {
        const std::string rows = R"("mounts":[{"kind":"volume","source":"0a1b","target":"/a","anonymous":true},)"
                                 R"({"kind":"volume","source":"0a1c","target":"/b","anonymous":true},)"
                                 R"({"kind":"volume","source":"named","target":"/c"}])";
        const std::string alone = create("0a1b");
        const std::string shared = create("0a1c");
        const std::string named = create("named");
        const std::string other = m_client->create(withVolume("other", "0a1c"));
        const std::string kept = m_client->create(specJson("kept", "\"run\"", rows));
        QVERIFY(m_client->verb(kept, "Remove", "b", 0));
        QVERIFY(fs::exists(place(alone)));
        const std::string passing =
            m_client->create(specJson("passing", "\"run\"", rows + R"(,"removeWhenEnded":true)"));
        QVERIFY(m_client->verb(passing, "Remove", "b", 0));
        QTRY_VERIFY(!fs::exists(place(alone)));
        QVERIFY(fs::exists(place(shared)) && fs::exists(place(named)));
        QCOMPARE(users(shared), std::vector<std::string>{ "other" });
        QVERIFY(m_client->verb(other, "Remove", "b", 0));
    }

    void aStartWithoutItsVolumeSaysSo()
    {
        const std::string id = m_client->create(withVolume("web", "data"));
        const Answer refused = m_client->start(id);
        QCOMPARE(refused.errorName, std::string("io.vitrine.Error.NotFound"));
        QVERIFY2(contains(refused.errorText, "no volume named data"), refused.errorText.c_str());
        QVERIFY(!create("data").empty());
        QVERIFY(m_client->start(id));
    }

    void whatIsInUseIsNotReplaced()
    {
        const std::string id = create("data");
        const std::string container = m_client->create(withVolume("web", "data"));
        QVERIFY(m_client->start(container));
        QCOMPARE(verb(id, "Empty").errorName, std::string("io.vitrine.Error.Busy"));
        QCOMPARE(restore(id, "good").errorName, std::string("io.vitrine.Error.Busy"));
        QVERIFY(m_client->verb(container, "Stop", "u", 0U));
        QVERIFY(restore(id, "good"));
        QVERIFY(verb(id, "Empty"));
    }

    void aFirstStartThatFailsLeavesTheVolumeNew()
    {
        const std::string id = create("data");
        const std::string failing = m_client->create(withVolume("web", "data", R"("fail")"));
        // As the shim does while it fills a volume.
        write(id, "half", "half of a file");
        QVERIFY(!m_client->start(failing));
        QVERIFY(!fs::exists(place(id) + "/data/half"));
        const std::string running = m_client->create(withVolume("shop", "data"));
        QVERIFY(m_client->start(running));
        write(id, "kept", "data");
        QVERIFY(m_client->verb(running, "Stop", "u", 0U));
        QVERIFY(!m_client->start(failing));
        QVERIFY(fs::exists(place(id) + "/data/kept"));
    }

    void twoFirstStartsDoNotFillTheSameVolume()
    {
        QVERIFY(!create("data").empty());
        const std::string mute = m_client->create(withVolume("first", "data", R"("mute")"));
        const std::string other = m_client->create(withVolume("second", "data"));
        const auto started =
            m_client->begin(ipc::kContainerPathPrefix + mute, ipc::kContainerInterface, "Start", "a{sh}", 0);
        QVERIFY(m_client->waitForState(mute, "starting"));
        QCOMPARE(m_client->start(other).errorName, std::string("io.vitrine.Error.Busy"));
        QVERIFY(m_client->verb(mute, "Kill", "i", 9));
        QVERIFY(!m_client->take(started));
        QVERIFY(m_client->start(other));
    }

    void measuresAndClones()
    {
        const std::string id = create("data");
        write(id, "deep/er/file", std::string(5000, 'x'));
        fs::create_hard_link(place(id) + "/data/deep/er/file", place(id) + "/data/same");
        fs::create_symlink("/nowhere", place(id) + "/data/link");
        const Answer cloned = verb(id, "Clone", "s", "copy");
        QVERIFY2(cloned, cloned.errorText.c_str());
        const std::string path = cloned.text();
        const std::string copy = path.substr(path.rfind('/') + 1);
        QCOMPARE(property(copy, "Name"), std::string("copy"));
        QCOMPARE(fileText(place(copy) + "/data/same"), std::string(5000, 'x'));
        QCOMPARE(fs::hard_link_count(place(copy) + "/data/same"), std::uintmax_t{ 2 });
        QCOMPARE(fs::read_symlink(place(copy) + "/data/link").string(), std::string("/nowhere"));
        QCOMPARE(measure(copy), measure(id));
        QCOMPARE(measure(copy).second, std::uint64_t{ 5 });
        QVERIFY(measure(copy).first >= 5000);
        QCOMPARE(verb(id, "Clone", "s", "copy").errorName, std::string("io.vitrine.Error.NameInUse"));
    }

    void restoresAllOrNothing()
    {
        const std::string id = create("data");
        write(id, "old", "old");
        const Answer refused = restore(id, "bad");
        QCOMPARE(refused.errorName, std::string("io.vitrine.Error.ImageUnsafe"));
        QVERIFY(fs::exists(place(id) + "/data/old"));
        QVERIFY(restore(id, "good"));
        QCOMPARE(fileText(place(id) + "/data/unpacked"), std::string("good"));
        QVERIFY(!fs::exists(place(id) + "/data/old"));
        QVERIFY(!fs::exists(place(id) + "/data.new"));
        QVERIFY(m_rig->names("state/trash").empty());
    }

    void aRestoreIsCancelled()
    {
        const std::string id = create("data");
        QVERIFY(restore(id, "good"));
        m_client->list();
        const UniqueFd slow = archive("slow");
        const std::string path = ipc::kVolumePathPrefix + id;
        const auto begun = m_client->begin(path, ipc::kVolumeInterface, "Restore", "h", slow.get());
        QVERIFY(has(m_client->signalsUntil("PropertiesChanged " + path), "PropertiesChanged"));
        QTRY_COMPARE(doing(id), std::string("restore 1/4"));
        QCOMPARE(verb(id, "OpenFiles").errorName, std::string("io.vitrine.Error.Busy"));
        QVERIFY(verb(id, "Cancel"));
        QCOMPARE(m_client->take(begun).errorName, std::string("io.vitrine.Error.Cancelled"));
        QCOMPARE(doing(id), std::string(" 0/0"));
        QCOMPARE(fileText(place(id) + "/data/unpacked"), std::string("good"));
        QVERIFY(!fs::exists(place(id) + "/data.new"));
        QCOMPARE(verb(id, "Cancel").errorName, std::string("io.vitrine.Error.BadState"));
        QVERIFY(restore(id, "good again"));
    }

    void backsUpIntoAPlainFileOnly()
    {
        const std::string id = create("data");
        const std::string path = m_rig->tree().write("backup.tar", "");
        const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
        const Answer done = verb(id, "Backup", "h", file.get());
        QVERIFY2(done, done.errorText.c_str());
        QCOMPARE(fileText(path), std::string("packed"));
        const UniqueFd readable(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
        QCOMPARE(verb(id, "Backup", "h", readable.get()).errorName, std::string("io.vitrine.Error.SourceNotAllowed"));
        QCOMPARE(verb(id, "Restore", "h", file.get()).errorName, std::string("io.vitrine.Error.SourceNotAllowed"));
    }

    void aHelperThatIsKilledLeavesNothingHalfDone()
    {
        const std::string id = create("data");
        QVERIFY(restore(id, "good"));
        const UniqueFd slow = archive("slow");
        m_client->begin(ipc::kVolumePathPrefix + id, ipc::kVolumeInterface, "Restore", "h", slow.get());
        QTRY_VERIFY(fs::exists(place(id) + "/data.new"));
        fs::create_directories(m_rig->tree().path("state/volumes/" + std::to_string(::geteuid())
                                                  + "/00000000000000aa/data")); // of a clone
        m_rig->killHelper();
        QVERIFY(m_rig->startHelper());
        m_client = m_rig->client();
        QCOMPARE(property(id, "Name"), std::string("data"));
        QCOMPARE(fileText(place(id) + "/data/unpacked"), std::string("good"));
        QVERIFY(!fs::exists(place(id) + "/data.new"));
        QVERIFY(!fs::exists(place("00000000000000aa")));
        QTRY_VERIFY(m_rig->names("state/trash").empty());
    }

    void whatCannotBeReadIsSetAside()
    {
        const std::string id = create("data");
        const std::string other = create("other");
        m_rig->killHelper();
        m_rig->tree().write("state/volumes/" + std::to_string(::geteuid()) + '/' + id + "/volume.json", "{nonsense");
        QVERIFY(m_rig->startHelper());
        m_client = m_rig->client();
        QCOMPARE(property(other, "Name"), std::string("other"));
        QVERIFY(contains(property(id, "Name"), "UnknownObject"));
        QCOMPARE(m_rig->names("state/quarantine"), std::vector<std::string>{ id + ".volume" });
    }

    void usersAreKnownAgainAfterARestart()
    {
        const std::string id = create("data");
        m_client->create(withVolume("web", "data"));
        m_rig->killHelper();
        QVERIFY(m_rig->startHelper());
        m_client = m_rig->client();
        QCOMPARE(users(id), std::vector<std::string>{ "web" });
    }

    void prunesWhatNobodyNames()
    {
        const std::string used = create("used");
        const std::string spare = create("spare");
        m_client->create(withVolume("web", "used"));
        const std::string dry = prune(1);
        QVERIFY2(contains(dry, spare) && !contains(dry, used), dry.c_str());
        QVERIFY(fs::exists(place(spare)));
        QCOMPARE(prune(0), dry);
        QVERIFY(!fs::exists(place(spare)));
        QVERIFY(fs::exists(place(used)));
        QCOMPARE(prune(0), std::string(R"({"bytes":0,"volumes":[]})"));
    }

private:
    Answer ask(const std::string &request)
    {
        return m_client->call(ipc::kManagerPath, ipc::kManagerInterface, "CreateVolume", "s", request.c_str());
    }
    std::string errorOf(const std::string &request) { return ask(request).errorName; }
    std::string create(const std::string &name, const std::string &owner = {})
    {
        const Answer made = ask(requestFor(name, owner));
        const std::string path = made.text();
        return made ? path.substr(path.rfind('/') + 1) : std::string();
    }
    template <typename... Args>
    Answer verb(const std::string &id, const char *member, const char *types = "", Args... args)
    {
        return m_client->call(ipc::kVolumePathPrefix + id, ipc::kVolumeInterface, member, types, args...);
    }
    Answer getProperty(const std::string &id, const char *name)
    {
        return m_client->call(ipc::kVolumePathPrefix + id, "org.freedesktop.DBus.Properties", "Get", "ss",
                              ipc::kVolumeInterface, name);
    }
    std::string property(const std::string &id, const char *name)
    {
        const Answer answer = getProperty(id, name);
        const char *text = nullptr;
        return answer && sd_bus_message_read(answer.message.get(), "v", "s", &text) >= 0 ? text : answer.errorName;
    }
    std::string doing(const std::string &id)
    {
        const Answer answer = getProperty(id, "Progress");
        const char *what = nullptr;
        std::uint64_t done = 0;
        std::uint64_t total = 0;
        if (!answer || sd_bus_message_read(answer.message.get(), "v", "(stt)", &what, &done, &total) < 0)
            return answer.errorName;
        return what + (' ' + std::to_string(done)) + '/' + std::to_string(total);
    }
    std::vector<std::string> users(const std::string &id)
    {
        std::vector<std::string> names;
        const Answer answer = getProperty(id, "UsedBy");
        if (!answer || sd_bus_message_enter_container(answer.message.get(), 'v', "as") < 0
            || sd_bus_message_enter_container(answer.message.get(), 'a', "s") < 0)
            return { answer.errorName };
        for (const char *name = nullptr; sd_bus_message_read(answer.message.get(), "s", &name) > 0;)
            names.emplace_back(name);
        return names;
    }
    std::pair<std::uint64_t, std::uint64_t> measure(const std::string &id)
    {
        std::pair<std::uint64_t, std::uint64_t> size;
        const Answer answer = verb(id, "Measure");
        if (answer)
            sd_bus_message_read(answer.message.get(), "tt", &size.first, &size.second);
        return size;
    }
    std::string prune(int isDryRun)
    {
        return m_client->call(ipc::kManagerPath, ipc::kManagerInterface, "PruneVolumes", "b", isDryRun).text();
    }
    UniqueFd archive(const std::string &text) const
    {
        return UniqueFd(::open(m_rig->tree().write("archive", text).c_str(), O_RDONLY | O_CLOEXEC));
    }
    Answer restore(const std::string &id, const std::string &text)
    {
        const UniqueFd file = archive(text);
        return verb(id, "Restore", "h", file.get());
    }
    [[nodiscard]] std::string place(const std::string &id) const
    {
        return m_rig->tree().path("state/volumes/" + std::to_string(::geteuid()) + '/' + id);
    }
    void write(const std::string &id, const std::string &name, const std::string &text) const
    {
        m_rig->tree().write("state/volumes/" + std::to_string(::geteuid()) + '/' + id + "/data/" + name, text);
    }
    static bool has(const std::vector<std::string> &signalNames, const std::string &start)
    {
        return std::ranges::any_of(signalNames, [&](const std::string &name) { return name.starts_with(start); });
    }
};

QTEST_GUILESS_MAIN(TestHelperVolumes)
#include "tst_HelperVolumes.moc"
