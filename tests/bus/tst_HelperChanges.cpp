// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bus/HelperTest.h"

#include <QtTest>

#include <algorithm>

using namespace vitrine;
using namespace vitrine::test;

namespace {

/// A container of one variable, whose value tells its specifications apart.
std::string withEnv(const std::string &value, const std::string &more = {})
{
    return specJson("web", R"("run")", R"("env":[{"name":"A","value":")" + value + "\"}]" + more);
}

const std::string kNothing = "[]";

} // namespace

/// What becomes of a specification that is changed while its container runs.
class TestHelperChanges : public HelperTest {
    Q_OBJECT

private slots:
    void containerThatDoesNotRunSimplyHasIt()
    {
        const std::string id = m_client->create(withEnv("old"));
        QCOMPARE(change(id, withEnv("new")), std::string());
        QVERIFY(contains(m_client->property(id, "Spec"), R"("value":"new")"));
        QCOMPARE(m_client->property(id, "Waiting"), kNothing);
        QCOMPARE(m_client->verb(id, "RevertSpec").errorName, std::string("io.vitrine.Error.BadState"));
    }

    void runningContainerKeepsWhatItWasStartedWith()
    {
        const std::string id = started(withEnv("old"));
        QCOMPARE(change(id, withEnv("new", R"(,"limits":{"pids":7})")), std::string());
        QVERIFY(contains(m_client->property(id, "Spec"), R"("value":"new")"));
        QCOMPARE(m_client->property(id, "Waiting"),
                 std::string(R"([{"after":"A=new","applies":"next-start","before":"A=old","field":"env","row":"A"}])"));
        QVERIFY(contains(fileText(m_client->property(id, "CgroupPath") + "/limits"), "7"));
        QVERIFY(m_client->verb(id, "Restart", "ua{sh}", 2000U, 0));
        QCOMPARE(m_client->property(id, "Waiting"), kNothing);
        QVERIFY(contains(m_client->property(id, "Spec"), R"("value":"new")"));
    }

    void whatWaitsIsTakenBackAndWhatIsInForceStays()
    {
        const std::string id = started(withEnv("old"));
        QCOMPARE(change(id, withEnv("new", R"(,"limits":{"pids":7},"stopTimeoutMs":1)")), std::string());
        QVERIFY(m_client->verb(id, "RevertSpec"));
        QCOMPARE(m_client->property(id, "Waiting"), kNothing);
        const std::string spec = m_client->property(id, "Spec");
        QVERIFY(contains(spec, R"("value":"old")") && contains(spec, R"("pids":7)"));
        QVERIFY(contains(spec, R"("stopTimeoutMs":1)"));
    }

    void nextHelperKnowsBoth()
    {
        const std::string id = started(withEnv("old"));
        QCOMPARE(change(id, withEnv("new")), std::string());
        m_rig->killHelper();
        QVERIFY(m_rig->startHelper());
        QVERIFY(contains(m_client->property(id, "Waiting"), R"("before":"A=old")"));
        QVERIFY(contains(m_client->property(id, "Spec"), R"("value":"new")"));
        QVERIFY(m_client->verb(id, "RevertSpec"));
        QVERIFY(contains(m_client->property(id, "Spec"), R"("value":"old")"));
        QCOMPARE(change(id, withEnv("newer")), std::string());
        QVERIFY(m_client->verb(id, "Stop", "u", 2000U));
        QCOMPARE(m_client->property(id, "Waiting"), kNothing);
        QVERIFY(contains(m_client->property(id, "Spec"), R"("value":"newer")"));
    }

    void refusedLimitKeepsNothing()
    {
        const std::string id = started(withEnv("old"));
        QCOMPARE(change(id, withEnv("new", R"(,"limits":{"cpusetCpus":"63"})")),
                 std::string("io.vitrine.Error.Unsupported"));
        QVERIFY(contains(m_client->property(id, "Spec"), R"("value":"old")"));
        QCOMPARE(m_client->property(id, "Waiting"), kNothing);
    }

