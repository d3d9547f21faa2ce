// SPDX-License-Identifier: GPL-3.0-or-later
// The New Container dialog as Edit.
#include "gui/spec/NewContainerDialog.h"
#include "gui/spec/SectionFrame.h"
#include "tests/support/FakeBackend.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTest>
#include <QToolButton>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

ContainerInfo web(ipc::ContainerState state = ipc::ContainerState::Running)
{
    ContainerInfo info;
    info.id = QStringLiteral("0123456789abcdef");
    info.name = QStringLiteral("web");
    info.state = state;
    info.spec.name = "web";
    info.spec.command = { "sh", "-c", "sleep 5" };
    info.spec.network = spec::NetworkKind::Private;
    info.spec.env = { { "LANG", "C" } };
    info.spec.limits.memoryBytes = 64 << 20;
    info.spec.limits.devices = { { "/dev/fuse", true, true, false }, { "/dev/kvm", true, false, false } };
    return info;
}

struct Edit {
    explicit Edit(const ContainerInfo &info)
    {
        backend.addContainer(info);
        dialog = std::make_unique<NewContainerDialog>(backend, info);
        dialog->show();
    }
    template <typename Widget> Widget *find(const char *name) const
    {
        return dialog->findChild<Widget *>(QString::fromLatin1(name));
    }
    [[nodiscard]] QToolButton *save() const { return find<QToolButton>("save"); }
    [[nodiscard]] QStringList timings() const
    {
        QStringList texts;
        for (const auto *section : dialog->findChildren<SectionFrame *>()) {
            const auto *timing = section->findChild<QLabel *>(QStringLiteral("timing"));
            texts << (timing->isVisible() ? timing->text() : QString());
        }
        return texts;
    }

    FakeBackend backend;
    std::unique_ptr<NewContainerDialog> dialog;
};

} // namespace

class EditContainerTest : public QObject {
    Q_OBJECT
private slots:
    void showsWhatTheContainerHasAndSavesNothingThatIsTheSame()
    {
        const Edit edit(web());
        QCOMPARE(edit.find<QLineEdit>("name")->text(), "web");
        QCOMPARE(edit.find<QLineEdit>("command")->text(), "sh -c 'sleep 5'");
        QCOMPARE(edit.dialog->findChild<QPlainTextEdit *>()->toPlainText(), "LANG=C");
        QStringList texts;
        for (const auto *field : edit.dialog->findChildren<QLineEdit *>())
            texts << field->text();
        QVERIFY2(texts.contains("/dev/fuse /dev/kvm:r"), qPrintable(texts.join('|')));
        QVERIFY(!edit.save()->isEnabled());
        QVERIFY(!edit.find<QToolButton>("run"));
    }

    void whatIsFixedSaysWhy()
    {
        const Edit edit(web());
        auto *root = edit.find<QLineEdit>("root");
        QVERIFY(!root->isEnabled());
        QVERIFY(root->toolTip().contains("chosen when it is created"));
        int fixed = 0;
        for (const auto *box : edit.dialog->findChildren<QComboBox *>())
            fixed += !box->isEnabled() && box->toolTip().contains("chosen when it is created") ? 1 : 0;
        QCOMPARE(fixed, 1);
    }

    void saysOfEachPartWhenItIsInForceWhileItRuns()
    {
        Edit edit(web());
        const QString next = QStringLiteral("at next start");
        QCOMPARE(edit.timings(), (QStringList{ "now", next, next, next, "now, a new device at next start", next }));
        edit.backend.changeContainer(web().id, [](ContainerInfo &info) { info.state = ipc::ContainerState::Ended; });
        QCOMPARE(edit.timings().join(QString()), QString());
    }

    void savesAndKeepsWhatHasChangedMeanwhile()
    {
        Edit edit(web());
        edit.backend.changeContainer(web().id, [](ContainerInfo &info) { info.spec.limits.pids = 9; });
        QLineEdit *command = edit.find<QLineEdit>("command");
        command->selectAll();
        QTest::keyClicks(command, "true");
        QVERIFY(edit.save()->isEnabled());
        QTest::mouseClick(edit.save(), Qt::LeftButton);
        QTRY_VERIFY(!edit.dialog->isVisible());
        QCOMPARE(edit.backend.lastSpec().command, std::vector<std::string>{ "true" });
        QCOMPARE(edit.backend.lastSpec().limits.pids.value_or(0), 9U);
        QCOMPARE(edit.backend.container(web().id)->waiting.size(), 1U);
    }

    void refusalStaysInTheDialog()
    {
        Edit edit(web());
        edit.backend.failNext(QStringLiteral("updateSpec"), Error{ ErrorCode::NotFound, 0, "you have no volume" });
        QTest::keyClicks(edit.find<QLineEdit>("name"), "2");
        QTest::mouseClick(edit.save(), Qt::LeftButton);
        QTRY_VERIFY(edit.find<QLabel>("refusal")->isVisible());
        QVERIFY(edit.save()->isEnabled());
        QCOMPARE(edit.backend.container(web().id)->name, "web");
    }

    void whatTheComputerLacksKeepsNobodyFromChangingOtherThings()
    {
        Edit edit(web()); // with a limit of memory, and no controller for it
        auto *problems = edit.find<QWidget>("problems");
        QTRY_VERIFY(problems->isVisible());
        QTest::keyClicks(edit.find<QLineEdit>("name"), "2");
        QVERIFY(edit.save()->isEnabled());
    }

    void ownNameIsNotTaken()
    {
        Edit edit(web());
        ContainerInfo other = web();
        other.id = QStringLiteral("00000000000000aa");
        other.name = QStringLiteral("web2");
        edit.backend.addContainer(other);
        QTest::keyClicks(edit.find<QLineEdit>("name"), "2");
        QVERIFY(!edit.save()->isEnabled());
        QTest::keyClicks(edit.find<QLineEdit>("name"), "3");
        QVERIFY(edit.save()->isEnabled());
    }
};

QTEST_MAIN(EditContainerTest)
#include "tst_EditContainer.moc"
