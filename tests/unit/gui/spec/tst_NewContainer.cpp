// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/DesktopApps.h"
#include "gui/spec/FieldText.h"
#include "gui/spec/HostChecks.h"
#include "gui/spec/LimitText.h"
#include "gui/spec/LimitsForm.h"
#include "gui/spec/MountsForm.h"
#include "gui/spec/NewContainerDialog.h"
#include "gui/spec/SectionFrame.h"
#include "gui/spec/StartWhenPrepared.h"
#include "gui/spec/WhatForm.h"
#include "gui/widgets/Pill.h"
#include "tests/support/FakeBackend.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>
#include <QToolButton>
#include <QUrl>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

ContainerInfo named(const QString &name)
{
    ContainerInfo info;
    info.id = QStringLiteral("0123456789abcdef");
    info.name = name;
    return info;
}

void writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

} // namespace

class NewContainerTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_data;

private slots:
    void initTestCase()
    {
        // GLib looks at the environment once, so this comes before anything asks for apps.
        QVERIFY(m_data.isValid());
        qputenv("XDG_DATA_DIRS", m_data.path().toUtf8());
        qputenv("XDG_DATA_HOME", m_data.path().toUtf8() + "/home");
        QVERIFY(QDir(m_data.path()).mkpath(QStringLiteral("applications")));
        const QString apps = m_data.path() + QStringLiteral("/applications/");
        writeFile(apps + QStringLiteral("org.example.Paint.desktop"),
                  "[Desktop Entry]\nType=Application\nName=Fine Paint\nExec=/bin/true --new %U\nIcon=paint\n");
        writeFile(apps + QStringLiteral("tool.desktop"),
                  "[Desktop Entry]\nType=Application\nName=Tool\nExec=/bin/true\nTerminal=true\n");
        writeFile(apps + QStringLiteral("hidden.desktop"),
                  "[Desktop Entry]\nType=Application\nName=Hidden\nExec=/bin/true\nNoDisplay=true\n");
    }

    void runCreatesWhatWasTyped()
    {
        FakeBackend backend;
        NewContainerDialog dialog(backend, NewContainerDialog::Start::Command);
        QSignalSpy created(&dialog, &NewContainerDialog::created);
        auto *run = dialog.findChild<QToolButton *>(QStringLiteral("run"));
        QVERIFY(!run->isEnabled());

        QTest::keyClicks(dialog.findChild<QLineEdit *>(QStringLiteral("command")), "sh -c 'sleep 5'");
        QVERIFY(run->isEnabled());
        QTest::mouseClick(run, Qt::LeftButton);

        QVERIFY(created.wait());
        QCOMPARE(backend.lastSpec().command, (std::vector<std::string>{ "sh", "-c", "sleep 5" }));
        QCOMPARE(backend.lastSpec().identity, spec::Identity::Isolated);
        QVERIFY(!backend.lastSpec().name.empty());
    }

    void whatIsTypedGoesToTheCommandAtOnce()
    {
        FakeBackend backend;
        NewContainerDialog dialog(backend, NewContainerDialog::Start::Command);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        QCOMPARE(dialog.focusWidget(), dialog.findChild<QWidget *>(QStringLiteral("command")));
        QVERIFY(!dialog.findChild<QWidget *>(QStringLiteral("problems"))->isVisible());
    }

    void returnPressesTheButtonThatHasTheFocus()
    {
        FakeBackend backend;
        NewContainerDialog dialog(backend, NewContainerDialog::Start::Command);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        QTest::keyClicks(dialog.findChild<QLineEdit *>(QStringLiteral("command")), "true");
        auto *section = dialog.findChild<SectionFrame *>();
        auto *title = section->findChild<QToolButton *>();
        title->setFocus();
        QTest::keyClick(title, Qt::Key_Return);
        QVERIFY(section->isExpanded());
        auto *cancel = dialog.findChild<QPushButton *>(QStringLiteral("cancel"));
        cancel->setFocus();
        QTest::keyClick(cancel, Qt::Key_Enter);
        QVERIFY(!dialog.isVisible());
        QVERIFY(!backend.verbs().contains(QStringLiteral("create")));
    }

    void returnInAFieldRuns()
    {
        FakeBackend backend;
        NewContainerDialog dialog(backend, NewContainerDialog::Start::Command);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        auto *command = dialog.findChild<QLineEdit *>(QStringLiteral("command"));
        QTest::keyClicks(command, "true");
        QTest::keyClick(command, Qt::Key_Return);
        QVERIFY(backend.verbs().contains(QStringLiteral("create")));
    }

    void theDialogStaysUntilTheContainerIsMade()
    {
        FakeBackend backend;
        NewContainerDialog dialog(backend, NewContainerDialog::Start::Command);
        QSignalSpy created(&dialog, &NewContainerDialog::created);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        QTest::keyClicks(dialog.findChild<QLineEdit *>(QStringLiteral("command")), "true");
        backend.holdReplies();
        QTest::mouseClick(dialog.findChild<QToolButton *>(QStringLiteral("run")), Qt::LeftButton);
        QVERIFY(!dialog.findChild<QPushButton *>(QStringLiteral("cancel"))->isEnabled());
        QTest::keyClick(&dialog, Qt::Key_Escape);
        QVERIFY(dialog.isVisible());
        backend.releaseReplies();
        QCOMPARE(created.count(), 1);
        QVERIFY(!dialog.isVisible());
    }

    void aRefusalKeepsTheDialogOpen()
    {
        FakeBackend backend;
        NewContainerDialog dialog(backend, NewContainerDialog::Start::Command);
        QSignalSpy accepted(&dialog, &QDialog::accepted);
        QTest::keyClicks(dialog.findChild<QLineEdit *>(QStringLiteral("command")), "true");
        backend.failNext(QStringLiteral("create"), { ErrorCode::LimitExceeded, 0, "you have 256 containers" });
        QTest::mouseClick(dialog.findChild<QToolButton *>(QStringLiteral("run")), Qt::LeftButton);

        auto *refusal = dialog.findChild<QLabel *>(QStringLiteral("refusal"));
        QTRY_COMPARE(refusal->text(), QStringLiteral("you have 256 containers"));
        QVERIFY(accepted.isEmpty());
    }

    void anOpenQuotationIsNamedAndBlocksRun()
    {
        FakeBackend backend;
        NewContainerDialog dialog(backend, NewContainerDialog::Start::Command);
        QTest::keyClicks(dialog.findChild<QLineEdit *>(QStringLiteral("command")), "echo 'half");
        QVERIFY(!dialog.findChild<QToolButton *>(QStringLiteral("run"))->isEnabled());
    }

    void anInstalledAppRunsAsThePerson()
    {
        FakeBackend backend;
        NewContainerDialog dialog(backend, NewContainerDialog::Start::App);
        auto *apps = dialog.findChild<QListWidget *>(QStringLiteral("apps"));
        QCOMPARE(apps->count(), 2);
        apps->setCurrentRow(0);
        QCOMPARE(dialog.findChild<QLineEdit *>(QStringLiteral("name"))->text(), QStringLiteral("fine-paint"));
    }

    void aNameThatWasTypedStays()
    {
        FakeBackend backend;
        NewContainerDialog dialog(backend, NewContainerDialog::Start::App);
        auto *name = dialog.findChild<QLineEdit *>(QStringLiteral("name"));
        name->selectAll();
        QTest::keyClicks(name, "mine");
        dialog.findChild<QListWidget *>(QStringLiteral("apps"))->setCurrentRow(0);
        QCOMPARE(name->text(), QStringLiteral("mine"));
    }

    void theBoxSaysWhichRootRuns()
    {
        SpecDraft draft(spec::ContainerSpec{});
        const FakeBackend backend;
        WhatForm form(draft, backend, WhatForm::Kind::Command);
        auto *root = form.findChild<QComboBox *>(QStringLiteral("root"));
        const QStringList plain{ root->itemText(0), root->itemText(1) };
        draft.edit([](spec::ContainerSpec &spec) { spec.root = { spec::RootKind::Folder, "/srv/web" }; });
        QCOMPARE(root->currentIndex(), 1);
        QVERIFY(root->currentText().startsWith(QStringLiteral("/srv/web")));
        draft.edit([](spec::ContainerSpec &spec) { spec.root = {}; });
        QCOMPARE(root->currentIndex(), 0);
        QCOMPARE((QStringList{ root->itemText(0), root->itemText(1) }), plain);
    }

    void anAppOfTheTerminalCanBeTypedInto()
    {
        SpecDraft draft(spec::ContainerSpec{});
        const FakeBackend backend;
        WhatForm form(draft, backend, WhatForm::Kind::App);
        auto *apps = form.findChild<QListWidget *>(QStringLiteral("apps"));
        apps->setCurrentRow(1);
        QCOMPARE(draft.spec().desktop.appId, std::string("tool"));
        QVERIFY(draft.spec().terminal && draft.spec().openStdin);
        apps->setCurrentRow(0);
        QVERIFY(!draft.spec().terminal && !draft.spec().openStdin);
    }

    void textThatIsNoLimitStaysToBeMended()
    {
        SpecDraft draft(spec::ContainerSpec{});
        LimitsForm form(draft);
        const auto field = [&form](spec::FieldId id) {
            for (auto *edit : form.findChildren<QLineEdit *>()) {
                if (edit->accessibleName() == fieldLabel(id))
                    return edit;
            }
            return static_cast<QLineEdit *>(nullptr);
        };
        form.show();
        QVERIFY(QTest::qWaitForWindowActive(&form));
        auto *memory = field(spec::FieldId::Memory);
        auto *pids = field(spec::FieldId::Pids);
        memory->setFocus();
        QTest::keyClicks(memory, "5x");
        pids->setFocus();
        QTest::keyClicks(pids, "7");
        QCOMPARE(memory->text(), QStringLiteral("5x"));
        QVERIFY(memory->accessibleDescription().contains(QStringLiteral("5x")));
        QVERIFY(pids->accessibleDescription().isEmpty());
        QCOMPARE(draft.spec().limits.pids, std::optional<std::uint64_t>(7));
        memory->setFocus();
        QTest::keyClick(memory, Qt::Key_Backspace);
        QTest::keyClicks(memory, "m");
        QVERIFY(!draft.hasInputProblem({ spec::FieldId::Memory, std::nullopt }));
        QCOMPARE(draft.spec().limits.memoryBytes, std::optional<std::uint64_t>(5 << 20));
    }

    void makeReadOnlyTicksTheBox()
    {
        SpecDraft draft(spec::ContainerSpec{});
        const HostPaths paths;
        MountsForm form(draft, paths);
        form.addFolder(m_data.path());
        auto *readOnly = form.findChild<QCheckBox *>(QStringLiteral("readOnly"));
        QVERIFY(!readOnly->isChecked());
        const spec::Problem problem{ spec::FieldId::Mounts, 0, spec::Severity::Warning, "You cannot write to it" };
        draft.edit(fixesFor(problem, draft.spec(), {}).front().apply);
        QVERIFY(readOnly->isChecked());
    }

    void moreShowsWhatIsRarelyChanged()
    {
        SpecDraft draft(spec::ContainerSpec{});
        const HostPaths paths;
        MountsForm form(draft, paths);
        form.addFolder(m_data.path());
        form.show();
        QVERIFY(draft.spec().mounts[0].recursive);
        auto *recursive = form.findChild<QCheckBox *>(QStringLiteral("recursive"));
        QVERIFY(!recursive->isVisible());
        form.findChild<QToolButton *>(QStringLiteral("more"))->click();
        QVERIFY(recursive->isVisible() && recursive->isChecked());
        recursive->click();
        form.findChild<QCheckBox *>(QStringLiteral("later"))->click();
        form.findChild<QCheckBox *>(QStringLiteral("noExec"))->click();
        const spec::Mount &mount = draft.spec().mounts[0];
        QVERIFY(!mount.recursive && mount.noExec && mount.propagation == spec::Propagation::Slave);
        QVERIFY(!form.findChild<QCheckBox *>(QStringLiteral("noCopy")));
        // What is not as usual is seen at once.
        MountsForm again(draft, paths);
        again.show();
        QVERIFY(again.findChild<QCheckBox *>(QStringLiteral("recursive"))->isVisible());
    }

    void droppedFoldersAreMounted()
    {
        SpecDraft draft(spec::ContainerSpec{});
        const HostPaths paths;
        MountsForm form(draft, paths);
        QTemporaryFile file;
        QVERIFY(file.open());
        QMimeData data;
        data.setUrls({ QUrl::fromLocalFile(m_data.path()), QUrl::fromLocalFile(file.fileName()),
                       QUrl(QStringLiteral("https://example.org/x")) });
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&form, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&form, &drop);
        QCOMPARE(draft.spec().mounts.size(), std::size_t{ 1 });
        QCOMPARE(draft.spec().mounts[0].source, m_data.path().toStdString());
        QVERIFY(draft.spec().mounts[0].target.starts_with("/mnt/"));
    }

    void foldersAreReadAsAShellReadsThem()
    {
        SpecDraft draft(spec::ContainerSpec{});
        const HostPaths paths;
        MountsForm form(draft, paths);
        form.addFolder(m_data.path());
        auto *source = form.findChild<QLineEdit *>();
        const auto read = [&](const QString &text) {
            source->setText(text);
            emit source->textEdited(text);
            return QString::fromStdString(draft.spec().mounts[0].source);
        };
        QCOMPARE(read(QStringLiteral("~/x")), QDir::homePath() + QStringLiteral("/x"));
        QCOMPARE(read(QStringLiteral("~root/x")), QStringLiteral("/root/x"));
        qputenv("VITRINE_TEST_FOLDER", "/srv/y");
        QCOMPARE(read(QStringLiteral("${VITRINE_TEST_FOLDER}/x")), QStringLiteral("/srv/y/x"));
        qunsetenv("VITRINE_TEST_FOLDER");
    }

    void execLinesLoseTheirFieldCodes_data()
    {
        QTest::addColumn<QString>("exec");
        QTest::addColumn<QStringList>("command");
        QTest::newRow("file") << "paint %F" << QStringList{ "paint" };
        QTest::newRow("quoted") << "sh -c \"a b\" %u" << QStringList{ "sh", "-c", "a b" };
        QTest::newRow("percent") << "show 100%%" << QStringList{ "show", "100%" };
        QTest::newRow("embedded") << "open --file=%f" << QStringList{ "open", "--file=" };
    }
    void execLinesLoseTheirFieldCodes()
    {
        QFETCH(QString, exec);
        QFETCH(QStringList, command);
        QCOMPARE(commandOfExec(exec), command);
    }

    void aTakenNameIsNamedAndCanBeMended()
    {
        const HostFacts facts{ { QStringLiteral("web"), QStringLiteral("web-2") }, {}, false, {} };
        spec::ContainerSpec spec;
        spec.name = "web";
        const auto problems = checkOnHost(spec, facts);
        QCOMPARE(problems.size(), std::size_t(1));
        const auto fixes = fixesFor(problems.front(), spec, facts);
        QCOMPARE(fixes.size(), std::size_t(1));
        fixes.front().apply(spec);
        QCOMPARE(spec.name, std::string("web-3"));
    }

    void aLackingControllerIsNamed()
    {
        HostFacts facts;
        facts.hasReport = true;
        facts.controllers = { QStringLiteral("cpu") };
        spec::ContainerSpec spec;
        spec.limits.memoryBytes = 64 << 20;
        spec.limits.cpus = 0.5;
        const auto problems = checkOnHost(spec, facts);
        QCOMPARE(problems.size(), std::size_t(1));
        QCOMPARE(problems.front().field, spec::FieldId::Memory);
    }

    void aFolderThatIsNotThereCanBeMade()
    {
        QTemporaryDir dir;
        spec::ContainerSpec spec;
        spec.mounts.push_back(
            { spec::MountKind::Bind, (dir.path() + "/new").toStdString(), "/data", spec::Access::ReadWrite, {} });
        const QString path = QString::fromStdString(spec.mounts.front().source);
        HostFacts facts;
        QVERIFY(checkOnHost(spec, facts).empty()); // not looked at yet
        QVERIFY(!MountsForm::verdict(spec.mounts.front(), facts.paths));
        facts.paths[path] = lookAtPath(path);
        const auto problems = checkOnHost(spec, facts);
        QCOMPARE(problems.size(), std::size_t(1));
        QVERIFY(!MountsForm::verdict(spec.mounts.front(), facts.paths)->isGood);
        fixesFor(problems.front(), spec, facts).front().apply(spec);
        facts.paths[path] = lookAtPath(path);
        QVERIFY(checkOnHost(spec, facts).empty());
        QVERIFY(MountsForm::verdict(spec.mounts.front(), facts.paths)->isGood);
    }

    void whatTheHelperFoundOutIsToldWithItsFixes()
    {
        QTemporaryDir dir;
        FakeBackend backend;
        spec::MountVerdict verdict;
        verdict.isTried = verdict.canRead = true;
        verdict.user = { 999, 999 };
        verdict.inside = { spec::kNobody, spec::kNobody };
        backend.setVerdicts({ verdict });
        NewContainerDialog dialog(backend, NewContainerDialog::Start::Command);
        auto *form = dialog.findChild<MountsForm *>();
        form->addFolder(dir.path());
        const auto says = [form] { return form->findChild<Pill *>()->text(); };
        QTRY_COMPARE(says(), QStringLiteral("user 999 inside cannot write"));
        const auto fix = [&dialog] {
            const auto buttons = dialog.findChildren<QPushButton *>();
            const auto found = std::ranges::find_if(
                buttons, [](const auto *button) { return button->text() == QStringLiteral("Make Read-Only"); });
            return found == buttons.end() ? nullptr : *found;
        };
        QTRY_VERIFY(fix());
        verdict.canWrite = true;
        backend.setVerdicts({ verdict });
        fix()->click();
        QTRY_COMPARE(says(), QStringLiteral("you can read"));
        QTRY_COMPARE(backend.verbs().count(QStringLiteral("tryMounts")), 2);
        QVERIFY(!fix());
    }

    void aMountThatCannotBeMadeIsAnError()
    {
        QTemporaryDir dir;
        spec::ContainerSpec spec;
        spec.mounts.push_back(
            { spec::MountKind::Bind, dir.path().toStdString(), "/data", spec::Access::ReadWrite, {} });
        HostFacts facts;
        facts.paths[dir.path()] = lookAtPath(dir.path());
        spec::MountVerdict verdict;
        verdict.reason = "its file system does not answer";
        facts.verdicts.emplace_back(spec.mounts.front(), verdict);
        const auto problems = checkOnHost(spec, facts);
        QCOMPARE(problems.size(), std::size_t(1));
        QCOMPARE(problems.front().severity, spec::Severity::Error);
        QVERIFY(problems.front().message.find("does not answer") != std::string::npos);
        QCOMPARE(MountsForm::verdict(spec.mounts.front(), facts.paths, facts.verdicts)->text,
                 QStringLiteral("cannot be used"));
    }

    void aFolderThatIsNotThereIsToldInTheDialog()
    {
        FakeBackend backend;
        NewContainerDialog dialog(backend, NewContainerDialog::Start::Command);
        dialog.findChild<MountsForm *>()->addFolder(QStringLiteral("/nonexistent/folder"));
        const auto says = [&dialog](const QString &text) {
            for (const QLabel *label : dialog.findChildren<QLabel *>()) {
                if (label->text().contains(text))
                    return true;
            }
            return false;
        };
        QTRY_VERIFY(says(QStringLiteral("/nonexistent/folder is not there")));
        const auto sections = dialog.findChildren<SectionFrame *>();
        QVERIFY(std::ranges::any_of(sections, [](const SectionFrame *section) {
            return !section->isExpanded() && section->summary().contains(QStringLiteral("is not there"));
        }));
    }

    void aDiskLimitThatLimitsNothingCanBeRemoved()
    {
        spec::ContainerSpec spec;
        spec.limits.io.push_back({ "/dev/vda", {}, 1 << 20, {}, {} });
        spec.limits.io.push_back({ "/dev/vdb", {}, {}, {}, {} });
        const spec::Problem problem{ spec::FieldId::Io, 1, spec::Severity::Error, "The entry limits nothing" };
        fixesFor(problem, spec, {}).front().apply(spec);
        QCOMPARE(spec.limits.io.size(), std::size_t(1));
        QCOMPARE(spec.limits.io.front().device, std::string("/dev/vda"));
        QVERIFY(fixesFor(problem, spec, {}).empty());
    }

    void limitTextIsReadAndWritten()
    {
        spec::Limits limits;
        QVERIFY(setLimitText(limits, spec::FieldId::Memory, QStringLiteral("64M")).has_value());
        QCOMPARE(limitText(limits, spec::FieldId::Memory), QStringLiteral("64 MiB"));
        QVERIFY(!setLimitText(limits, spec::FieldId::Memory, QStringLiteral("lots")).has_value());
        QVERIFY(setLimitText(limits, spec::FieldId::Cpus, QStringLiteral("0,5")).has_value());
        QCOMPARE(limits.cpus, std::optional(0.5));
        QVERIFY(setLimitText(limits, spec::FieldId::CpusetCpus, QStringLiteral("0,5")).has_value());
        QCOMPARE(limits.cpusetCpus, std::optional<std::string>("0,5"));
        QCOMPARE(*limits.memoryBytes, std::uint64_t(64 << 20));
        QVERIFY(setLimitText(limits, spec::FieldId::Memory, QString()).has_value());
        QVERIFY(!limits.memoryBytes);
        QCOMPARE(controllerOf(spec::FieldId::Memory), QStringLiteral("memory"));
    }

    void waitsForTheArchiveBeforeItStarts()
    {
        FakeBackend backend;
        ContainerInfo info = named(QStringLiteral("web"));
        info.state = ipc::ContainerState::Preparing;
        backend.addContainer(info);
        new StartWhenPrepared(backend, info.id, &backend);
        QTest::qWait(0);
        QVERIFY(!backend.verbs().contains(QStringLiteral("startContainer")));
        backend.changeContainer(info.id, [](ContainerInfo &c) { c.state = ipc::ContainerState::Created; });
        QTRY_VERIFY(backend.verbs().contains(QStringLiteral("startContainer")));
    }
};

QTEST_MAIN(NewContainerTest)
#include "tst_NewContainer.moc"
