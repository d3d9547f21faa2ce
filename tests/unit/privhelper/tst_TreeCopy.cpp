// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/TreeCopy.h"

#include "core/base/UniqueFd.h"
#include "tests/support/TempTree.h"

#include <QtTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace vitrine;
using namespace vitrine::sys;
using vitrine::test::TempTree;

namespace fs = std::filesystem;

namespace {

std::string textOf(const fs::path &path)
{
    std::ifstream file(path);
    return { std::istreambuf_iterator<char>(file), {} };
}

UniqueFd openDirectory(const std::string &path)
{
    return UniqueFd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

struct stat factsOf(const std::string &path)
{
    struct stat info { };
    ::lstat(path.c_str(), &info);
    return info;
}

const TreeProgress kNoMatter = [](const TreeTotals &) { return Result<>(); };

} // namespace

class TestTreeCopy : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_tree = std::make_unique<TempTree>();
        m_from = m_tree->makeDirectory("from");
        m_to = m_tree->makeDirectory("to");
    }

    void copiesWhatAFileIs()
    {
        m_tree->write("from/dir/file", "content");
        const std::string file = m_from + "/dir/file";
        QCOMPARE(::chmod(file.c_str(), 04751), 0);
        QCOMPARE(::chmod((m_from + "/dir").c_str(), 01711), 0);
        const bool hasAttributes = ::setxattr(file.c_str(), "user.note", "kept", 4, 0) == 0;
        const std::array<timespec, 2> times{ timespec{ 1000, 1 }, timespec{ 2000, 2 } };
        QCOMPARE(::utimensat(AT_FDCWD, file.c_str(), times.data(), 0), 0);
        fs::create_hard_link(file, m_from + "/same");
        fs::create_symlink("/etc/passwd", m_from + "/link");
        QCOMPARE(::mkfifo((m_from + "/fifo").c_str(), 0620), 0);

        const auto totals = copy();
        QVERIFY2(totals, totals ? "" : totals.error().what.c_str());
        QCOMPARE(totals->entries, std::uint64_t{ 5 });
        QCOMPARE(totals->bytes, std::uint64_t{ 7 });
        QCOMPARE(textOf(m_to + "/dir/file"), std::string("content"));
        const struct stat copied = factsOf(m_to + "/dir/file");
        QCOMPARE(copied.st_mode, factsOf(file).st_mode);
        QCOMPARE(copied.st_mtim.tv_sec, 2000L);
        QCOMPARE(copied.st_mtim.tv_nsec, 2L);
        QCOMPARE(factsOf(m_to + "/dir").st_mode & 07777U, 01711U);
        QVERIFY(fs::equivalent(m_to + "/dir/file", m_to + "/same"));
        QCOMPARE(fs::read_symlink(m_to + "/link").string(), std::string("/etc/passwd"));
        QVERIFY(S_ISFIFO(factsOf(m_to + "/fifo").st_mode));
        char note[8] = {};
        if (hasAttributes)
            QCOMPARE(::getxattr((m_to + "/dir/file").c_str(), "user.note", note, sizeof note), ssize_t{ 4 });
    }

    void holesStayHoles()
    {
        const std::string file = m_tree->write("from/sparse", "start");
        QCOMPARE(::truncate(file.c_str(), 64 << 20), 0);
        const auto totals = copy();
        QVERIFY(totals);
        QCOMPARE(factsOf(m_to + "/sparse").st_size, off_t{ 64 << 20 });
        QVERIFY(factsOf(m_to + "/sparse").st_blocks < 1024);
        QCOMPARE(textOf(m_to + "/sparse").substr(0, 5), std::string("start"));
    }

    void copiesBetweenFileSystems()
    {
        const fs::path other = "/dev/shm/vitrine-test-" + std::to_string(::getpid());
        std::error_code error;
        if (!fs::create_directory(other, error))
            QSKIP("there is no /dev/shm to copy to");
        m_tree->write("from/file", std::string(100'000, 'x'));
        m_to = other.string();
        const auto totals = copy();
        const std::string text = textOf(other / "file");
        fs::remove_all(other);
        QVERIFY2(totals, totals ? "" : totals.error().what.c_str());
        QCOMPARE(text, std::string(100'000, 'x'));
    }

    void refusesATreeThatIsTooDeep()
    {
        std::string path = m_from;
        for (int i = 0; i < 310; ++i)
            path += "/d";
        fs::create_directories(path);
        const auto totals = copy();
        QVERIFY(!totals);
        QVERIFY(totals.error().code == ErrorCode::LimitExceeded);
    }

    void givesUpWhenItIsTold()
    {
        for (int i = 0; i < 20; ++i)
            m_tree->write("from/" + std::to_string(i), "x");
        const auto totals =
            copyTree(openDirectory(m_from).get(), openDirectory(m_to).get(), [](const TreeTotals &done) -> Result<> {
                return done.entries < 5 ? Result<>() : failure(ErrorCode::Cancelled, "enough");
            });
        QVERIFY(!totals && totals.error().code == ErrorCode::Cancelled);
    }

    void writesOverNothing()
    {
        m_tree->write("from/file", "new");
        m_tree->write("victim", "old");
        fs::create_symlink(m_tree->path("victim"), m_to + "/file");
        QVERIFY(!copy());
        QCOMPARE(textOf(m_tree->path("victim")), std::string("old"));
    }

    void measuresOnDiskAndCountsLinkedFilesOnce()
    {
        m_tree->write("from/dir/file", std::string(100'000, 'x'));
        fs::create_hard_link(m_from + "/dir/file", m_from + "/same");
        QCOMPARE(::truncate(m_tree->write("from/sparse", "").c_str(), 64 << 20), 0);
        const auto totals = measureTree(openDirectory(m_from).get(), kNoMatter);
        QVERIFY(totals);
        QCOMPARE(totals->entries, std::uint64_t{ 4 });
        QVERIFY2(totals->bytes >= 100'000 && totals->bytes < 200'000, std::to_string(totals->bytes).c_str());
    }

private:
    [[nodiscard]] Result<TreeTotals> copy() const
    {
        return copyTree(openDirectory(m_from).get(), openDirectory(m_to).get(), kNoMatter);
    }

    std::unique_ptr<TempTree> m_tree;
    std::string m_from;
    std::string m_to;
};

QTEST_APPLESS_MAIN(TestTreeCopy)
#include "tst_TreeCopy.moc"
