// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/Signals.h"
#include "gui/cli/Arguments.h"
#include "gui/cli/CommandLineTool.h"
#include "gui/cli/Describe.h"
#include "gui/cli/DetachKeys.h"
#include "gui/cli/LocalReport.h"
#include "gui/cli/Table.h"
#include "gui/cli/WindowOptions.h"

#include <QTest>

#include <csignal>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

constexpr OptionInfo kOptions[]{
    { "force", 'f', "", "at once" },
    { "all", 'a', "", "all" },
    { "time", 't', "SECONDS", "wait" },
};

std::vector<std::string> toWords(const QStringList &list)
{
    std::vector<std::string> words;
    for (const QString &word : list)
        words.push_back(word.toStdString());
    return words;
}

} // namespace

class CliTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void opensAWindowWithoutACommand_data();
    void opensAWindowWithoutACommand();
    void saysWhyThereCanBeNoWindow();
    void readsOptionsInEveryForm_data();
    void readsOptionsInEveryForm();
    void refusesWrongOptions_data();
    void refusesWrongOptions();
    void leavesWordsAfterTheDashesAlone();
    void linesUpColumns();
    void showsControlCharactersOfOthers();
    void saysHowItEnded_data();
    void saysHowItEnded();
    void writesTheKeysThatProgramsReadOf();
    void writesNullForWhatIsNot();
    void keepsBigNumbersExact();
    void knowsSignals_data();
    void knowsSignals();
    void detachesOnCtrlPCtrlQ_data();
    void detachesOnCtrlPCtrlQ();
    void judgesControlGroupsAlone_data();
    void judgesControlGroupsAlone();
};

void CliTest::opensAWindowWithoutACommand_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<bool>("isCommandLine");
    QTest::newRow("nothing") << QStringList{} << false;
    QTest::newRow("an option of Qt") << QStringList{ "-platform", "offscreen" } << false;
    QTest::newRow("several") << QStringList{ "--style", "Fusion", "-stylesheet=x", "-reverse" } << false;
    QTest::newRow("an unknown option") << QStringList{ "--jsno", "ps" } << true;
    QTest::newRow("a command behind an option of Qt") << QStringList{ "-style", "Fusion", "ps" } << true;
    QTest::newRow("a command") << QStringList{ "ps" } << true;
    QTest::newRow("an unknown command") << QStringList{ "frob" } << true;
    QTest::newRow("help") << QStringList{ "--help" } << true;
    QTest::newRow("version") << QStringList{ "--version" } << true;
}

void CliTest::opensAWindowWithoutACommand()
{
    QFETCH(QStringList, arguments);
    QFETCH(bool, isCommandLine);
    std::vector<QByteArray> texts{ "vitrine" };
    for (const QString &argument : arguments)
        texts.push_back(argument.toUtf8());
    std::vector<char *> argv;
    for (QByteArray &text : texts)
        argv.push_back(text.data());
    QCOMPARE(wantsCommandLine(static_cast<int>(argv.size()), argv.data()), isCommandLine);
}

void CliTest::saysWhyThereCanBeNoWindow()
{
    for (const char *variable : { "DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM" })
        qunsetenv(variable);
    QVERIFY(whyNoWindow({}));
    QVERIFY(whyNoWindow(toWords({ "-style", "Fusion" })));
    QVERIFY(!whyNoWindow(toWords({ "-platform", "offscreen" })));
    for (const char *variable : { "DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM" }) {
        qputenv(variable, "x");
        QVERIFY(!whyNoWindow({}));
        qunsetenv(variable);
    }
}

void CliTest::readsOptionsInEveryForm_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("apart") << QStringList{ "-f", "-t", "5", "web" };
    QTest::newRow("joined") << QStringList{ "-ft5", "web" };
    QTest::newRow("joined, value apart") << QStringList{ "-ft", "5", "web" };
    QTest::newRow("long") << QStringList{ "--force", "--time", "5", "web" };
    QTest::newRow("long with equals") << QStringList{ "--time=5", "--force", "web" };
    QTest::newRow("behind the word") << QStringList{ "web", "--force", "--time=5" };
    QTest::newRow("last one counts") << QStringList{ "--time=9", "web", "-f", "--time=5" };
}

