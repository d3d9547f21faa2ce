// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "gui/pages/FileTree.h"
#include "gui/pages/FilesPage.h"
#include "gui/store/NameDialog.h"
#include "gui/store/PruneDialog.h"
#include "gui/store/VolumeCommands.h"
#include "gui/store/VolumePage.h"
#include "gui/store/VolumesSection.h"
#include "tests/support/FilesHost.h"
#include "tests/unit/gui/store/StoreFixture.h"

#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QSettings>
#include <QTemporaryDir>

using namespace vitrine;
using namespace vitrine::gui;
using namespace vitrine::gui::test;

namespace {

const QString kData = QStringLiteral("pgdata");

VolumeInfo volume(const QStringList &usedBy = {})
{
    return { kData, kData, QStringLiteral("999"), 0, usedBy };
}

/// The picture for a person to look at, where VITRINE_SHOTS names a folder.
void shoot(QWidget &widget, const QString &name)
{
    const QString folder = qEnvironmentVariable("VITRINE_SHOTS");
    if (folder.isEmpty())
        return;
    QTest::qWait(50); // until everything has its place
    widget.grab().save(folder + u'/' + name + QStringLiteral(".png"));
}

} // namespace

class TestVolumesSection : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init() { QSettings().clear(); }
    void theSectionCountsAndShowsVolumes();
    void emptyItOffersToMakeOne();
    void aNewVolumeIsChosen();
    void aNameThatWillNotDoCannotBeSent();
    void aSizeIsCountedInTheBackground();
    void emptyAsksFirstNamingWhatIsLost();
    void renameAndCloneAskForAName();
    void aUsedVolumeIsNotRemovedAndItsUsersAreNamed();
    void removeCanBeUndone();
    void backUpAndRestore();
    void aFailedBackUpLeavesWhatWasThere();
    void showsWhatIsUnderWayAndGivesItUp();
    void filesCanBeLookedAt();
    void pruneShowsFirstWhatWouldGo();

private:
    QTemporaryDir m_home;
};

void TestVolumesSection::initTestCase()
{
    QVERIFY(m_home.isValid());
    qunsetenv("XDG_CURRENT_DESKTOP");
    QCoreApplication::setOrganizationName(QStringLiteral("vitrine"));
    QCoreApplication::setApplicationName(QStringLiteral("test"));
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_home.path());
}

void TestVolumesSection::theSectionCountsAndShowsVolumes()
{
    StoreFixture at;
    at.backend.addVolume(volume({ QStringLiteral("db") }));
    QCOMPARE(at.window.side().sections().note(SectionList::Volumes), QStringLiteral("1"));
    at.show(SectionList::Volumes);
    QCOMPARE(at.window.windowTitle(), QStringLiteral("pgdata — Vitrine"));
    QVERIFY(at.window.volumes().volumePage().sentence().startsWith(QStringLiteral("used by 1 container")));
}

void TestVolumesSection::emptyItOffersToMakeOne()
{
    StoreFixture at;
    at.show(SectionList::Volumes);
    at.press(*at.window.volumes().page(), QStringLiteral("New Volume…"));
    QVERIFY(at.dialog<NameDialog>());
}

void TestVolumesSection::aNewVolumeIsChosen()
{
    StoreFixture at;
    at.backend.addVolume(volume());
    at.show(SectionList::Volumes);
    at.press(*at.window.volumes().footer(), QStringLiteral("New Volume…"));
    auto *dialog = at.dialog<NameDialog>();
    const auto fields = dialog->findChildren<QLineEdit *>();
    QCOMPARE(fields.size(), 2);
    fields[0]->setText(QStringLiteral("cache"));
    fields[1]->setText(QStringLiteral("1000:1000"));
    at.press(*dialog, QStringLiteral("Make Volume"));
    QTRY_COMPARE(at.backend.volumes().size(), 2U);
    QCOMPARE(at.backend.volumes()[1].owner, QStringLiteral("1000:1000"));
    QTRY_COMPARE(at.window.windowTitle(), QStringLiteral("cache — Vitrine"));
}

void TestVolumesSection::aNameThatWillNotDoCannotBeSent()
{
    NameDialog dialog({ {}, {}, {}, QStringLiteral("Go") }, volumeNameProblem);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    QPushButton *go = nullptr;
    for (QPushButton *button : dialog.findChildren<QPushButton *>()) {
        if (button->text() == QStringLiteral("Go"))
            go = button;
    }
    QVERIFY(go && !go->isEnabled());
    dialog.findChild<QLineEdit *>()->setText(QStringLiteral("a b"));
    QVERIFY(!go->isEnabled());
    dialog.findChild<QLineEdit *>()->setText(QStringLiteral("ab"));
    QVERIFY(go->isEnabled());
}

