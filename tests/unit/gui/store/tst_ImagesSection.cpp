// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileDialog>
#include <QTest>

#include "gui/store/FileDrop.h"
#include "gui/store/ImageCommands.h"
#include "gui/store/ImagePage.h"
#include "gui/store/ImagesSection.h"
#include "gui/store/NameDialog.h"
#include "gui/store/PruneDialog.h"
#include "tests/unit/gui/store/StoreFixture.h"

#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QSettings>
#include <QTemporaryDir>
#include <QToolButton>

using namespace vitrine;
using namespace vitrine::gui;
using namespace vitrine::gui::test;

namespace {
const QString kWeb = QStringLiteral("web");
}

class TestImagesSection : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init() { QSettings().clear(); }
    void theSectionCountsAndShowsImages();
    void emptyItOffersToImport();
    void anArchiveIsImportedAndChosen();
    void droppedArchivesAreImported();
    void whatIsNoFileIsRefusedWithItsName();
    void aFolderIsPackedAndImported();
    void aPullThatFailsSaysWhy();
    void aPullCanBeCancelled();
    void anImportCanBeCancelled();
    void aUsedImageIsNotRemovedAndItsUsersAreNamed();
    void removeCanBeUndone();
    void removeIsCarriedOutWhenTheWindowCloses();
    void aNameIsGivenAndTakenAwayWithUndo();
    void anImageIsExported();
    void pruneShowsFirstWhatWouldGo();
    void verbsFitTheState();
    void containersAreLeftAloneWhileImagesAreInView();

private:
    QString write(const QString &name);
    void putSkopeo(const QByteArray &script); ///< first in PATH
    QTemporaryDir m_home;
};

void TestImagesSection::initTestCase()
{
    QVERIFY(m_home.isValid());
    qunsetenv("XDG_CURRENT_DESKTOP");
    QCoreApplication::setOrganizationName(QStringLiteral("vitrine"));
    QCoreApplication::setApplicationName(QStringLiteral("test"));
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_home.path());
}

QString TestImagesSection::write(const QString &name)
{
    QFile file(m_home.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write("tar") != 3)
        return {};
    return file.fileName();
}

void TestImagesSection::theSectionCountsAndShowsImages()
{
    StoreFixture at;
    at.backend.addImage(image(kWeb, { QStringLiteral("web:1") }, { QStringLiteral("front") }));
    at.backend.addImage(image(QStringLiteral("db"), { QStringLiteral("db:16") }));
    QCOMPARE(at.window.side().sections().note(SectionList::Images), QStringLiteral("2"));
    at.show(SectionList::Images);
    QCOMPARE(at.window.windowTitle(), QStringLiteral("web:1 — Vitrine"));
    QVERIFY(at.window.images().imagePage().isVisible());
    QVERIFY(at.window.images().imagePage().sentence().startsWith(QStringLiteral("2 layer")));
    at.backend.dropImage(kWeb);
    QCOMPARE(at.window.side().sections().note(SectionList::Images), QStringLiteral("1"));
    QCOMPARE(at.window.windowTitle(), QStringLiteral("db:16 — Vitrine"));
}

void TestImagesSection::emptyItOffersToImport()
{
    StoreFixture at;
    at.show(SectionList::Images);
    QVERIFY(at.window.images().page()->isVisible());
    QVERIFY(!at.window.images().imagePage().isVisible());
    at.press(*at.window.images().page(), QStringLiteral("Import…"));
    QVERIFY(at.window.findChild<QDialog *>());
}

void TestImagesSection::anArchiveIsImportedAndChosen()
{
    StoreFixture at;
    at.backend.addImage(image(kWeb, { QStringLiteral("web:1") }));
    at.show(SectionList::Images);
    at.window.images().commands().import({ write(QStringLiteral("new.tar")) });
    QTRY_COMPARE(at.window.images().count(), 2);
    QTRY_VERIFY(at.window.images().list().currentId() != kWeb);
    QVERIFY(at.messages().isEmpty());
}

