// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/files/FilesClient.h"
#include "gui/pages/ChangeTree.h"
#include "gui/pages/FileTree.h"
#include "gui/pages/FilesPage.h"
#include "gui/pages/LayersPage.h"
#include "gui/pages/TextDiff.h"
#include "gui/store/NameDialog.h"
#include "gui/widgets/MessageBar.h"
#include "tests/support/FakeBackend.h"
#include "tests/support/FilesHost.h"

#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QUrl>

#include <algorithm>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace vitrine;
using namespace vitrine::gui;
using ipc::FileMark;

namespace {

constexpr int kSoonMs = 10'000;

ContainerInfo container(ipc::ContainerState state)
{
    ContainerInfo info;
    info.id = info.name = QStringLiteral("web-demo");
    info.state = state;
    info.spec.root = { spec::RootKind::Tar, "/home/someone/debian-12.tar.xz" };
    return info;
}

/// In the page itself, or in a message that it shows.
QPushButton *button(const QWidget &parent, const QString &text, bool inMessage = false)
{
    for (QPushButton *candidate : parent.findChildren<QPushButton *>()) {
        const bool isInMessage = qobject_cast<MessageBar *>(candidate->parentWidget()) != nullptr;
        if (candidate->text() == text && isInMessage == inMessage)
            return candidate;
    }
    return nullptr;
}

bool saysSomewhere(const QWidget &parent, const QString &text)
{
    const auto labels = parent.findChildren<QLabel *>();
    return std::any_of(labels.begin(), labels.end(),
                       [&](const QLabel *label) { return !label->isHidden() && label->text().contains(text); });
}

/// The picture for a person to look at, where VITRINE_SHOTS names a folder.
void shoot(QWidget &widget, const QString &name)
{
    const QString folder = qEnvironmentVariable("VITRINE_SHOTS");
    if (!folder.isEmpty())
        widget.grab().save(folder + u'/' + name + QStringLiteral(".png"));
}

ipc::FileEntry change(const char *name, FileMark mark, std::uint64_t size = 0, std::uint32_t type = S_IFREG)
{
    ipc::FileEntry entry;
    entry.name = name;
    entry.mode = type | 0644;
    entry.size = size;
    entry.mark = mark;
    return entry;
}

} // namespace

class TestFilesPages : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init()
    {
        m_host = std::make_unique<test::FilesHost>();
        m_backend = std::make_unique<FakeBackend>();
        m_backend->setFiles([this] { return m_host->open(); });
        m_host->writeBelow("etc/hosts", "127.0.0.1 localhost\n::1 localhost ip6-localhost\n");
        m_host->writeBelow("etc/motd", "welcome\n");
        m_host->writeBelow("usr/bin/python3.11", std::string(6'700'000, 'x'));
    }
    void cleanup()
    {
        m_backend.reset();
        m_host.reset();
    }

    void diffsLineByLine();
    void knowsTexts();
    void countsWhatAPersonCounts();
    void pointsOutDataThatWillBeLost();
    void showsTheLayers();
    void seesACopyUpAsItHappens();
    void restoresOnlyAtRest();
    void savesAsAnImage();
    void discardsAfterASecondLook();
    void showsTheFiles();
    void copiesInAndOut();
    void copiesWhatIsDraggedOutWhenItIsAskedFor();
    void showsAVolume();
    void saysWhyThereAreNoFiles();
    void opensAnewWhenTheConversationEnds();

private:
    std::unique_ptr<test::FilesHost> m_host;
    std::unique_ptr<FakeBackend> m_backend;
};

void TestFilesPages::diffsLineByLine()
{
    using Kind = DiffLine::Kind;
    const std::vector<DiffLine> expected{ { Kind::Removed, QStringLiteral("b") },
                                          { Kind::Added, QStringLiteral("B") },
                                          { Kind::Same, QStringLiteral("c") },
                                          { Kind::Added, QStringLiteral("d") } };
    std::vector<DiffLine> lines = diffLines(QStringLiteral("a\nb\nc\n"), QStringLiteral("a\nB\nc\nd\n"));
    QCOMPARE(lines.front().kind, Kind::Same);
    lines.erase(lines.begin());
    QCOMPARE(lines, expected);
    QVERIFY(diffLines({}, {}).empty());
    // Large texts come out too, if not as few lines.
    const QString large = QStringLiteral("x\ny\n").repeated(2000);
    QVERIFY(diffLines(large, QStringLiteral("0\n") + large + QStringLiteral("z\n")).size() > 4000);
}

