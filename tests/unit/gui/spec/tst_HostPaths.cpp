// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/HostPaths.h"

#include <QTest>

#include <semaphore>

using namespace vitrine::gui;

class TestHostPaths : public QObject {
    Q_OBJECT
private slots:
    void aPathThatDoesNotAnswerHoldsUpNothing()
    {
        const auto answer = std::make_shared<std::binary_semaphore>(0);
        HostPaths paths(nullptr, [answer](const QString &path) {
            if (path == QStringLiteral("/dead"))
                answer->acquire();
            return PathFacts{ true, true, true, false };
        });
        paths.want({ QStringLiteral("/dead"), QStringLiteral("/alive") });
        QTRY_VERIFY(paths.known().contains(QStringLiteral("/alive")));
        paths.want({ QStringLiteral("/dead"), QStringLiteral("/other") });
        QTRY_VERIFY(paths.known().contains(QStringLiteral("/other")));
        QVERIFY(!paths.known().contains(QStringLiteral("/dead")));
        QVERIFY(!paths.known().contains(QStringLiteral("/alive")));
        answer->release();
        QTRY_VERIFY(paths.known().contains(QStringLiteral("/dead")));
    }
};

QTEST_GUILESS_MAIN(TestHostPaths)
#include "tst_HostPaths.moc"