void TestVolumesSection::aSizeIsCountedInTheBackground()
{
    StoreFixture at;
    at.backend.addVolume(volume());
    at.backend.setVolumeSize({ 5 << 20, 12 });
    at.show(SectionList::Volumes);
    at.backend.holdReplies();
    at.window.volumes().measure(kData);
    at.window.volumes().measure(kData);
    QCOMPARE(at.backend.verbs().count(QStringLiteral("measureVolume")), 1);
    at.backend.releaseReplies();
    QCOMPARE(at.window.volumes().volumePage().sentence(), QStringLiteral("5 MiB · not used"));
}

void TestVolumesSection::emptyAsksFirstNamingWhatIsLost()
{
    StoreFixture at;
    at.backend.addVolume(volume({ QStringLiteral("db") }));
    at.backend.setVolumeSize({ 5 << 20, 12 });
    at.show(SectionList::Volumes);
    at.window.volumes().measure(kData);
    QTRY_VERIFY(at.window.volumes().volumePage().sentence().startsWith(QStringLiteral("5 MiB")));
    at.press(at.window.volumes().volumePage(), QStringLiteral("Empty…"));
    auto *box = at.dialog<QMessageBox>();
    QVERIFY(box);
    QVERIFY(box->informativeText().contains(QStringLiteral("5 MiB in 12 ")));
    QVERIFY(box->informativeText().contains(QStringLiteral("db")));
    QVERIFY(!at.backend.verbs().contains(QStringLiteral("emptyVolume")));
    at.press(*box, QStringLiteral("Empty"));
    QTRY_VERIFY(at.backend.verbs().contains(QStringLiteral("emptyVolume")));
    QTRY_COMPARE(at.window.volumes().volumePage().sentence(), QStringLiteral("used by 1 container(s)"));
}

void TestVolumesSection::renameAndCloneAskForAName()
{
    StoreFixture at;
    at.backend.addVolume(volume());
    at.window.volumes().commands().askForNewName(kData);
    at.dialog<NameDialog>()->findChild<QLineEdit *>()->setText(QStringLiteral("other"));
    at.press(*at.dialog<NameDialog>(), QStringLiteral("Rename"));
    QTRY_COMPARE(at.backend.volume(kData)->name, QStringLiteral("other"));
    QTRY_VERIFY(!at.dialog<NameDialog>());
    at.window.volumes().commands().askForCloneName(kData);
    QCOMPARE(at.dialog<NameDialog>()->name(), QStringLiteral("other-copy"));
    at.press(*at.dialog<NameDialog>(), QStringLiteral("Clone"));
    QTRY_COMPARE(at.backend.volumes().size(), 2U);
    QCOMPARE(at.backend.volumes()[1].owner, QStringLiteral("999"));
}

void TestVolumesSection::aUsedVolumeIsNotRemovedAndItsUsersAreNamed()
{
    StoreFixture at;
    at.backend.addVolume(volume({ QStringLiteral("db") }));
    at.window.volumes().commands().remove(kData);
    QCOMPARE(at.messages().size(), 1);
    QVERIFY(at.messages()[0].contains(QStringLiteral("db")));
    QCOMPARE(at.window.volumes().count(), 1);
}

void TestVolumesSection::removeCanBeUndone()
{
    StoreFixture at;
    at.backend.addVolume(volume());
    at.window.volumes().commands().remove(kData);
    QCOMPARE(at.window.volumes().count(), 0);
    at.press(at.window.messages(), QStringLiteral("Undo"));
    QCOMPARE(at.window.volumes().count(), 1);
    at.window.volumes().commands().remove(kData);
    at.backend.dropVolume(kData); // by somebody else
    QVERIFY(!at.window.actions().undo->isEnabled());
    at.window.close();
    QVERIFY(!at.backend.verbs().contains(QStringLiteral("removeVolume")));
}

void TestVolumesSection::backUpAndRestore()
{
    StoreFixture at;
    at.backend.addVolume(volume());
    const QString path = m_home.filePath(QStringLiteral("backup.tar"));
    at.window.volumes().commands().backUpTo(kData, path);
    QTRY_VERIFY(at.messages().join(u' ').contains(QStringLiteral("is backed up to")));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("volume"));
    at.window.volumes().commands().restoreFrom(kData, path);
    QTRY_VERIFY(at.messages().join(u' ').contains(QStringLiteral("is restored")));
    at.window.volumes().commands().restoreFrom(kData, QStringLiteral("/nowhere/x.tar"));
    QTRY_VERIFY(at.messages().join(u' ').contains(QStringLiteral("Could not restore")));
}