    void namesEveryProblemAtOnce()
    {
        const std::string id = started(withEnv("old"));
        const Answer refused = m_client->verb(
            id, "UpdateSpec", "s",
            withEnv("new", R"(,"identity":"me","root":{"kind":"folder","path":"/srv"},"workdir":"x")").c_str());
        QCOMPARE(refused.errorName, std::string("io.vitrine.Error.InvalidConfig"));
        for (const char *field : { "identity", "root.kind", "root.path", "workdir" })
            QVERIFY2(contains(refused.errorText, field), refused.errorText.c_str());
        QVERIFY(contains(m_client->property(id, "Spec"), R"("value":"old")"));
        QCOMPARE(change(id, "{"), std::string("io.vitrine.Error.InvalidConfig"));
    }

    void nameIsUniqueAndChangesAtOnce()
    {
        const std::string id = started(withEnv("old"));
        const std::string other = m_client->create(specJson("mail"));
        QCOMPARE(change(id, specJson("mail")), std::string("io.vitrine.Error.NameInUse"));
        QCOMPARE(change(id, specJson("shop")), std::string());
        QCOMPARE(m_client->property(id, "Name"), std::string("shop"));
        QVERIFY(contains(m_client->property(id, "Waiting"), R"("after":"")")); // only the variable
        QVERIFY(!contains(m_client->property(id, "Waiting"), "shop"));
    }

    void volumesOfBothSpecificationsAreInUse()
    {
        const std::string one = createVolume("one");
        const std::string two = createVolume("two");
        const std::string id = started(withVolume("one"));
        QCOMPARE(change(id, withVolume("none")), std::string("io.vitrine.Error.NotFound"));
        QCOMPARE(change(id, withVolume("two")), std::string());
        QCOMPARE(removeVolume(one), std::string("io.vitrine.Error.Busy"));
        QCOMPARE(removeVolume(two), std::string("io.vitrine.Error.Busy"));
        // Processes have the one, and not the other.
        QCOMPARE(volumeVerb(one, "Empty"), std::string("io.vitrine.Error.Busy"));
        QCOMPARE(volumeVerb(two, "Empty"), std::string());
        QVERIFY(m_client->verb(id, "Restart", "ua{sh}", 2000U, 0));
        QCOMPARE(volumeVerb(two, "Empty"), std::string("io.vitrine.Error.Busy"));
        QCOMPARE(removeVolume(one), std::string());
    }

    void throwAwayContainerIsKeptWhenThatIsChanged()
    {
        const std::string id = started(withEnv("old", R"(,"removeWhenEnded":true)"));
        QCOMPARE(change(id, withEnv("old")), std::string());
        QCOMPARE(m_client->property(id, "Waiting"), kNothing);
        QVERIFY(m_client->verb(id, "Stop", "u", 2000U));
        QCOMPARE(m_client->property(id, "State"), std::string("ended"));
    }

    void changeIsAnnounced()
    {
        m_client->list();
        const std::string id = started(withEnv("old"));
        const std::string path = "PropertiesChanged /io/vitrine/Helper1/container/" + id;
        m_client->signalsUntil(path);
        QCOMPARE(change(id, withEnv("new")), std::string());
        const auto heard = m_client->signalsUntil(path);
        QVERIFY(std::ranges::find(heard, path) != heard.end());
    }

private:
    std::string started(const std::string &spec)
    {
        const std::string id = m_client->create(spec);
        return m_client->start(id) ? id : std::string();
    }
    std::string change(const std::string &id, const std::string &spec)
    {
        return m_client->verb(id, "UpdateSpec", "s", spec.c_str()).errorName;
    }
    static std::string withVolume(const std::string &volume)
    {
        return specJson("web", R"("run")",
                        R"("mounts":[{"kind":"volume","source":")" + volume
                            + R"(","target":"/data","access":"readOnly"}])");
    }
    std::string createVolume(const std::string &name)
    {
        const Answer made = m_client->call("/io/vitrine/Helper1", "io.vitrine.Helper1", "CreateVolume", "s",
                                           (R"({"name":")" + name + R"(","owner":""})").c_str());
        return made.text();
    }
    std::string volumeVerb(const std::string &path, const char *verb)
    {
        return m_client->call(path, "io.vitrine.Volume1", verb).errorName;
    }
    std::string removeVolume(const std::string &path) { return volumeVerb(path, "Remove"); }
};

QTEST_GUILESS_MAIN(TestHelperChanges)
#include "tst_HelperChanges.moc"
