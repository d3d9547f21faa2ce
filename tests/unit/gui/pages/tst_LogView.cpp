// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/LogPage.h"
#include "gui/pages/LogText.h"
#include "gui/pages/LogView.h"
#include "gui/widgets/Theme.h"
#include "tests/support/FakeBackend.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QTest>
#include <QTextBlock>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

log::LogRecord line(std::string text, bool isStderr = false, bool isPartial = false)
{
    return { 1'795'000'000'000'000'000, isStderr, isPartial, std::move(text) };
}

std::vector<log::LogRecord> many(int count, const std::string &text = "line")
{
    std::vector<log::LogRecord> records;
    for (int at = 0; at < count; ++at)
        records.push_back(line(text + ' ' + std::to_string(at)));
    return records;
}

ContainerInfo container(const QString &id)
{
    ContainerInfo info;
    info.id = id;
    info.name = id;
    info.state = ipc::ContainerState::Running;
    return info;
}

QByteArray logFile(const std::vector<log::LogRecord> &records)
{
    std::string text;
    for (const log::LogRecord &record : records)
        text += log::formatRecord(record);
    return QByteArray::fromStdString(text);
}

} // namespace

class TestLogView : public QObject {
    Q_OBJECT
private slots:
    void escapesAreShownAndNotObeyed_data();
    void escapesAreShownAndNotObeyed();
    void partialRecordsBecomeOneLine();
    void aFloodStaysWithinBounds();
    void aLongLineStaysWithinBounds();
    void theViewHoldsTheLinesOfItsModel();
    void standardErrorHasAnotherColour();
    void timesCanBeShown();
    void followingStopsWhenScrolledUp();
    void findCountsAndGoesThrough();
    void thePageReadsTheLogOfTheContainer();
    void anotherContainerHasAnotherLog();
    void aLogThatCannotBeReadIsSaid();
};

void TestLogView::escapesAreShownAndNotObeyed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("shown");
    QTest::newRow("colour") << QByteArray("\x1b[31mred") << QString::fromUtf8("␛[31mred");
    QTest::newRow("bell") << QByteArray("a\ab") << QString::fromUtf8("a␇b");
    QTest::newRow("carriage return") << QByteArray("a\rb") << QString::fromUtf8("a␍b");
    QTest::newRow("NUL") << QByteArray("a\0b", 3) << QString::fromUtf8("a␀b");
    QTest::newRow("tab stays") << QByteArray("a\tb") << QStringLiteral("a\tb");
    QTest::newRow("C1 escape") << QByteArray("\xc2\x9b"
                                             "31m")
                               << QStringLiteral("\\x9b31m");
    QTest::newRow("turned writing") << QByteArray("\xe2\x80\xae"
                                                  "abc")
                                    << QStringLiteral("\\u202eabc");
    QTest::newRow("line separator") << QByteArray("a\xe2\x80\xa8z") << QStringLiteral("a\\u2028z");
    QTest::newRow("no UTF-8") << QByteArray("a\xff") << QString::fromUtf8("a\xef\xbf\xbd");
    QTest::newRow("text") << QByteArray("Gr\xc3\xbc\xc3\x9f"
                                        "e")
                          << QString::fromUtf8("Grüße");
}

void TestLogView::escapesAreShownAndNotObeyed()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, shown);
    QCOMPARE(visibleText(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size()))), shown);
}

void TestLogView::partialRecordsBecomeOneLine()
{
    LogLines lines;
    lines.append({ line("one ", false, true), line("line"), line("next") });
    QCOMPARE(lines.lines().size(), 2u);
    QCOMPARE(lines.lines()[0].text, QStringLiteral("one line"));

    // Across batches too, and not across streams.
    lines.append({ line("half ", false, true) });
    const LogLines::Change change = lines.append({ line("whole"), line("error", true) });
    QVERIFY(change.lastGrew);
    QCOMPARE(change.added, 1u);
    QCOMPARE(lines.lines()[2].text, QStringLiteral("half whole"));
}

void TestLogView::aFloodStaysWithinBounds()
{
    LogLines lines;
    for (int batch = 0; batch < 6; ++batch)
        lines.append(many(5000));
    QCOMPARE(lines.lines().size(), LogLines::kMaxLines);
    QCOMPARE(lines.lines().back().text, QStringLiteral("line 4999"));

    LogLines wide;
    wide.append(many(1000, std::string(16 * 1024, 'x')));
    std::size_t characters = 0;
    for (const LogLine &kept : wide.lines())
        characters += static_cast<std::size_t>(kept.text.size());
    QVERIFY(characters <= LogLines::kMaxCharacters);
}

void TestLogView::aLongLineStaysWithinBounds()
{
    LogLines lines;
    for (int part = 0; part < 100; ++part)
        lines.append({ line(std::string(16 * 1024, 'x'), false, true) });
    for (const LogLine &kept : lines.lines())
        QVERIFY(static_cast<std::size_t>(kept.text.size()) <= LogLines::kMaxLineCharacters + log::kMaxTextBytes);
    QVERIFY(lines.lines().size() > 1);
}