void TestFilesPages::knowsTexts()
{
    QVERIFY(isReadableText("plain\n\ttext\r\n"));
    QVERIFY(isReadableText("gr\xc3\xbc\xc3"));
    QVERIFY(!isReadableText(QByteArray("\x7f"
                                       "ELF")));
    QVERIFY(!isReadableText("\xff\xfe\xff\xfe"));
    QVERIFY(!isReadableText("\033[31mred"));
}

void TestFilesPages::countsWhatAPersonCounts()
{
    const ChangeCount count =
        countChanges({ change("etc", FileMark::Changed, 0, S_IFDIR), change("etc/hosts", FileMark::Changed, 10),
                       change("srv/site", FileMark::Added, 4096, S_IFDIR), change("srv/site/a", FileMark::Added, 90),
                       change("usr/bin/python3", FileMark::CopiedUp, 100), change("etc/motd", FileMark::Deleted, 8) });
    QCOMPARE(count.added, 1);
    QCOMPARE(count.changed, 2);
    QCOMPARE(count.deleted, 1);
    QCOMPARE(count.bytes, std::uint64_t{ 200 });
    QCOMPARE(permissions(0100754), QStringLiteral("rwxr-xr--"));
    QCOMPARE(shownName("two\nlines"), QStringLiteral("two\\x0alines"));
}

void TestFilesPages::pointsOutDataThatWillBeLost()
{
    QVERIFY(!grownFolder({ change("var/lib/small/f", FileMark::Added, 10) }));
    QVERIFY(!grownFolder({ change("srv/site/f", FileMark::Added, 1 << 20) }));
    const auto grown = grownFolder({ change("var/lib/pgdata/a", FileMark::Added, 200 * 1024),
                                     change("var/lib/pgdata/base/b", FileMark::Added, 10 * 1024),
                                     change("var/lib/other/c", FileMark::Added, 1024) });
    QVERIFY(grown);
    QCOMPARE(grown->path, QStringLiteral("/var/lib/pgdata"));
    QCOMPARE(grown->bytes, std::uint64_t{ 210 * 1024 });
}

void TestFilesPages::showsTheLayers()
{
    m_host->writeAbove("etc/hosts", "127.0.0.1 localhost web-demo\n::1 localhost ip6-localhost\n");
    m_host->writeAbove("srv/site/index.html", std::string(4096, 'i'));
    m_host->writeAbove("srv/site/app.log", std::string(92 * 1024, 'l'));
    m_host->writeAbove("var/lib/pgdata/base", std::string(210 * 1024, 'd'));
    if (::geteuid() == 0)
        m_host->hide("etc/motd");
    FilesClient client(*m_backend);
    LayersPage page(*m_backend, client);
    page.resize(1280, 395);
    page.setContainer(container(ipc::ContainerState::Running));
    page.show();
    client.setContainer(QStringLiteral("web-demo"));
    QTRY_VERIFY_WITH_TIMEOUT(!page.tree().changes().empty(), kSoonMs);
    QVERIFY(saysSomewhere(page, QStringLiteral("3 added · 1 changed")));
    QVERIFY(saysSomewhere(page, QStringLiteral("/var/lib/pgdata grew to 210 KiB")));
    QVERIFY(saysSomewhere(page, QStringLiteral("debian-12.tar.xz")));
    page.tree().choose("etc/hosts");
    auto *text = page.findChild<QPlainTextEdit *>();
    QTRY_COMPARE_WITH_TIMEOUT(text->toPlainText(),
                              QStringLiteral("− 127.0.0.1 localhost\n+ 127.0.0.1 localhost web-demo\n"
                                             "  ::1 localhost ip6-localhost"),
                              kSoonMs);
    QVERIFY(saysSomewhere(page, QStringLiteral("below: owner 0 inside, 1879048192 outside · 0644")));
    shoot(page, QStringLiteral("layers"));
}

