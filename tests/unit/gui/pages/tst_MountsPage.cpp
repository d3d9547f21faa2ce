// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/AddMountDialog.h"
#include "gui/pages/FolderView.h"
#include "gui/pages/MountsPage.h"
#include "gui/widgets/MessageBar.h"
#include "gui/widgets/Pill.h"
#include "tests/support/FakeBackend.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QTreeWidget>
#include <QUrl>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

const QString kId = QStringLiteral("0123456789abcdef");

spec::Mount bindOf(const QString &source, const std::string &target)
{
    return { spec::MountKind::Bind, source.toStdString(), target, spec::Access::ReadWrite, {} };
}

} // namespace

class MountsPageTest : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_backend = std::make_unique<FakeBackend>();
        m_page = std::make_unique<MountsPage>(*m_backend);
        connect(m_backend.get(), &Backend::containerChanged, m_page.get(),
                [this] { m_page->setContainer(m_backend->container(kId)); });
        QVERIFY(m_folder.isValid());
    }
    void cleanup()
    {
        m_page.reset();
        m_backend.reset();
    }

    void addsAndRemovesWhileItRuns()
    {
        show({});
        m_page->addMount(bindOf(m_folder.path(), "/data"), Keep::No);
        QTRY_VERIFY(sentence("/data").contains(QStringLiteral("until it ends")));
        press("/data", QStringLiteral("Keep for Next Start"));
        QTRY_VERIFY(sentence("/data").contains(QStringLiteral("kept for next start")));
        choose("/data", QStringLiteral("Now"));
        QTRY_VERIFY(sentence("/data").contains(QStringLiteral("at next start")));
        press("/data", QStringLiteral("Mount Now"));
        QTRY_VERIFY(!sentence("/data").contains(QStringLiteral("at next start")));
    }

    void waitingMountCanBeForgotten()
    {
        show({ { std::nullopt, bindOf(m_folder.path(), "/data") } });
        QVERIFY(sentence("/data").contains(QStringLiteral("at next start")));
        press("/data", QStringLiteral("Forget"));
        QTRY_VERIFY(!cardOf("/data"));
        QCOMPARE(m_backend->calls().back().detail, QStringLiteral("/data keep"));
    }

    void refusalIsSaidWhereItHappened()
    {
        const auto mount = bindOf(m_folder.path(), "/data");
        show({ { mount, std::nullopt } });
        m_backend->failNext(QStringLiteral("removeMount"),
                            Error{ ErrorCode::Busy, 0, "/data is in use: the working directory of sleep" });
        press("/data", QStringLiteral("Remove"));
        auto *messages = m_page->findChild<MessageArea *>();
        QTRY_COMPARE(messages->messages().size(), 1);
        QVERIFY2(messages->messages().front()->details().contains(QStringLiteral("working directory of sleep"))
                     || messages->messages().front()->text().contains(QStringLiteral("working directory of sleep")),
                 qPrintable(messages->messages().front()->text()));
        QVERIFY(cardOf("/data"));
    }

    void verdictIsShown()
    {
        spec::MountVerdict verdict;
        verdict.isTried = verdict.canRead = true;
        verdict.user = { 999, 999 };
        m_backend->setVerdicts({ verdict });
        const auto mount = bindOf(m_folder.path(), "/data");
        show({ { mount, mount } });
        QTRY_COMPARE(cardOf("/data")->findChild<Pill *>()->text(), QStringLiteral("user 999 cannot write"));
    }

    void bothSidesShowWhatChanges()
    {
        const auto mount = bindOf(m_folder.path(), "/data");
        show({ { mount, mount } });
        m_page->show();
        QTest::mouseClick(cardOf("/data"), Qt::LeftButton, {}, QPoint(5, 5));
        const auto lists = m_page->view().findChildren<QTreeWidget *>();
        QCOMPARE(lists.size(), 2);
        QFile file(m_folder.filePath(QStringLiteral("first")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QTRY_COMPARE(lists[0]->topLevelItemCount(), 1);
        QTest::qWait(300);
        file.write("text");
        file.flush();
        QTRY_VERIFY_WITH_TIMEOUT(m_page->view().marked().contains(QStringLiteral("first")), 2000);
        QTRY_COMPARE(lists[1]->topLevelItem(0)->text(1), QStringLiteral("4 B"));
        QTRY_VERIFY(m_page->view().marked().isEmpty());
        file.remove();
        QTRY_COMPARE(lists[1]->topLevelItemCount(), 0);
    }

    void aVolumeIsAVolumeAndLeadsToItsPage()
    {
        spec::Mount volume;
        volume.kind = spec::MountKind::Volume;
        volume.source = "pgdata";
        volume.target = "/var/lib/data";
        spec::Mount alone = volume;
        alone.source = "0123456789abcdef";
        alone.target = "/cache";
        alone.anonymous = true;
        spec::Mount memory;
        memory.kind = spec::MountKind::Tmpfs;
        memory.target = "/scratch";
        memory.sizeBytes = 128 << 20;
        show({ { volume, volume }, { alone, alone }, { memory, std::nullopt } });
        m_page->show();
        QVERIFY2(sentence("/var/lib/data").contains(QStringLiteral("volume pgdata")),
                 qPrintable(sentence("/var/lib/data")));
        QVERIFY(sentence("/cache").contains(QStringLiteral("volume for this container alone")));
        QVERIFY(sentence("/scratch").contains(QStringLiteral("temporary, 128 MiB")));
        QSignalSpy wanted(m_page.get(), &MountsPage::volumeWanted);
        QTest::mouseClick(cardOf("/var/lib/data"), Qt::LeftButton, {}, QPoint(5, 5));
        QCOMPARE(wanted.takeFirst().at(0).toString(), QStringLiteral("pgdata"));
        QVERIFY(m_page->view().isHidden());
        press("/cache", QStringLiteral("Show Volume"));
        QCOMPARE(wanted.takeFirst().at(0).toString(), QStringLiteral("0123456789abcdef"));
        QTest::mouseClick(cardOf("/scratch"), Qt::LeftButton, {}, QPoint(5, 5));
        QVERIFY(wanted.isEmpty());
    }

    void aFolderSaysWhatIsNotAsUsual()
    {
        spec::Mount mount = bindOf(m_folder.path(), "/data");
        mount.propagation = spec::Propagation::Slave;
        mount.noExec = true;
        show({ { mount, mount } });
        for (const char *part :
             { "without what is mounted below it", "with what is mounted there later", "no programs" })
            QVERIFY2(sentence("/data").contains(QLatin1String(part)), qPrintable(sentence("/data")));
    }

    void droppedFolderAsksWhereToMountIt()
    {
        show({});
        QMimeData data;
        data.setUrls({ QUrl::fromLocalFile(m_folder.path()) });
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_page.get(), &enter);
        QVERIFY(enter.isAccepted());
        QTimer answer;
        connect(&answer, &QTimer::timeout, m_page.get(), [this] {
            auto *dialog = m_page->findChild<AddMountDialog *>();
            if (!dialog)
                return; // the drop has to end first
            dialog->findChild<QLineEdit *>()->setText(QStringLiteral("/srv/dropped"));
            dialog->accept();
        });
        answer.start(20);
        QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_page.get(), &drop);
        QTRY_VERIFY(cardOf("/srv/dropped"));
    }

    void dialogOffersWhatIsMountedBelow()
    {
        AddMountDialog dialog(m_folder.path(), true);
        dialog.show();
        QVERIFY(dialog.mount().recursive && dialog.mount().propagation == spec::Propagation::Private);
        auto *later = dialog.findChild<QCheckBox *>(QStringLiteral("later"));
        QVERIFY(!later->isVisible());
        dialog.findChild<QToolButton *>()->click();
        QVERIFY(later->isVisible());
        later->click();
        dialog.findChild<QCheckBox *>(QStringLiteral("recursive"))->click();
        QVERIFY(!dialog.mount().recursive && dialog.mount().propagation == spec::Propagation::Slave);
    }

    void dialogRefusesPlacesOfTheKernel()
    {
        AddMountDialog dialog(m_folder.path(), true);
        auto *target = dialog.findChild<QLineEdit *>();
        const auto *add = dialog.findChild<QDialogButtonBox *>()->buttons().constLast();
        QVERIFY(target->text().startsWith(QStringLiteral("/mnt/")));
        target->setText(QStringLiteral("/proc/x"));
        QVERIFY(!add->isEnabled() || !dialog.findChildren<QPushButton *>().constLast()->isEnabled());
        target->setText(QStringLiteral("/srv/x"));
        QCOMPARE(dialog.mount().target, std::string("/srv/x"));
        QCOMPARE(dialog.keep(), Keep::Yes);
    }

