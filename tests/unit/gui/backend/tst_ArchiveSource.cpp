// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of archives before they are sent to be imported.
#include "gui/images/ArchiveSource.h"
#include "tests/support/TempTree.h"

#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

const QString kId(64, u'a');

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("not there");
}

} // namespace

class TestArchiveSource : public QObject {
    Q_OBJECT
private slots:
    void anArchiveOfImagesIsDecompressed_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QStringList>("entries");
        const QStringList docker{ kId + QStringLiteral("/layer.tar"), QStringLiteral("manifest.json") };
        QTest::newRow("docker save | gzip") << QStringLiteral("gzip") << docker;
        QTest::newRow("docker save | zstd") << QStringLiteral("zstd") << docker;
        QTest::newRow("docker save | xz") << QStringLiteral("xz") << docker;
        QTest::newRow("skopeo's") << QStringLiteral("gzip")
                                  << QStringList{ kId + QStringLiteral(".tar"), QStringLiteral("manifest.json") };
        QTest::newRow("a layout that was packed")
            << QStringLiteral("gzip") << QStringList{ QStringLiteral("."), QStringLiteral("oci-layout") };
    }
    void anArchiveOfImagesIsDecompressed()
    {
        QFETCH(const QString, program);
        QFETCH(const QStringList, entries);
        const QString tar = pack(entries);
        QCOMPARE(take(compress(program, tar)), content(tar));
    }

    void aRootFileSystemStaysAsItIs()
    {
        const QString path = compress(QStringLiteral("gzip"), pack({ QStringLiteral("."), QStringLiteral("bin/sh") }));
        QCOMPARE(take(path), content(path));
        // So do whole archives, and what is none.
        const QString plain = pack({ QStringLiteral("manifest.json") });
        QCOMPARE(take(plain), content(plain));
        const QString garbage = QString::fromStdString(m_tree.write("garbage", "garbage"));
        QCOMPARE(take(garbage), QByteArray("garbage"));
    }

    void aDamagedOneSaysSo()
    {
        const QString path = compress(QStringLiteral("gzip"), pack({ kId + QStringLiteral("/layer.tar") }, 300'000));
        QFile file(path);
        QVERIFY(file.resize(file.size() / 2));
        ArchiveSource source(ArchiveSource::Kind::File, path);
        QSignalSpy finished(&source, &ArchiveSource::finished);
        source.start();
        QVERIFY(finished.wait());
        const auto archive = source.take();
        QVERIFY(!archive);
        QVERIFY2(archive.error().what.find("unexpected end") != std::string::npos, archive.error().what.c_str());
    }

private:
    /// A tar of files of these names, in this order; "." is the folder itself.
    QString pack(const QStringList &entries, int bytes = 10)
    {
        QByteArray noise(bytes, '\0');
        std::uint32_t seed = 1;
        for (char &byte : noise)
            byte = static_cast<char>((seed = seed * 1664525 + 1013904223) >> 24);
        for (const QString &entry : entries) {
            if (entry != u'.')
                m_tree.write("content/" + entry.toStdString(), noise.toStdString());
        }
        const QString path = QString::fromStdString(m_tree.path("archive.tar"));
        QStringList words{ QStringLiteral("-C"), QString::fromStdString(m_tree.path("content")),
                           QStringLiteral("--no-recursion"), QStringLiteral("-cf"), path };
        QProcess::execute(QStringLiteral("tar"), words + entries);
        return path;
    }
    static QString compress(const QString &program, const QString &path)
    {
        const QString target = path + u'.' + program;
        QProcess process;
        process.setStandardOutputFile(target);
        process.start(program, { QStringLiteral("-c"), path });
        process.waitForFinished();
        return target;
    }
    static QByteArray take(const QString &path)
    {
        ArchiveSource source(ArchiveSource::Kind::File, path);
        QSignalSpy finished(&source, &ArchiveSource::finished);
        source.start();
        if (finished.isEmpty() && !finished.wait())
            return "never finished";
        auto archive = source.take();
        if (!archive)
            return QByteArray::fromStdString(archive.error().what);
        QFile file;
        return file.open(archive->get(), QIODevice::ReadOnly) && file.seek(0) ? file.readAll() : "not readable";
    }

    test::TempTree m_tree;
};

QTEST_GUILESS_MAIN(TestArchiveSource)
#include "tst_ArchiveSource.moc"
