// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/MountsForm.h"
#include "gui/spec/NewContainerDialog.h"
#include "gui/spec/VolumeAdviceList.h"
#include "gui/widgets/Pill.h"
#include "tests/support/FakeBackend.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

ImageInfo postgres()
{
    ImageInfo info;
    info.id = QStringLiteral("00000000000000a1");
    info.state = ImageState::Ready;
    info.names = { QStringLiteral("postgres:16") };
    info.config.entrypoint = { "docker-entrypoint.sh" };
    info.config.cmd = { "postgres" };
    info.config.volumes = { "/var/lib/postgresql/data" };
    return info;
}

/// The dialog on two images.
struct Fixture {
    FakeBackend backend;
    std::unique_ptr<NewContainerDialog> dialog;

    Fixture()
    {
        backend.addImage(postgres());
        ImageInfo web = postgres();
        web.id = QStringLiteral("00000000000000a2");
        web.names = { QStringLiteral("web:1") };
        web.config = {};
        web.config.cmd = { "serve" };
        backend.addImage(web);
        dialog = std::make_unique<NewContainerDialog>(backend, NewContainerDialog::Start::Command);
        dialog->show();
    }
    template <typename Widget> [[nodiscard]] Widget *find(const char *name)
    {
        return dialog->findChild<Widget *>(QString::fromLatin1(name));
    }
    void press(const char *text)
    {
        for (QPushButton *button : dialog->findChildren<QPushButton *>()) {
            if (button->text() == QString::fromUtf8(text))
                return button->click();
        }
        QFAIL(text);
    }
    [[nodiscard]] std::vector<plan::VolumeAdvice> advice() { return dialog->findChild<VolumeAdviceList *>()->advice(); }
    void removeMounts()
    {
        for (QToolButton *button : dialog->findChildren<QToolButton *>()) {
            if (button->accessibleName() == QStringLiteral("Remove this mount"))
                button->click();
        }
    }
    void run()
    {
        QSignalSpy created(dialog.get(), &NewContainerDialog::created);
        find<QToolButton>("run")->click();
        QTRY_COMPARE(created.count(), 1);
    }
};

} // namespace

/// New Container with an image, and with volumes.
class NewFromImageTest : public QObject {
    Q_OBJECT
private slots:
    void anImageRunsByItself();
    void aCommandReplacesTheImages();
    void theSearchChoosesWhatCanBeSeen();
    void withoutAnImageItSaysWhereTheyComeFrom();
    void leavingTheImageLeavesNothingOfIt();
    void adviceAddsTheVolume();
    void aVolumeThatIsThereIsNotMadeAgain();
    void aVolumeThatCannotBeMadeStopsIt();
    void placesOfTheImageGetVolumes();
    void anotherImageTakesItsOwnPlaces();
    void whatThePersonChangedIsTheirs();
};

void NewFromImageTest::anImageRunsByItself()
{
    Fixture at;
    at.dialog->chooseImage(QStringLiteral("postgres:16"));
    QCOMPARE(at.find<QLineEdit>("imageCommand")->placeholderText(), QStringLiteral("docker-entrypoint.sh postgres"));
    at.run();
    QCOMPARE(at.backend.lastSpec().root.kind, spec::RootKind::Image);
    QCOMPARE(at.backend.lastSpec().root.path, std::string("postgres:16"));
    QVERIFY(at.backend.lastSpec().command.empty());
}

void NewFromImageTest::aCommandReplacesTheImages()
{
    Fixture at;
    at.press("Image");
    QTest::keyClicks(at.find<QLineEdit>("imageCommand"), "psql -c 'select 1'");
    at.run();
    QCOMPARE(at.backend.lastSpec().command, (std::vector<std::string>{ "psql", "-c", "select 1" }));
}

void NewFromImageTest::theSearchChoosesWhatCanBeSeen()
{
    Fixture at;
    at.press("Image");
    auto *list = at.find<QListWidget>("images");
    QCOMPARE(list->count(), 2);
    QTest::keyClicks(list->parentWidget()->findChild<QLineEdit *>(), "WEB");
    QVERIFY(list->isRowHidden(0));
    QCOMPARE(list->currentRow(), 1);
    at.run();
    QCOMPARE(at.backend.lastSpec().root.path, std::string("web:1"));
}

void NewFromImageTest::withoutAnImageItSaysWhereTheyComeFrom()
{
    Fixture at;
    at.backend.dropImage(QStringLiteral("00000000000000a1"));
    at.backend.dropImage(QStringLiteral("00000000000000a2"));
    at.press("Image");
    QVERIFY(!at.find<QToolButton>("run")->isEnabled());
    at.backend.addImage(postgres());
    QVERIFY(at.find<QToolButton>("run")->isEnabled());
}

void NewFromImageTest::leavingTheImageLeavesNothingOfIt()
{
    Fixture at;
    at.press("Image");
    at.press("Command");
    QTest::keyClicks(at.find<QLineEdit>("command"), "true");
    QVERIFY(at.advice().empty());
    at.run();
    QCOMPARE(at.backend.lastSpec().root.kind, spec::RootKind::Host);
    QCOMPARE(at.backend.lastSpec().command, std::vector<std::string>{ "true" });
}

