// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/MountStates.h"
#include "core/spec/MountVerdict.h"
#include "core/spec/PathExpansion.h"
#include "core/spec/SpecJson.h"
#include "core/spec/SpecValidate.h"

#include <QTest>

#include <cerrno>
#include <functional>

using namespace vitrine;
using namespace vitrine::spec;

namespace {

Mount bindOf(const std::string &target, Access access = Access::ReadWrite)
{
    return { MountKind::Bind, "/srv/data", target, access, {} };
}

MountVerdict tried(bool canRead, bool canWrite)
{
    MountVerdict verdict;
    verdict.isTried = true;
    verdict.canRead = canRead;
    verdict.canWrite = canWrite;
    return verdict;
}

} // namespace

/// What is known of the mounts of a container.
class MountsTest : public QObject {
    Q_OBJECT
private slots:
    void oneMountGoesThroughJson()
    {
        const Mount mount{ MountKind::Tmpfs, "", "/cache", Access::ReadOnly, 4096 };
        QVERIFY(mountFromJson(mountToJson(mount)) == mount);
        QCOMPARE(mountFromJson(R"({"kind":"bind","source":"/a","target":"/b"})")->access, Access::ReadOnly);
        for (const char *wrong : { "", "[]", R"({"kind":"bind","why":1})", R"({"kind":"shared"})" })
            QVERIFY2(!mountFromJson(wrong), wrong);
    }

    void statesTellNowFromTheNextStart()
    {
        const auto states = mountStates({ bindOf("/a"), bindOf("/b", Access::ReadOnly), bindOf("/c") },
                                        { bindOf("/b"), bindOf("/a"), bindOf("/d") });
        QCOMPARE(states.size(), std::size_t{ 4 });
        QVERIFY(states[0].kept && states[0].now && *states[0].now != *states[0].kept);
        QVERIFY(states[1].now == states[1].kept);
        QVERIFY(!states[2].now && states[2].kept->target == "/d");
        QVERIFY(!states[3].kept && states[3].now->target == "/c");
        QVERIFY(mountStatesFromJson(mountStatesToJson(states)) == states);
        QCOMPARE(mountStatesToJson({}), std::string("[]"));
    }

    void statesOfOthersAreRefused()
    {
        for (const char *wrong : { "", "{}", "[1]", "[{}]", R"([{"now":1}])", R"([{"now":{"kind":"x"}}])" })
            QVERIFY2(!mountStatesFromJson(wrong), wrong);
    }

    void verdictsGoThroughJson()
    {
        MountVerdict verdict = tried(true, false);
        verdict.row = 3;
        verdict.outside = { 1000, 1001 };
        verdict.inside = { 999, 998 };
        verdict.user = { 5, 6 };
        verdict.mode = 0750;
        verdict.sysErrno = EACCES;
        verdict.reason = "why";
        const auto read = verdictsFromJson(verdictsToJson({ verdict, {} }));
        QVERIFY(read && read->size() == 2 && (*read)[0] == verdict && (*read)[1] == MountVerdict());
        QVERIFY(verdictFromJson(verdictToJson(verdict)) == verdict);
        QVERIFY(!verdictsFromJson("{}") && !verdictFromJson(R"({"row":"x"})"));
    }

    void goodIsWhatTheMountIsMeantFor()
    {
        QVERIFY(isGood(tried(true, true), bindOf("/a")));
        QVERIFY(!isGood(tried(true, false), bindOf("/a")));
        QVERIFY(isGood(tried(true, false), bindOf("/a", Access::ReadOnly)));
        QVERIFY(!isGood(tried(false, false), bindOf("/a", Access::ReadOnly)));
        QVERIFY(!isGood(MountVerdict(), bindOf("/a", Access::ReadOnly)));
    }

    void fixesAreThoseThatHelp()
    {
        using enum MountFix;
        ContainerSpec spec;
        spec.mounts = { bindOf("/a") };
        QVERIFY(fixesFor(tried(true, true), spec.mounts[0], spec).empty());
        QCOMPARE(fixesFor(tried(true, false), spec.mounts[0], spec), (std::vector{ MakeReadOnly, ChooseAnother }));
        QCOMPARE(fixesFor(tried(false, false), spec.mounts[0], spec), std::vector{ ChooseAnother });
        MountVerdict unmapped;
        unmapped.sysErrno = EINVAL;
        QCOMPARE(fixesFor(unmapped, spec.mounts[0], spec), (std::vector{ MakeReadOnly, ChooseAnother }));
        spec.identity = Identity::Me;
        spec.user = "999";
        MountVerdict other = tried(false, false);
        other.user = { 999, 0 };
        other.inside = { 1000, 1000 };
        QCOMPARE(fixesFor(other, spec.mounts[0], spec), (std::vector{ RunAsMe, ChooseAnother }));
        applyFix(RunAsMe, spec, 0);
        applyFix(MakeReadOnly, spec, 0);
        QVERIFY(spec.user.empty() && spec.mounts[0].access == Access::ReadOnly);
    }