private:
    void show(std::vector<spec::MountState> mounts)
    {
        ContainerInfo info;
        info.id = kId;
        info.name = QStringLiteral("web");
        info.state = ipc::ContainerState::Running;
        info.mounts = std::move(mounts);
        m_backend->addContainer(info);
        m_page->setContainer(info);
    }
    QWidget *cardOf(const QString &target)
    {
        for (QWidget *card : m_page->findChildren<QWidget *>()) {
            if (card->property("target").toString() == target && !card->isHidden())
                return card;
        }
        return nullptr;
    }
    QString sentence(const QString &target)
    {
        const QWidget *card = cardOf(target);
        return card ? card->accessibleName() : QString();
    }
    void press(const QString &target, const QString &label)
    {
        const auto buttons = cardOf(target)->findChildren<QToolButton *>();
        const auto found = std::ranges::find_if(buttons, [&](const auto *button) { return button->text() == label; });
        QVERIFY2(found != buttons.end(), qPrintable(label));
        (*found)->click();
    }
    void choose(const QString &target, const QString &label)
    {
        const auto actions = cardOf(target)->findChild<QMenu *>()->actions();
        const auto found = std::ranges::find_if(actions, [&](const auto *action) { return action->text() == label; });
        QVERIFY2(found != actions.end(), qPrintable(label));
        (*found)->trigger();
    }

    std::unique_ptr<FakeBackend> m_backend;
    std::unique_ptr<MountsPage> m_page;
    QTemporaryDir m_folder;
};

QTEST_MAIN(MountsPageTest)
#include "tst_MountsPage.moc"
