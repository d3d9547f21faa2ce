// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/limits/LimitsModel.h"
#include "tests/support/FakeBackend.h"

#include <QSignalSpy>
#include <QTest>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

constexpr double kMiB = 1024.0 * 1024;
const LimitKey kMemory{ LimitId::Memory, {} };

ContainerInfo container()
{
    ContainerInfo info;
    info.id = QStringLiteral("c1");
    info.state = ipc::ContainerState::Running;
    info.spec.limits.memoryBytes = 256ULL << 20;
    return info;
}

/// A model of one running container with 256 MiB.
struct Bench {
    FakeBackend backend;
    LimitsModel model{ backend };

    Bench()
    {
        backend.addContainer(container());
        model.setContainer(container());
    }
    /// What the helper holds.
    [[nodiscard]] std::optional<std::uint64_t> held() const
    {
        return backend.container(QStringLiteral("c1"))->spec.limits.memoryBytes;
    }
};

} // namespace

/// What becomes of a change when another container is chosen before the helper has answered.
class TestLimitsSending : public QObject {
    Q_OBJECT
private slots:
    void whatWaitsIsSentAlthoughAnotherContainerIsChosen()
    {
        Bench bench;
        ContainerInfo other = container();
        other.id = QStringLiteral("c2");
        bench.backend.addContainer(other);
        bench.backend.holdReplies();
        bench.model.setValue(kMemory, 128 * kMiB);
        bench.model.setValue(kMemory, 64 * kMiB);
        bench.model.setContainer(other);
        QCOMPARE(bench.model.value(kMemory), std::optional<double>(256 * kMiB));
        bench.backend.releaseReplies();
        QTRY_COMPARE(bench.held(), 64ULL << 20);
        QCOMPARE(bench.model.value(kMemory), std::optional<double>(256 * kMiB));
        QCOMPARE(bench.backend.container(other.id)->spec.limits.memoryBytes, 256ULL << 20);
    }

    void whatIsAwaitedIsShownOnComingBack()
    {
        Bench bench;
        ContainerInfo other = container();
        other.id = QStringLiteral("c2");
        bench.backend.holdReplies();
        bench.model.setValue(kMemory, 128 * kMiB);
        bench.model.setValue(kMemory, 64 * kMiB);
        bench.model.setContainer(other);
        bench.model.setContainer(container());
        QCOMPARE(bench.model.value(kMemory), std::optional<double>(64 * kMiB));
        bench.backend.releaseReplies();
        QTRY_COMPARE(bench.held(), 64ULL << 20);
        QCOMPARE(bench.backend.verbs().count(QStringLiteral("updateLimits")), 2);
    }

    void aRefusalThatComesLateNamesItsContainer()
    {
        Bench bench;
        bench.backend.changeContainer(QStringLiteral("c1"),
                                      [](ContainerInfo &info) { info.name = QStringLiteral("web"); });
        QSignalSpy here(&bench.model, &LimitsModel::failed);
        QSignalSpy elsewhere(&bench.model, &LimitsModel::failedElsewhere);
        bench.backend.failNext(QStringLiteral("updateLimits"), Error{ ErrorCode::System, 0, "no such disk" });
        bench.model.setValue(kMemory, 128 * kMiB);
        ContainerInfo other = container();
        other.id = QStringLiteral("c2");
        bench.model.setContainer(other);
        QVERIFY(elsewhere.wait());
        QCOMPARE(elsewhere.at(0), (QVariantList{ QStringLiteral("web"), QStringLiteral("no such disk") }));
        QVERIFY(here.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestLimitsSending)
#include "tst_LimitsSending.moc"