void CliTest::readsOptionsInEveryForm()
{
    QFETCH(QStringList, words);
    const auto arguments = parseArguments(kOptions, toWords(words));
    QVERIFY(arguments);
    QVERIFY(arguments->has("force"));
    QVERIFY(!arguments->has("all"));
    QCOMPARE(arguments->value("time").value_or(""), "5");
    QCOMPARE(arguments->words, std::vector<std::string>{ "web" });
}

void CliTest::refusesWrongOptions_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("unknown") << "--frob"
                             << "There is no option --frob";
    QTest::newRow("unknown letter") << "-x"
                                    << "There is no option -x";
    QTest::newRow("value for a switch") << "--force=1"
                                        << "--force takes no value";
    QTest::newRow("missing value") << "--time"
                                   << "--time needs a value: SECONDS";
}

void CliTest::refusesWrongOptions()
{
    QFETCH(QString, word);
    QFETCH(QString, sentence);
    const auto arguments = parseArguments(kOptions, toWords({ word }));
    QVERIFY(!arguments);
    QCOMPARE(QString::fromStdString(arguments.error().what), sentence);
}

void CliTest::leavesWordsAfterTheDashesAlone()
{
    const auto arguments = parseArguments(kOptions, toWords({ "--", "-f", "--time" }));
    QVERIFY(arguments);
    QCOMPARE(arguments->words, (std::vector<std::string>{ "-f", "--time" }));
}

void CliTest::linesUpColumns()
{
    QCOMPARE(formatTable({ { "NAME", "STATE" }, { "größe", "running" }, { "x", "" } }),
             "NAME   STATE\ngröße  running\nx\n");
}

void CliTest::showsControlCharactersOfOthers()
{
    const std::string text = formatTable({ { "\x1b[2Jx" } });
    QVERIFY(text.find('\x1b') == std::string::npos);
}

void CliTest::saysHowItEnded_data()
{
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("exit") << R"({"reason":"exited","exitCode":3})"
                          << "exit status 3";
    QTest::newRow("signal") << R"({"reason":"signal","signal":9})"
                            << "signal 9 (KILL)";
    QTest::newRow("memory") << R"({"reason":"oom","signal":9,"memoryMaxBytes":67108864})"
                            << "out of memory at 64 MiB";
    QTest::newRow("start") << R"({"reason":"failed","step":"exec","message":"no such program"})"
                           << "could not start: no such program";
    QTest::newRow("unknown") << R"({"reason":"unknown"})"
                             << "nobody saw how";
}

void CliTest::saysHowItEnded()
{
    QFETCH(QString, json);
    QFETCH(QString, sentence);
    const auto ended = ipc::endedFromJson(json.toStdString());
    QVERIFY2(ended, ended ? "" : ended.error().what.c_str());
    QCOMPARE(QString::fromStdString(describeEnded(*ended)), sentence);
}

void CliTest::writesTheKeysThatProgramsReadOf()
{
    ContainerInfo info;
    info.id = "0123456789abcdef";
    info.name = "web";
    info.state = ipc::ContainerState::Ended;
    info.cgroupPath = "/sys/fs/cgroup/x";
    info.spec.limits.memoryBytes = 67108864;
    info.ended.emplace();
    info.ended->reason = ipc::EndReason::Exited;
    info.ended->exitCode = 4;
    const QJsonObject object = containerToJson(info);
    QCOMPARE(object["id"].toString(), "0123456789abcdef");
    QCOMPARE(object["name"].toString(), "web");
    QCOMPARE(object["state"].toString(), "ended");
    QCOMPARE(object["initPid"].toInt(-1), 0);
    QCOMPARE(object["cgroup"].toString(), "/sys/fs/cgroup/x");
    QCOMPARE(object["limits"].toObject()["memoryBytes"].toInteger(), 67108864);
    QCOMPARE(object["ended"].toObject()["reason"].toString(), "exited");
    QCOMPARE(object["ended"].toObject()["exitCode"].toInt(), 4);
}