void TestImagesSection::droppedArchivesAreImported()
{
    StoreFixture at;
    at.show(SectionList::Images);
    QMimeData data;
    data.setUrls(
        { QUrl::fromLocalFile(write(QStringLiteral("a.tar"))), QUrl::fromLocalFile(write(QStringLiteral("b.tar"))) });
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QWidget *list = at.window.images().list().viewport();
    QVERIFY(list->acceptDrops());
    // Not sent: Qt knows the target of a drop only from a drag before it.
    QVERIFY(list->findChild<FileDrop *>()->eventFilter(list, &drop));
    QTRY_COMPARE(at.backend.images().size(), 2U);
}

void TestImagesSection::whatIsNoFileIsRefusedWithItsName()
{
    StoreFixture at;
    at.window.images().commands().import({ QStringLiteral("/nowhere/x.tar"), QStringLiteral("/dev/null") });
    QTRY_COMPARE(at.messages().size(), 2);
    QVERIFY(at.messages().join(u'\n').contains(QStringLiteral("Could not import x.tar.")));
    QVERIFY(at.messages().join(u'\n').contains(QStringLiteral("No such file or directory")));
    QVERIFY(at.backend.images().empty());
}

void TestImagesSection::putSkopeo(const QByteArray &script)
{
    QFile file(m_home.filePath(QStringLiteral("skopeo")));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write("#!/bin/sh\n" + script);
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    file.close();
    qputenv("PATH", m_home.path().toUtf8() + ":/usr/bin:/bin");
}

void TestImagesSection::aFolderIsPackedAndImported()
{
    StoreFixture at;
    at.show(SectionList::Images);
    QVERIFY(QDir(m_home.path()).mkpath(QStringLiteral("tree/etc")));
    at.window.images().commands().import({ m_home.filePath(QStringLiteral("tree")) });
    QTRY_COMPARE(at.backend.images().size(), 1U);
    QCOMPARE(at.backend.images()[0].names, QStringList{ QStringLiteral("tree") });
    QTRY_COMPARE(at.window.images().count(), 1);
    QVERIFY(at.messages().isEmpty());
}

void TestImagesSection::aPullThatFailsSaysWhy()
{
    StoreFixture at;
    putSkopeo("echo 'time=\"x\" level=fatal msg=\"no such image\"' >&2; exit 1\n");
    at.show(SectionList::Images);
    at.press(*at.window.images().footer(), QStringLiteral("Pull…"));
    at.dialog<NameDialog>()->findChild<QLineEdit *>()->setText(QStringLiteral("localhost:5000/web:1"));
    at.press(*at.dialog<NameDialog>(), QStringLiteral("Pull"));
    QTRY_COMPARE(at.messages().size(), 1);
    QVERIFY(at.messages()[0].contains(QStringLiteral("Could not pull localhost:5000/web:1.")));
    QVERIFY2(at.messages()[0].contains(QStringLiteral("no such image")), qPrintable(at.messages()[0]));
    QCOMPARE(at.window.images().count(), 0);
    QVERIFY(at.backend.verbs().isEmpty());
}

void TestImagesSection::aPullCanBeCancelled()
{
    StoreFixture at;
    putSkopeo("exec sleep 60\n");
    at.show(SectionList::Images);
    at.window.images().commands().askToPull();
    at.dialog<NameDialog>()->findChild<QLineEdit *>()->setText(QStringLiteral("localhost:5000/web:1"));
    at.press(*at.dialog<NameDialog>(), QStringLiteral("Pull"));
    QTRY_COMPARE(at.window.images().count(), 1);
    QCOMPARE(at.window.windowTitle(), QStringLiteral("localhost:5000/web:1 — Vitrine"));
    at.press(at.window.images().imagePage(), QStringLiteral("Cancel"));
    QTRY_COMPARE(at.window.images().count(), 0);
    QVERIFY(at.messages().isEmpty());
}

