// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/ShimDriver.h"

#include <QTest>

#include <cstdio>

using namespace vitrine;
using namespace vitrine::tests;

class TestShimStart : public QObject {
    Q_OBJECT

private slots:
    void leavesAnExitRecordOfTrue()
    {
        ShimDriver driver;
        const Shown shown = driver.run({ "/bin/true" });
        QVERIFY2(shown.ended, shown.error.c_str());
        QCOMPARE(shown.ended->exitCode, std::optional<int>(0));
        driver.waitForShim();
        const auto record = ipc::endedFromJson(readText(driver.runDir() / "exit"));
        QVERIFY(record);
        QCOMPARE(record->reason, ipc::EndReason::Exited);
    }
};

int main(int argc, char **argv)
{
    if (const std::string why = whyNoKernelTests(); !why.empty()) {
        std::fprintf(stderr, "skipped: %s\n", why.c_str());
        return 77;
    }
    TestShimStart test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_ShimStart.moc"