void CliTest::writesNullForWhatIsNot()
{
    ContainerInfo info;
    QVERIFY(containerToJson(info)["ended"].isNull());
    info.ended.emplace();
    const QJsonObject ended = containerToJson(info)["ended"].toObject();
    QVERIFY(ended.contains("exitCode") && ended["exitCode"].isNull());
    QVERIFY(ended.contains("signal") && ended["signal"].isNull());
}

void CliTest::keepsBigNumbersExact()
{
    ContainerInfo info;
    info.spec.limits.memoryBytes = (1ULL << 53) + 1;
    QVERIFY(jsonText(containerToJson(info)).find("9007199254740993") != std::string::npos);
}

void CliTest::knowsSignals_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("signal");
    QTest::newRow("name") << "TERM" << SIGTERM;
    QTest::newRow("long name") << "sigterm" << SIGTERM;
    QTest::newRow("number") << "9" << SIGKILL;
    QTest::newRow("zero") << "0" << 0;
    QTest::newRow("too big") << "1000" << 0;
    QTest::newRow("nonsense") << "FROB" << 0;
}

void CliTest::knowsSignals()
{
    QFETCH(QString, text);
    QFETCH(int, signal);
    QCOMPARE(spec::parseSignal(text.toStdString()).value_or(0), signal);
}

void CliTest::detachesOnCtrlPCtrlQ_data()
{
    QTest::addColumn<QStringList>("typed");
    QTest::addColumn<QString>("forwarded");
    QTest::addColumn<bool>("isDetached");
    QTest::newRow("plain") << QStringList{ "ls\r" } << "ls\r" << false;
    QTest::newRow("together") << QStringList{ "a\x10\x11" } << "a" << true;
    QTest::newRow("key by key") << QStringList{ "\x10", "\x11" } << "" << true;
    QTest::newRow("something else after") << QStringList{ "\x10", "x" } << "\x10x" << false;
    QTest::newRow("twice P, then Q") << QStringList{ "\x10\x10\x11" } << "\x10" << true;
    QTest::newRow("Q alone") << QStringList{ "\x11" } << "\x11" << false;
}

void CliTest::detachesOnCtrlPCtrlQ()
{
    QFETCH(QStringList, typed);
    QFETCH(QString, forwarded);
    QFETCH(bool, isDetached);
    DetachKeys keys;
    std::string forward;
    bool wasDetached = false;
    for (const QString &part : typed) {
        const auto result = keys.feed(part.toStdString());
        forward += result.forward;
        wasDetached = wasDetached || result.isDetached;
    }
    QCOMPARE(QString::fromStdString(forward), forwarded);
    QCOMPARE(wasDetached, isDetached);
}

void CliTest::judgesControlGroupsAlone_data()
{
    QTest::addColumn<QString>("mounts");
    QTest::addColumn<QString>("mode");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("version 2") << "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n"
                               << "v2" << true;
    QTest::newRow("hybrid") << "cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0\n"
                               "cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0\n"
                            << "hybrid" << false;
    QTest::newRow("nothing") << "proc /proc proc rw 0 0\n"
                             << "none" << false;
}

void CliTest::judgesControlGroupsAlone()
{
    QFETCH(QString, mounts);
    QFETCH(QString, mode);
    QFETCH(bool, isGood);
    const auto report = localReport(mounts.toStdString(), "cpu io memory pids\n", "silence");
    QCOMPARE(QString::fromStdString(report.cgroupMode), mode);
    QCOMPARE(report.controllers.size(), 4U);
    QCOMPARE(report.items.at(0).status == ipc::ItemStatus::Ok, isGood);
    QCOMPARE(report.items.at(0).command.empty(), isGood);
    QCOMPARE(report.items.at(1).detail, "silence");
}

QTEST_APPLESS_MAIN(CliTest)
#include "tst_Cli.moc"