void TestLogView::theViewHoldsTheLinesOfItsModel()
{
    LogView view;
    view.append({ line("one"), line("two ", false, true) });
    view.append({ line("lines"), line("three") });
    QCOMPARE(view.toPlainText(), QStringLiteral("one\ntwo lines\nthree"));
    for (int batch = 0; batch < 5; ++batch)
        view.append(many(5000));
    QCOMPARE(view.blockCount(), static_cast<int>(LogLines::kMaxLines));
    QCOMPARE(view.document()->lastBlock().text(), QStringLiteral("line 4999"));
}

void TestLogView::standardErrorHasAnotherColour()
{
    LogView view;
    view.append({ line("out"), line("error", true) });
    const auto colorOf = [&](int block) {
        return view.document()->findBlockByNumber(block).begin().fragment().charFormat().foreground().color();
    };
    QCOMPARE(colorOf(1), toneColor(Tone::Bad, view.palette()));
    QVERIFY(colorOf(0) != colorOf(1));
}

void TestLogView::timesCanBeShown()
{
    LogView view;
    view.append({ line("hello") });
    view.setTimesShown(true);
    QCOMPARE(view.toPlainText(), timeText(1'795'000'000'000'000'000) + QStringLiteral("  hello"));
    view.setTimesShown(false);
    QCOMPARE(view.toPlainText(), QStringLiteral("hello"));
}

void TestLogView::followingStopsWhenScrolledUp()
{
    LogView view;
    view.resize(300, 200);
    view.show();
    view.append(many(200));
    QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
    view.setFocus();
    QVERIFY(QTest::qWaitForWindowActive(&view));
    QTest::keyClick(&view, Qt::Key_PageUp);
    QTest::keyClick(&view, Qt::Key_PageUp);
    view.verticalScrollBar()->setValue(10);
    QVERIFY(!view.isFollowing());
    view.append(many(50));
    QCOMPARE(view.verticalScrollBar()->value(), 10);
    QTest::keyClick(&view, Qt::Key_End, Qt::ControlModifier);
    QVERIFY(view.isFollowing());
    view.append(many(50));
    QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
}

void TestLogView::findCountsAndGoesThrough()
{
    LogView view;
    view.append({ line("warning: one"), line("fine"), line("Warning: two") });
    QCOMPARE(view.find(QStringLiteral("warning")), 2);
    QCOMPARE(view.findNext(false), 1);
    QCOMPARE(view.findNext(false), 2);
    QCOMPARE(view.findNext(false), 1);
    QCOMPARE(view.findNext(true), 2);
    QCOMPARE(view.find(QStringLiteral("nothing")), 0);
    QCOMPARE(view.findNext(false), 0);
}

void TestLogView::thePageReadsTheLogOfTheContainer()
{
    FakeBackend backend;
    backend.addContainer(container(QStringLiteral("web")));
    backend.setLog(QStringLiteral("web"), logFile({ line("old") }), logFile({ line("new") }));
    LogPage page(backend);
    page.setContainer(container(QStringLiteral("web")));
    QVERIFY(backend.calls().empty()); // nobody looks yet
    page.show();
    QTRY_COMPARE(page.view().toPlainText(), QStringLiteral("old\nnew"));
}

void TestLogView::anotherContainerHasAnotherLog()
{
    FakeBackend backend;
    for (const auto &id : { QStringLiteral("one"), QStringLiteral("two") }) {
        backend.addContainer(container(id));
        backend.setLog(id, {}, logFile({ line(id.toStdString()) }));
    }
    LogPage page(backend);
    page.show();
    page.setContainer(container(QStringLiteral("one")));
    page.setContainer(container(QStringLiteral("two")));
    QTRY_COMPARE(page.view().toPlainText(), QStringLiteral("two"));
}

void TestLogView::aLogThatCannotBeReadIsSaid()
{
    FakeBackend backend;
    backend.addContainer(container(QStringLiteral("web")));
    backend.failNext(QStringLiteral("openLog"), Error{ ErrorCode::System, 5, "opening the log: Input/output error" });
    LogPage page(backend);
    page.show();
    page.setContainer(container(QStringLiteral("web")));
    const auto said = [&page] {
        for (const QLabel *label : page.findChildren<QLabel *>()) {
            if (label->text().contains(QStringLiteral("Input/output error")))
                return true;
        }
        return false;
    };
    QTRY_VERIFY(said());
    backend.setLog(QStringLiteral("web"), {}, logFile({ line("there") }));
    page.hide();
    page.show();
    QTRY_COMPARE(page.view().toPlainText(), QStringLiteral("there"));
    QVERIFY(!said());
}

QTEST_MAIN(TestLogView)
#include "tst_LogView.moc"