void TestImagesSection::anImportCanBeCancelled()
{
    StoreFixture at;
    ImageInfo info = image(kWeb, {});
    info.state = ImageState::Importing;
    at.backend.addImage(info);
    at.show(SectionList::Images);
    at.press(at.window.images().imagePage(), QStringLiteral("Cancel"));
    QTRY_VERIFY(at.backend.images().empty());
    QCOMPARE(at.backend.verbs().last(), QStringLiteral("cancelImport"));
}

void TestImagesSection::anImageIsExported()
{
    StoreFixture at;
    at.backend.addImage(image(kWeb, { QStringLiteral("web:1") }));
    at.show(SectionList::Images);
    at.press(at.window.images().imagePage(), QStringLiteral("Export…"));
    auto *dialog = at.dialog<QFileDialog>();
    QVERIFY(dialog);
    QCOMPARE(dialog->nameFilters().size(), qsizetype{ 3 });
    const QString path = m_home.filePath(QStringLiteral("web.tar"));
    emit dialog->fileSelected(path);
    dialog->close();
    QTRY_VERIFY(at.messages().join(u' ').contains(QStringLiteral("is exported to")));
    QCOMPARE(at.backend.calls().back().detail, QStringLiteral("oci-archive"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("image"));
    at.backend.failNext(QStringLiteral("exportImage"), Error{ ErrorCode::NoSpace, 28, "the disk is full" });
    at.press(at.window.images().imagePage(), QStringLiteral("Export…"));
    dialog = at.window.findChildren<QFileDialog *>().last();
    emit dialog->fileSelected(m_home.filePath(QStringLiteral("other.tar")));
    QTRY_VERIFY(at.messages().join(u' ').contains(QStringLiteral("Could not export")));
    QTRY_VERIFY(!QFile::exists(m_home.filePath(QStringLiteral("other.tar.part"))));
}

void TestImagesSection::aUsedImageIsNotRemovedAndItsUsersAreNamed()
{
    StoreFixture at;
    at.backend.addImage(image(kWeb, { QStringLiteral("web:1") }, { QStringLiteral("front"), QStringLiteral("back") }));
    at.show(SectionList::Images);
    at.press(at.window.images().imagePage(), QStringLiteral("Remove"));
    QCOMPARE(at.messages().size(), 1);
    QVERIFY(at.messages()[0].contains(QStringLiteral("front, back")));
    QCOMPARE(at.window.images().count(), 1);
    QVERIFY(!at.backend.verbs().contains(QStringLiteral("removeImage")));
}

void TestImagesSection::removeCanBeUndone()
{
    StoreFixture at;
    at.backend.addImage(image(kWeb, { QStringLiteral("web:1") }));
    at.show(SectionList::Images);
    QVERIFY(QTest::qWaitForWindowActive(&at.window));
    at.window.images().list().setFocus();
    QTest::keyClick(&at.window.images().list(), Qt::Key_Delete);
    QCOMPARE(at.window.images().count(), 0);
    QVERIFY(at.window.actions().undo->isEnabled());
    at.window.actions().undo->trigger();
    QCOMPARE(at.window.images().count(), 1);
    QVERIFY(!at.backend.verbs().contains(QStringLiteral("removeImage")));
}

void TestImagesSection::removeIsCarriedOutWhenTheWindowCloses()
{
    StoreFixture at;
    at.backend.addImage(image(kWeb, { QStringLiteral("web:1") }));
    at.window.images().commands().remove(kWeb);
    at.window.close();
    QCOMPARE(at.backend.calls().back(), (FakeBackend::Call{ QStringLiteral("removeImage"), kWeb, {} }));
    QTRY_VERIFY(at.backend.images().empty());
}

void TestImagesSection::aNameIsGivenAndTakenAwayWithUndo()
{
    StoreFixture at;
    at.backend.addImage(image(kWeb, { QStringLiteral("web:1") }));
    at.show(SectionList::Images);
    at.press(at.window.images().imagePage(), QStringLiteral("Tag…"));
    auto *dialog = at.dialog<NameDialog>();
    QVERIFY(dialog);
    dialog->findChild<QLineEdit *>()->setText(QStringLiteral("web:2"));
    at.press(*dialog, QStringLiteral("Tag"));
    const QStringList both{ QStringLiteral("web:1"), QStringLiteral("web:2") };
    QTRY_COMPARE(at.backend.image(kWeb)->names, both);

    auto *drop = at.window.images().imagePage().findChild<QToolButton *>();
    QVERIFY(drop);
    emit at.window.images().imagePage().untagRequested(kWeb, QStringLiteral("web:1"));
    QTRY_COMPARE(at.backend.image(kWeb)->names, QStringList{ QStringLiteral("web:2") });
    QTRY_COMPARE(at.messages().size(), 1);
    at.press(at.window.messages(), QStringLiteral("Undo"));
    QTRY_COMPARE(at.backend.image(kWeb)->names.size(), 2);
}

void TestImagesSection::pruneShowsFirstWhatWouldGo()
{
    StoreFixture at;
    at.backend.addImage(image(kWeb, { QStringLiteral("web:1") }));
    at.backend.setPruneReport({ { { kWeb, { QStringLiteral("web:1") }, 2048 } }, 2, 1024 });
    at.show(SectionList::Images);
    at.press(*at.window.images().footer(), QStringLiteral("Prune…"));
    QTRY_VERIFY(at.dialog<PruneDialog>());
    QCOMPARE(at.backend.calls().back().detail, QStringLiteral("report"));
    QCOMPARE(at.backend.images().size(), 1U);
    for (QPushButton *button : at.dialog<PruneDialog>()->findChildren<QPushButton *>()) {
        if (button->text().startsWith(QStringLiteral("Remove")))
            button->click();
    }
    QTRY_VERIFY(at.backend.images().empty());
    at.backend.setPruneReport({});
    at.window.images().commands().askToPrune();
    QTRY_VERIFY(at.messages().join(u' ').contains(QStringLiteral("nothing to clean up")));
}

void TestImagesSection::verbsFitTheState()
{
    StoreFixture at;
    ImageInfo info = image(kWeb, {});
    info.state = ImageState::Failed;
    info.failure = QStringLiteral("the archive ends too early");
    at.backend.addImage(info);
    at.show(SectionList::Images);
    const auto isEnabled = [&](const char *text) {
        for (const QPushButton *button : at.window.images().imagePage().findChildren<QPushButton *>()) {
            if (button->text() == QString::fromUtf8(text))
                return button->isEnabled();
        }
        return false;
    };
    QVERIFY(!isEnabled("Tag…"));
    QVERIFY(isEnabled("Remove"));
    QVERIFY(at.window.images().imagePage().sentence().contains(QStringLiteral("ends too early")));
    at.backend.changeImage(kWeb, [](ImageInfo &now) { now.state = ImageState::Ready; });
    QVERIFY(isEnabled("Tag…"));
}

void TestImagesSection::containersAreLeftAloneWhileImagesAreInView()
{
    StoreFixture at;
    ContainerInfo info;
    info.id = info.name = QStringLiteral("front");
    info.state = ipc::ContainerState::Running;
    at.backend.addContainer(info);
    QVERIFY(at.window.actions().stop->isEnabled());
    at.show(SectionList::Images);
    QVERIFY(!at.window.actions().stop->isEnabled());
    at.backend.dropContainer(info.id);
    QCOMPARE(at.window.side().sections().chosen(), SectionList::Images);
}

QTEST_MAIN(TestImagesSection)
#include "tst_ImagesSection.moc"
