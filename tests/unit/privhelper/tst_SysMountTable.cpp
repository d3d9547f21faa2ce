// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/MountTable.h"

#include <QTest>

#include <unistd.h>

using namespace vitrine;

class TestSysMountTable : public QObject {
    Q_OBJECT
private slots:
    void findsMountsAndWhatLiesOnThem()
    {
        const auto table = sys::MountTable::parse("21 1 0:20 / / rw,relatime - overlay overlay rw\n"
                                                  "22 21 0:21 / /my\\040data\\134 rw shared:1 - ext4 /dev/sda1 rw\n"
                                                  "garbage\n"
                                                  "x 21 0:21 / /y rw - ext4 a rw\n"
                                                  "23 22 0:22 / /my\\040data\\134/sub rw - tmpfs tmpfs rw\n");
        QCOMPARE(table.lines().size(), std::size_t{ 3 });
        QCOMPARE(table.find(22)->place, std::string("/my data\\"));
        QCOMPARE(table.firstOn(22)->id, std::uint64_t{ 23 });
        QVERIFY(!table.find(24) && !table.firstOn(23));
    }

    void readsItsOwn()
    {
        const auto table = sys::MountTable::read(::getpid());
        QVERIFY(table && !table->lines().empty());
        QVERIFY(!sys::MountTable::read(-1));
    }
};

QTEST_APPLESS_MAIN(TestSysMountTable)
#include "tst_SysMountTable.moc"