void TestVolumesSection::aFailedBackUpLeavesWhatWasThere()
{
    StoreFixture at;
    at.backend.addVolume(volume());
    const QString path = m_home.filePath(QStringLiteral("old.tar"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("old") == 3);
    file.close();
    at.backend.failNext(QStringLiteral("backupVolume"), Error{ ErrorCode::NoSpace, 28, "the disk is full" });
    at.window.volumes().commands().backUpTo(kData, path);
    QTRY_VERIFY(at.messages().join(u' ').contains(QStringLiteral("The disk is full")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("old"));
    QTRY_VERIFY(!QFile::exists(path + QStringLiteral(".part")));
}

void TestVolumesSection::showsWhatIsUnderWayAndGivesItUp()
{
    StoreFixture at;
    at.backend.addVolume(volume());
    at.show(SectionList::Volumes);
    VolumePage &page = at.window.volumes().volumePage();
    auto *bar = page.findChild<QProgressBar *>();
    QVERIFY(bar && !bar->isVisible());
    constexpr std::uint64_t kMiB = 1024 * 1024;
    at.backend.changeVolume(kData, [](VolumeInfo &info) {
        info.progress = { QStringLiteral("backup"), 100 * kMiB, 400 * kMiB };
    });
    QTRY_VERIFY(bar->isVisible());
    QCOMPARE(bar->value() * 4, bar->maximum());
    QCOMPARE(bar->accessibleName(), QStringLiteral("Backing up: 100 MiB of 400 MiB"));
    shoot(at.window, QStringLiteral("volume-backup"));
    at.press(*bar->parentWidget(), QStringLiteral("Cancel"));
    QTRY_VERIFY(at.backend.verbs().contains(QStringLiteral("cancelVolumeJob")));
    at.backend.changeVolume(kData, [](VolumeInfo &info) { info.progress = {}; });
    QTRY_VERIFY(!bar->isVisible());
    // What a person gave up is no failure to be told of.
    at.backend.failNext(QStringLiteral("cloneVolume"), Error{ ErrorCode::Cancelled, 0, "the clone was cancelled" });
    at.window.volumes().commands().askForCloneName(kData);
    at.press(*at.dialog<NameDialog>(), QStringLiteral("Clone"));
    QTRY_VERIFY(at.backend.verbs().contains(QStringLiteral("cloneVolume")));
    QCoreApplication::processEvents();
    QCOMPARE(at.messages(), QStringList());
}

void TestVolumesSection::filesCanBeLookedAt()
{
    gui::test::StoreFixture at;
    vitrine::test::FilesHost host;
    host.writeBelow("base/1/pg_class", std::string(8192, 'x'));
    host.writeBelow("PG_VERSION", "15\n");
    host.writeBelow("postgresql.conf", "listen_addresses = '*'\nmax_connections = 100\n");
    at.backend.setFiles([&] { return host.open(); });
    at.backend.addVolume(volume({ QStringLiteral("db") }));
    at.show(SectionList::Volumes);
    at.window.resize(1200, 720);
    VolumePage &page = at.window.volumes().volumePage();
    QVERIFY(!at.backend.verbs().contains(QStringLiteral("openVolumeFiles")));
    page.showTab(VolumePage::Files);
    FileTree &tree = page.files().tree();
    QTRY_COMPARE(tree.topLevelItemCount(), 3);
    tree.setCurrentItem(tree.topLevelItem(2));
    tree.topLevelItem(0)->setExpanded(true);
    QTRY_VERIFY(page.findChild<QPlainTextEdit *>()->toPlainText().contains(QStringLiteral("max_connections")));
    shoot(at.window, QStringLiteral("volume-files"));
    // Files come in, and what was counted no longer holds.
    at.backend.setVolumeSize({ 5 * 1024 * 1024, 7 });
    at.window.volumes().measure(kData);
    QTRY_VERIFY(page.sentence().startsWith(QStringLiteral("5 MiB")));
    const std::string dump = host.tree().write("mine/dump.sql", "SELECT 1;\n");
    page.files().addFiles({ QString::fromStdString(dump) }, {});
    QTRY_COMPARE(tree.topLevelItemCount(), 4);
    QTRY_VERIFY(!page.sentence().contains(QStringLiteral("5 MiB")));
}

void TestVolumesSection::pruneShowsFirstWhatWouldGo()
{
    StoreFixture at;
    at.backend.addVolume(volume());
    at.backend.setPruneReport({ { { kData, { kData }, 2048 } }, 0, 2048 });
    at.window.volumes().commands().askToPrune();
    QTRY_VERIFY(at.dialog<PruneDialog>());
    QCOMPARE(at.backend.volumes().size(), 1U);
    at.dialog<PruneDialog>()->accept();
    QTRY_VERIFY(at.backend.volumes().empty());
}

QTEST_MAIN(TestVolumesSection)
#include "tst_VolumesSection.moc"