void TestFilesPages::seesACopyUpAsItHappens()
{
    FilesClient client(*m_backend);
    LayersPage page(*m_backend, client);
    page.setContainer(container(ipc::ContainerState::Running));
    page.show();
    client.setContainer(QStringLiteral("web-demo"));
    QTRY_VERIFY_WITH_TIMEOUT(client.isOpen(), kSoonMs);
    QVERIFY(page.tree().changes().empty());
    m_host->writeAbove("etc/motd", "welcome\n");
    struct stat below { };
    QCOMPARE(::stat(m_host->tree().path("lower/etc/motd").c_str(), &below), 0);
    const timespec times[2]{ below.st_mtim, below.st_mtim };
    QCOMPARE(::utimensat(AT_FDCWD, m_host->tree().path("upper/etc/motd").c_str(), times, 0), 0);
    QTRY_COMPARE_WITH_TIMEOUT(page.tree().changes().size(), std::size_t{ 2 }, kSoonMs);
    QTRY_COMPARE_WITH_TIMEOUT(page.tree().changes()[1].mark, FileMark::CopiedUp, kSoonMs);
}

void TestFilesPages::restoresOnlyAtRest()
{
    m_host->writeAbove("etc/hosts", "other\n");
    FilesClient client(*m_backend);
    LayersPage page(*m_backend, client);
    page.setContainer(container(ipc::ContainerState::Running));
    page.show();
    client.setContainer(QStringLiteral("web-demo"));
    QTRY_VERIFY_WITH_TIMEOUT(!page.tree().changes().empty(), kSoonMs);
    page.tree().choose("etc/hosts");
    QPushButton *restore = button(page, QStringLiteral("Restore This File"));
    QVERIFY(restore && !restore->isHidden() && !restore->isEnabled());
    QVERIFY(!restore->toolTip().isEmpty());
    page.setContainer(container(ipc::ContainerState::Ended));
    QVERIFY(restore->isEnabled());
    restore->click();
    const std::vector<FakeBackend::Call> &calls = m_backend->calls();
    QVERIFY(std::any_of(calls.begin(), calls.end(), [](const FakeBackend::Call &call) {
        return call.verb == QStringLiteral("restoreFiles") && call.detail == QStringLiteral("etc/hosts");
    }));
    QTRY_VERIFY_WITH_TIMEOUT(client.isOpen(), kSoonMs);
}

void TestFilesPages::savesAsAnImage()
{
    FilesClient client(*m_backend);
    LayersPage page(*m_backend, client);
    ContainerInfo info = container(ipc::ContainerState::Running);
    info.spec.root = { spec::RootKind::Folder, "/srv/root" };
    page.setContainer(info);
    page.show();
    QPushButton *save = button(page, QStringLiteral("Save as New Image…"));
    QVERIFY(save && !save->isEnabled() && !save->toolTip().isEmpty());
    info.spec.root = { spec::RootKind::Image, "debian:12" };
    page.setContainer(info);
    m_backend->addContainer(info);
    QVERIFY(save->isEnabled() && button(page, QStringLiteral("Export…"))->isEnabled());
    save->click();
    auto *dialog = page.findChild<NameDialog *>();
    QVERIFY(dialog);
    const auto fields = dialog->findChildren<QLineEdit *>();
    fields[0]->setText(QStringLiteral("mine:2"));
    fields[1]->setText(QStringLiteral("a word"));
    dialog->accept();
    QTRY_VERIFY(m_backend->verbs().contains(QStringLiteral("commitContainer")));
    const auto request = spec::commitFromJson(m_backend->calls().back().detail.toStdString());
    QVERIFY(request);
    QCOMPARE(request->names, std::vector<std::string>{ "mine:2" });
    QCOMPARE(request->comment, std::string("a word"));
    QTRY_VERIFY(saysSomewhere(page, QStringLiteral("Saving the image mine:2")));
    const QString id = m_backend->images().back().id;
    m_backend->changeImage(id, [](ImageInfo &image) { image.state = ImageState::Ready; });
    m_backend->changeImage(id, [](ImageInfo &image) { image.bytes = 7; });
    QTRY_VERIFY(saysSomewhere(page, QStringLiteral("is saved as the image mine:2")));
    QCOMPARE(std::ranges::count_if(page.findChildren<QLabel *>(),
                                   [](const QLabel *label) { return label->text().contains("is saved as"); }),
             1);
}

