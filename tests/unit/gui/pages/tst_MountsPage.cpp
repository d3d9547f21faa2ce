// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/AddMountDialog.h"
#include "gui/pages/FolderView.h"
#include "gui/pages/MountsPage.h"
#include "gui/widgets/MessageBar.h"
#include "gui/widgets/Pill.h"
#include "tests/support/FakeBackend.h"

#include <QDialogButtonBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

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
