// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/SpecChanges.h"
#include "core/spec/SpecJson.h"
#include "tests/unit/core/SpecSamples.h"

#include <QtTest>

using namespace vitrine;
using namespace vitrine::spec;

class tst_SpecChanges : public QObject {
    Q_OBJECT
private slots:
    void eachRowOfAListIsAChangeOfItsOwn()
    {
        const auto before = test::fullSpec();
        auto after = before;
        after.env[0].value = "C";
        after.env.erase(after.env.begin() + 1);
        after.env.push_back({ "NEW", "1" });
        after.mounts[0].access = Access::ReadWrite;
        const std::vector<SpecChange> wanted{
            { FieldId::Mounts, "/data", "/home/anna/it's here on /data (read-only)", "/home/anna/it's here on /data",
              Applies::AtNextStart },
            { FieldId::Env, "LANG", "LANG=de_DE.UTF-8", "LANG=C", Applies::AtNextStart },
            { FieldId::Env, "EMPTY", "EMPTY=", "", Applies::AtNextStart },
            { FieldId::Env, "NEW", "", "NEW=1", Applies::AtNextStart },
        };
        QVERIFY(specChanges(before, after) == wanted);
        QVERIFY(specChanges(before, before).empty());
    }

    void whatIsInForceAtOnceDoesNotWait()
    {
        const auto started = test::fullSpec();
        auto kept = started;
        kept.name = "other";
        kept.limits.memoryBytes = 1u << 27;
        kept.limits.io.clear();
        kept.removeWhenEnded = false;
        kept.stopTimeoutMs = 1;
        kept.stopSignal.clear();
        QVERIFY(waitingChanges(started, kept).empty());
        QVERIFY(withoutWaiting(started, kept) == kept);
    }

    void everythingElseWaitsAndIsTakenBack()
    {
        const auto started = test::fullSpec();
        auto kept = test::smallSpec();
        kept.root = started.root;
        kept.entrypoint = started.entrypoint;
        kept.identity = started.identity;
        const auto waiting = waitingChanges(started, kept);
        for (const auto &info : fields()) {
            const bool isListed =
                std::ranges::any_of(waiting, [&](const SpecChange &change) { return change.field == info.id; });
            if (info.id == FieldId::Command || info.id == FieldId::Display)
                continue; // the same in both samples
            QVERIFY2(isListed == (info.applies == Applies::AtNextStart), info.jsonKey.data());
        }
        const auto reverted = withoutWaiting(started, kept);
        QVERIFY(waitingChanges(started, reverted).empty());
        QVERIFY(reverted.env == started.env && reverted.mounts == started.mounts && reverted.user == started.user);
        QVERIFY(reverted.limits == kept.limits && reverted.name == kept.name);
    }

    void aNewDeviceWaitsForItsNodeAndAnOldOneChangesAtOnce()
    {
        const auto started = test::fullSpec();
        auto kept = started;
        kept.limits.devices = { { "/dev/fuse", true, false, false }, { "/dev/kvm", true, true, false } };
        const std::vector<SpecChange> wanted{ { FieldId::Devices, "/dev/kvm", "", "/dev/kvm:rw",
                                                Applies::AtNextStart } };
        QVERIFY(waitingChanges(started, kept) == wanted);
        QVERIFY((withoutWaiting(started, kept).limits.devices
                 == std::vector<DeviceRule>{ { "/dev/fuse", true, false, false } }));
    }

    void editsAreMergedWithWhatHasChangedMeanwhile()
    {
        const auto read = test::smallSpec();
        auto edited = read;
        edited.user = "7";
        auto current = read;
        current.limits.pids = 9;
        auto wanted = current;
        wanted.user = "7";
        QVERIFY(mergeEdits(read, edited, current) == wanted);
    }

    void saysWhyAFieldIsFixed()
    {
        const auto before = test::fullSpec();
        auto after = before;
        after.root = {};
        after.identity = Identity::Isolated;
        after.env.clear();
        const auto problems = fixedProblems(before, after);
        QCOMPARE(problems.size(), std::size_t(3));
        for (const auto &info : fields())
            QCOMPARE(whyFixed(info.id).empty(), info.applies != Applies::Never);
        QVERIFY(hasErrors(problems));
    }

    void survivesJson()
    {
        auto kept = test::smallSpec();
        const auto changes = specChanges(test::fullSpec(), kept);
        QVERIFY(changes.size() > 20);
        const auto read = changesFromJson(changesToJson(changes));
        QVERIFY2(read, read ? "" : read.error().what.c_str());
        QVERIFY(*read == changes);
        QCOMPARE(changesToJson({}), std::string("[]"));
        for (const char *bad : { "{}", "[1]", R"([{"field":"nothing"}])", R"([{"field":"env","applies":"later"}])" })
            QVERIFY(!changesFromJson(bad));
    }
};

QTEST_APPLESS_MAIN(tst_SpecChanges)
#include "tst_SpecChanges.moc"