    void sentenceNamesBothOwners()
    {
        MountVerdict verdict = tried(true, false);
        verdict.inside = { kNobody, kNobody };
        verdict.outside = { 0, 0 };
        verdict.mode = 0755;
        verdict.user = { 999, 999 };
        verdict.sysErrno = EACCES;
        QCOMPARE(describe(verdict, bindOf("/a")),
                 std::string("/srv/data belongs to user 0 of this computer, whom the container does not know, with the "
                             "permissions 755; the command runs as user 999, so it cannot write (Permission denied)"));
    }

    void pathsAreReadAsAShellReadsThem()
    {
        const auto expand = [](const std::string &path) {
            const auto environment = [](const std::string &name) -> std::optional<std::string> {
                if (name == "HOME")
                    return "/home/anna";
                return name == "DATA" ? std::optional<std::string>("/srv/data") : std::nullopt;
            };
            return expandPath(path, environment, [](const std::string &name) {
                return name == "bert" ? std::optional<std::string>("/srv/bert") : std::nullopt;
            });
        };
        for (const auto &[path, wanted] : { std::pair{ "~", "/home/anna" },
                                            { "~/site", "/home/anna/site" },
                                            { "~anna/site", "~anna/site" },
                                            { "~bert", "/srv/bert" },
                                            { "~bert/$DATA", "/srv/bert//srv/data" },
                                            { "~bert$DATA/x", "~bert/srv/data/x" },
                                            { "/a/~/b", "/a/~/b" },
                                            { "$HOME/x", "/home/anna/x" },
                                            { "${DATA}base", "/srv/database" },
                                            { "$DATAbase", "$DATAbase" },
                                            { "/a/$5", "/a/$5" },
                                            { "/a/${DATA", "/a/${DATA" },
                                            { "/a/$", "/a/$" },
                                            { "/a/${}", "/a/${}" },
                                            { "", "" } })
            QCOMPARE(expand(path), std::string(wanted));
    }

    void findsTheHomeFolderOfAUser()
    {
        QCOMPARE(homeOfUser("root"), std::optional<std::string>("/root"));
        QVERIFY(!homeOfUser("no such user of this computer"));
    }

    void eachKindHasItsOwnSwitches()
    {
        const auto isRefused = [](const std::function<void(Mount &)> &change, MountKind kind) {
            Mount mount{ kind,
                         kind == MountKind::Bind         ? "/a"
                             : kind == MountKind::Volume ? "v"
                                                         : "",
                         "/b", Access::ReadWrite, std::nullopt };
            change(mount);
            return hasErrors(validateMounts({ mount }));
        };
        using enum MountKind;
        for (const MountKind kind : { Bind, Tmpfs, Volume }) {
            QVERIFY(!isRefused([](Mount &m) { m.noExec = true; }, kind));
            QCOMPARE(isRefused([](Mount &m) { m.recursive = true; }, kind), kind != Bind);
            QCOMPARE(isRefused([](Mount &m) { m.propagation = Propagation::Slave; }, kind), kind != Bind);
            QCOMPARE(isRefused([](Mount &m) { m.noCopy = true; }, kind), kind != Volume);
            QCOMPARE(isRefused([](Mount &m) { m.anonymous = true; }, kind), kind != Volume);
            QCOMPARE(isRefused([](Mount &m) { m.mode = 0700; }, kind), kind != Tmpfs);
            QVERIFY(isRefused([](Mount &m) { m.mode = 02000; }, kind));
        }
    }

    void whatIsNotSaidIsOff()
    {
        const auto mount = mountFromJson(R"({"kind":"bind","source":"/a","target":"/b","access":"readWrite"})");
        QVERIFY(mount && !mount->recursive && mount->propagation == Propagation::Private && !mount->noExec);
        QVERIFY(!mountFromJson(R"({"kind":"bind","source":"/a","target":"/b","propagation":"shared"})"));
    }

    void validatesMountsAlone()
    {
        QVERIFY(!hasErrors(validateMounts({ bindOf("/a"), bindOf("/b") })));
        QVERIFY(hasErrors(validateMounts({ bindOf("/a"), bindOf("/a") })));
        QVERIFY(hasErrors(validateMounts({ bindOf("/proc/x") })));
    }
};

QTEST_APPLESS_MAIN(MountsTest)
#include "tst_Mounts.moc"
