// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/store/ImageLayers.h"
#include "gui/store/ImageText.h"
#include "gui/store/NameDialog.h"
#include "gui/store/StoreListModel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

ImageInfo ready()
{
    ImageInfo info;
    info.id = QStringLiteral("1");
    info.state = ImageState::Ready;
    info.names = { QStringLiteral("web:1"), QStringLiteral("web:latest") };
    info.bytes = 3 * 1024 * 1024;
    return info;
}

StoreRow row(const char *id, const char *name = "x")
{
    StoreRow made;
    made.id = QLatin1String(id);
    made.name = QLatin1String(name);
    return made;
}

} // namespace

/// Images and volumes in words, and as rows.
class TestStoreTexts : public QObject {
    Q_OBJECT
private slots:
    void anImageIsCalledByItsFirstName();
    void aRowSaysHowFarAnImportIs();
    void aRowSaysWhyAnImportFailed();
    void aRowSaysWhoUsesIt();
    void aLayerIsCalledByWhatMadeIt();
    void factsThatAreNotThereAreLeftOut();
    void namesAreChecked();
    void rowsChangeByDifferences();
    void aHiddenRowComesBackInItsPlace();
};

void TestStoreTexts::anImageIsCalledByItsFirstName()
{
    ImageInfo info = ready();
    QCOMPARE(titleOf(info), QStringLiteral("web:1"));
    info.names.clear();
    info.digest = QStringLiteral("sha256:") + QString(64, u'c');
    QCOMPARE(titleOf(info), QStringLiteral("sha256:cccccccccccc…"));
    info.digest.clear();
    QCOMPARE(titleOf(info), QStringLiteral("Image without a name"));
    info.state = ImageState::Importing;
    QCOMPARE(titleOf(info), QStringLiteral("New image"));
}

void TestStoreTexts::aRowSaysHowFarAnImportIs()
{
    ImageInfo info = ready();
    info.state = ImageState::Importing;
    QCOMPARE(storeRow(info).news, QStringLiteral("Importing…"));
    QVERIFY(storeRow(info).progress.value() < 0);
    info.progress = { 12 << 20, 48 << 20, 1, 5 };
    QCOMPARE(storeRow(info).news, QStringLiteral("12 MiB of 48 MiB · layer 2 of 5"));
    QCOMPARE(storeRow(info).progress, std::optional(0.25));
    info.progress = { 48 << 20, 48 << 20, 5, 5 };
    QCOMPARE(storeRow(info).news, QStringLiteral("48 MiB of 48 MiB · layer 5 of 5"));
}

void TestStoreTexts::aRowSaysWhyAnImportFailed()
{
    ImageInfo info = ready();
    info.state = ImageState::Failed;
    info.failure = QStringLiteral("the archive ends too early");
    QCOMPARE(storeRow(info).news, QStringLiteral("Not imported: the archive ends too early"));
    QCOMPARE(storeRow(info).tone, Tone::Bad);
    QVERIFY(!storeRow(info).progress);
}

void TestStoreTexts::aRowSaysWhoUsesIt()
{
    ImageInfo info = ready();
    QCOMPARE(storeRow(info).news, QStringLiteral("web:latest · not used"));
    QCOMPARE(storeRow(info).size, QStringLiteral("3 MiB"));
    info.usedBy = { QStringLiteral("front"), QStringLiteral("back") };
    QVERIFY(storeRow(info).news.startsWith(QStringLiteral("web:latest · used by 2 ")));
    VolumeInfo volume{ QStringLiteral("2"), QStringLiteral("pgdata"), {}, 0, {} };
    QCOMPARE(storeRow(volume, std::nullopt).news, QStringLiteral("not used"));
    QCOMPARE(storeRow(volume, std::nullopt).size, QString());
    QCOMPARE(storeRow(volume, VolumeSize{ 1024, 1 }).size, QStringLiteral("1 KiB"));
}

void TestStoreTexts::aLayerIsCalledByWhatMadeIt()
{
    ImageInfo info = ready();
    info.layers = { { QString(64, u'a'), 1 << 20, 4, {}, 5 },
                    { QString(64, u'b'), 2 << 20, 4, QStringLiteral("/bin/sh -c #(nop) COPY x /y"), 0 },
                    { QString(64, u'c'), 0, 1, QStringLiteral("RUN /bin/sh -c apt-get install curl # buildkit"), 0 },
                    { QString(64, u'd'), 0, 1, {}, 0 } };
    const auto texts = layerTexts(info);
    QCOMPARE(texts.size(), 4U);
    QCOMPARE(texts[0].title, QStringLiteral("Added files"));
    QCOMPARE(texts[1].title, QStringLiteral("apt-get install curl"));
    QCOMPARE(texts[1].command, QStringLiteral("RUN /bin/sh -c apt-get install curl # buildkit"));
    QCOMPARE(texts[2].title, QStringLiteral("COPY x /y"));
    QCOMPARE(texts[2].size, QStringLiteral("2 MiB"));
    QCOMPARE(texts[3].title, QStringLiteral("web:1, base"));
    QVERIFY(texts[3].detail.startsWith(QStringLiteral("layer 1 · sha256:aaaaaaaaaaaa… · shared with 5 ")));
}

void TestStoreTexts::factsThatAreNotThereAreLeftOut()
{
    ImageInfo info = ready();
    QVERIFY(imageFacts(info).empty());
    info.config.entrypoint = { "/bin/serve", "--name", "two words" };
    info.config.env = { { "A", "1" }, { "B", "2" } };
    const auto facts = imageFacts(info);
    QCOMPARE(facts.size(), 2U);
    QCOMPARE(facts[0].value, QStringLiteral("/bin/serve --name 'two words'"));
    QCOMPARE(facts[1].value, QStringLiteral("A=1\nB=2"));
}

void TestStoreTexts::namesAreChecked()
{
    QVERIFY(volumeNameProblem(QStringLiteral("pg-data_1.x")).isEmpty());
    for (const char *bad : { "", "-x", "a b", "a/b", "ä" })
        QVERIFY2(!volumeNameProblem(QString::fromUtf8(bad)).isEmpty(), bad);
    QVERIFY(!volumeNameProblem(QString(64, u'a')).isEmpty());
    QVERIFY(imageNameProblem(QStringLiteral("web:1")).isEmpty());
    QVERIFY(!imageNameProblem(QStringLiteral("we b")).isEmpty());
}

void TestStoreTexts::rowsChangeByDifferences()
{
    StoreListModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setRows({ row("a"), row("b"), row("c") });
    model.setRows({ row("c"), row("a", "new"), row("d") });
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(0).data(StoreListModel::IdRole).toString(), QStringLiteral("c"));
    QCOMPARE(model.index(1).data().toString(), QStringLiteral("new"));
    QCOMPARE(model.index(2).data(StoreListModel::IdRole).toString(), QStringLiteral("d"));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(reset.count(), 0);
}

void TestStoreTexts::aHiddenRowComesBackInItsPlace()
{
    StoreListModel model;
    model.setRows({ row("a"), row("b"), row("c") });
    model.setHidden(QStringLiteral("b"), true);
    QCOMPARE(model.rowCount(), 2);
    model.setRows({ row("a"), row("b"), row("c") });
    QCOMPARE(model.rowCount(), 2);
    model.setHidden(QStringLiteral("b"), false);
    QCOMPARE(model.index(1).data(StoreListModel::IdRole).toString(), QStringLiteral("b"));
}

QTEST_MAIN(TestStoreTexts)
#include "tst_StoreTexts.moc"