void TestFilesPages::discardsAfterASecondLook()
{
    m_host->writeAbove("srv/a", std::string(2048, 'a'));
    FilesClient client(*m_backend);
    LayersPage page(*m_backend, client);
    page.setContainer(container(ipc::ContainerState::Ended));
    page.show();
    client.setContainer(QStringLiteral("web-demo"));
    QTRY_VERIFY_WITH_TIMEOUT(!page.tree().changes().empty(), kSoonMs);
    const int before = static_cast<int>(m_backend->verbs().count(QStringLiteral("restoreFiles")));
    button(page, QStringLiteral("Discard All Changes"))->click();
    QCOMPARE(m_backend->verbs().count(QStringLiteral("restoreFiles")), before);
    QVERIFY(saysSomewhere(page, QStringLiteral("2 KiB")));
    QPushButton *sure = button(page, QStringLiteral("Discard All Changes"), true);
    QVERIFY(sure);
    sure->click();
    QTRY_COMPARE_WITH_TIMEOUT(m_backend->verbs().count(QStringLiteral("restoreFiles")), before + 1, kSoonMs);
}

void TestFilesPages::showsTheFiles()
{
    FilesClient client(*m_backend);
    FilesPage page(client);
    page.resize(1280, 395);
    page.setContainer(container(ipc::ContainerState::Running));
    page.show();
    client.setContainer(QStringLiteral("web-demo"));
    QTRY_COMPARE_WITH_TIMEOUT(page.tree().topLevelItemCount(), 2, kSoonMs);
    QTreeWidgetItem *etc = page.tree().topLevelItem(0);
    QCOMPARE(etc->text(0), QStringLiteral("etc"));
    etc->setExpanded(true);
    QTRY_COMPARE_WITH_TIMEOUT(etc->childCount(), 2, kSoonMs);
    page.tree().setCurrentItem(etc->child(1));
    auto *text = page.findChild<QPlainTextEdit *>();
    QTRY_COMPARE_WITH_TIMEOUT(text->toPlainText(), QStringLiteral("welcome\n"), kSoonMs);
    QVERIFY(saysSomewhere(page, QStringLiteral("owner 0 inside, 1879048192 outside")));
    shoot(page, QStringLiteral("files"));
    // What is open stays open when it is read anew.
    m_host->writeAbove("etc/new", "new\n");
    page.tree().reload();
    QTRY_COMPARE_WITH_TIMEOUT(page.tree().topLevelItem(0)->childCount(), 3, kSoonMs);
    QVERIFY(page.tree().topLevelItem(0)->isExpanded());
    QCOMPARE(page.tree().chosenPath(), std::string("etc/motd"));
}

void TestFilesPages::copiesInAndOut()
{
    FilesClient client(*m_backend);
    FilesPage page(client);
    page.setContainer(container(ipc::ContainerState::Running));
    page.show();
    client.setContainer(QStringLiteral("web-demo"));
    QTRY_COMPARE_WITH_TIMEOUT(page.tree().topLevelItemCount(), 2, kSoonMs);
    const std::string source = m_host->tree().write("mine/photo.txt", "a photo\n");
    page.addFiles({ QString::fromStdString(source) }, QStringLiteral("etc"));
    QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(m_host->tree().path("merged/etc/photo.txt")), kSoonMs);
    page.tree().setCurrentItem(page.tree().topLevelItem(0));
    m_host->tree().makeDirectory("saved");
    page.saveChosen(QString::fromStdString(m_host->tree().path("saved")));
    QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(m_host->tree().path("saved/etc/photo.txt")), kSoonMs);
    // What fails says so, and the buttons come back.
    page.addFiles({ QStringLiteral("/nothing/here") }, QStringLiteral("etc"));
    QTRY_VERIFY_WITH_TIMEOUT(saysSomewhere(page, QStringLiteral("Could not copy the files.")), kSoonMs);
    QVERIFY(button(page, QStringLiteral("Add Files…"))->isEnabled());
}