void NewFromImageTest::adviceAddsTheVolume()
{
    Fixture at;
    at.dialog->chooseImage(QStringLiteral("postgres:16"));
    at.removeMounts();
    QCOMPARE(at.advice().size(), 1U);
    at.press("Keep It in a Volume");
    QVERIFY(at.advice().empty());
    at.run();
    const auto mounts = at.backend.lastSpec().mounts;
    QCOMPARE(mounts.size(), 1U);
    QCOMPARE(mounts[0].kind, spec::MountKind::Volume);
    QCOMPARE(mounts[0].target, std::string("/var/lib/postgresql/data"));
    QCOMPARE(at.backend.volumes().size(), 1U);
    QCOMPARE(at.backend.volumes()[0].name.toStdString(), mounts[0].source);
}

void NewFromImageTest::aVolumeThatIsThereIsNotMadeAgain()
{
    FakeBackend backend;
    backend.addVolume({ QStringLiteral("1"), QStringLiteral("pgdata"), {}, 0, {} });
    NewContainerDialog dialog(backend, NewContainerDialog::Start::Command);
    QTest::keyClicks(dialog.findChild<QLineEdit *>(QStringLiteral("command")), "true");
    for (QPushButton *button : dialog.findChildren<QPushButton *>()) {
        if (button->text() == QStringLiteral("Add Volume…"))
            button->click();
    }
    QSignalSpy created(&dialog, &NewContainerDialog::created);
    dialog.findChild<QToolButton *>(QStringLiteral("run"))->click();
    QTRY_COMPARE(created.count(), 1);
    QCOMPARE(backend.lastSpec().mounts[0].source, std::string("pgdata"));
    QVERIFY(!backend.verbs().contains(QStringLiteral("createVolume")));
}

void NewFromImageTest::aVolumeThatCannotBeMadeStopsIt()
{
    Fixture at;
    at.dialog->chooseImage(QStringLiteral("postgres:16"));
    at.backend.failNext(QStringLiteral("createVolume"), Error{ ErrorCode::LimitExceeded, 0, "no more volumes" });
    at.find<QToolButton>("run")->click();
    QTRY_COMPARE(at.find<QLabel>("refusal")->text(), QStringLiteral("no more volumes"));
    QVERIFY(!at.backend.verbs().contains(QStringLiteral("create")));
    QVERIFY(at.find<QToolButton>("run")->isEnabled());
}

void NewFromImageTest::placesOfTheImageGetVolumes()
{
    Fixture at;
    at.dialog->chooseImage(QStringLiteral("postgres:16"));
    auto *name = at.find<QLineEdit>("name");
    name->setText(QStringLiteral("shop"));
    emit name->textEdited(name->text());
    auto *form = at.dialog->findChild<MountsForm *>();
    QCOMPARE(form->findChild<Pill *>()->text(), QStringLiteral("new, from the image"));
    auto *source = form->findChild<QComboBox *>();
    QCOMPARE(source->currentText(), QStringLiteral("shop-data"));
    QVERIFY(at.advice().empty());
    at.run();
    const auto mounts = at.backend.lastSpec().mounts;
    QCOMPARE(mounts.size(), std::size_t{ 1 });
    QCOMPARE(mounts[0].source, std::string("shop-data"));
    QCOMPARE(mounts[0].target, std::string("/var/lib/postgresql/data"));
    QVERIFY(mounts[0].kind == spec::MountKind::Volume && !mounts[0].anonymous);
    QCOMPARE(at.backend.volumes().back().name, QStringLiteral("shop-data"));
}

void NewFromImageTest::anotherImageTakesItsOwnPlaces()
{
    Fixture at;
    at.dialog->chooseImage(QStringLiteral("postgres:16"));
    QCOMPARE(at.dialog->findChild<MountsForm *>()->findChildren<Pill *>().size(), 1);
    at.dialog->chooseImage(QStringLiteral("web:1"));
    at.run();
    QVERIFY(at.backend.lastSpec().mounts.empty());
}

void NewFromImageTest::whatThePersonChangedIsTheirs()
{
    Fixture at;
    at.dialog->chooseImage(QStringLiteral("postgres:16"));
    auto *form = at.dialog->findChild<MountsForm *>();
    form->findChild<QComboBox *>()->setCurrentText(QStringLiteral("mine"));
    auto *name = at.find<QLineEdit>("name");
    name->setText(QStringLiteral("other"));
    emit name->textEdited(name->text());
    QCOMPARE(form->findChild<QComboBox *>()->currentText(), QStringLiteral("mine"));
    // What is removed stays away, and the advice offers it again.
    at.removeMounts();
    QCOMPARE(at.advice().size(), std::size_t{ 1 });
    at.run();
    QVERIFY(at.backend.lastSpec().mounts.empty());
}

QTEST_MAIN(NewFromImageTest)
#include "tst_NewFromImage.moc"
