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

    void tellsTypesAndPropagation()
    {
        const auto table = sys::MountTable::parse("21 1 0:20 / / rw - overlay overlay rw\n"
                                                  "22 21 0:21 / /a rw shared:1 - fuse.sshfs x rw\n"
                                                  "23 21 0:22 / /b rw master:1 propagate_from:1 - tmpfs tmpfs rw\n"
                                                  "24 21 0:22 / /c rw\n");
        QCOMPARE(table.find(21)->type, std::string("overlay"));
        QCOMPARE(table.find(22)->type, std::string("fuse.sshfs"));
        QVERIFY(!table.find(21)->hasPeers && table.find(22)->hasPeers && table.find(23)->hasPeers);
        QCOMPARE(table.find(24)->type, std::string());
    }

    void findsAllThatLiesBelowADirectory()
    {
        const auto table = sys::MountTable::parse("1 1 0:1 / / rw - ext4 a rw\n"
                                                  "6 5 0:6 / /home/anna/x/y/z rw - tmpfs a rw\n"
                                                  "5 3 0:5 / /home/anna/x/y rw - tmpfs a rw\n"
                                                  "3 2 0:3 / /home/anna/x rw - tmpfs a rw\n"
                                                  "4 2 0:4 / /home/annabel rw - tmpfs a rw\n"
                                                  "2 1 0:2 / /home rw - ext4 a rw\n"
                                                  "7 2 0:7 / /home/anna rw - tmpfs over rw\n");
        const auto places = [&](std::uint64_t id, const std::string &directory) {
            std::string text;
            for (const sys::MountBelow &below : table.below(id, directory))
                text += std::to_string(below.line->id) + "=" + below.place + " ";
            return text;
        };
        QCOMPARE(places(2, "/home/anna"), std::string("3=x 5=x/y 6=x/y/z "));
        QCOMPARE(places(2, "/home"), std::string("3=anna/x 4=annabel 7=anna 5=anna/x/y 6=anna/x/y/z "));
        QCOMPARE(places(1, "/"),
                 std::string("2=home 3=home/anna/x 4=home/annabel 7=home/anna 5=home/anna/x/y "
                             "6=home/anna/x/y/z "));
        QCOMPARE(places(6, "/home/anna/x/y/z"), std::string());
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