void TestFilesPages::copiesWhatIsDraggedOutWhenItIsAskedFor()
{
    FilesClient client(*m_backend);
    FilesPage page(client);
    page.setContainer(container(ipc::ContainerState::Running));
    page.show();
    client.setContainer(QStringLiteral("web-demo"));
    QTRY_COMPARE_WITH_TIMEOUT(page.tree().topLevelItemCount(), 2, kSoonMs);
    QTreeWidgetItem *folder = page.tree().topLevelItem(0);
    QString copy;
    {
        const std::unique_ptr<QMimeData> dragged(page.tree().model()->mimeData({ page.tree().model()->index(0, 0) }));
        QVERIFY(dragged && dragged->hasUrls());
        QSignalSpy worked(&page, &FilesPage::worked);
        QCOMPARE(worked.count(), 0); // nothing is copied before somebody asks
        QCOMPARE(dragged->urls().size(), 1);
        QCOMPARE(worked.count(), 1);
        copy = dragged->urls().constFirst().toLocalFile();
        QCOMPARE(worked.count(), 1); // nor twice
    }
    QCOMPARE(QFileInfo(copy).fileName(), folder->text(0));
    QFile hosts(copy + QStringLiteral("/hosts"));
    QVERIFY(hosts.open(QIODevice::ReadOnly));
    QVERIFY(hosts.readAll().startsWith("127.0.0.1"));
    // A conversation that ends while it copies gives the answer that there is nothing.
    const std::unique_ptr<QMimeData> late(page.tree().model()->mimeData({ page.tree().model()->index(1, 0) }));
    QTimer::singleShot(0, &client, [&] { client.setContainer({}); });
    QCOMPARE(late->urls().size(), 0);
    QVERIFY(!page.isWorking());
}

void TestFilesPages::showsAVolume()
{
    FilesClient client(*m_backend);
    FilesPage page(client);
    page.resize(900, 500);
    page.setVolume(VolumeInfo{ QStringLiteral("00000000000000b1"), QStringLiteral("pgdata"), {}, 0, {} });
    page.show();
    client.setVolume(QStringLiteral("00000000000000b1"));
    QTRY_COMPARE_WITH_TIMEOUT(page.tree().topLevelItemCount(), 2, kSoonMs);
    QVERIFY(m_backend->verbs().contains(QStringLiteral("openVolumeFiles")));
    QVERIFY(!m_backend->verbs().contains(QStringLiteral("openFiles")));
}

void TestFilesPages::saysWhyThereAreNoFiles()
{
    m_backend->failNext(QStringLiteral("openFiles"), Error{ ErrorCode::LimitExceeded, 0, "too many at once" });
    FilesClient client(*m_backend);
    FilesPage page(client);
    page.setContainer(container(ipc::ContainerState::Running));
    page.show();
    client.setContainer(QStringLiteral("web-demo"));
    QTRY_VERIFY_WITH_TIMEOUT(saysSomewhere(page, QStringLiteral("too many at once")), kSoonMs);
    QVERIFY(!client.isOpen());
}

void TestFilesPages::opensAnewWhenTheConversationEnds()
{
    FilesClient client(*m_backend);
    client.setContainer(QStringLiteral("web-demo"));
    QTRY_VERIFY_WITH_TIMEOUT(client.isOpen(), kSoonMs);
    m_host = std::make_unique<test::FilesHost>();
    m_host->writeBelow("etc/hosts", "again\n");
    bool isAnswered = false;
    client.run<std::string>(
        this, [](FilesLink &link) { return link.readStart(ipc::FilesRoot::Merged, "etc/hosts", 100); },
        [&](const Result<std::string> &) { isAnswered = true; });
    QTRY_VERIFY_WITH_TIMEOUT(!client.isOpen(), kSoonMs);
    QTRY_VERIFY_WITH_TIMEOUT(client.isOpen(), kSoonMs);
    QVERIFY(!isAnswered);
    std::string content;
    client.run<std::string>(
        this, [](FilesLink &link) { return link.readStart(ipc::FilesRoot::Merged, "etc/hosts", 100); },
        [&](const Result<std::string> &read) { content = read.value_or("nothing"); });
    QTRY_COMPARE_WITH_TIMEOUT(QString::fromStdString(content), QStringLiteral("again\n"), kSoonMs);
}

QTEST_MAIN(TestFilesPages)
#include "tst_FilesPages.moc"
