// SPDX-License-Identifier: GPL-3.0-or-later
// The manual page says of each subcommand what its --help says: the same synopsis, and the same options, no more and no
// less.
#include "gui/cli/Commands.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <map>

using namespace vitrine::gui;

namespace {

/// The page without its escapes, which stand within words.
QString plainPage()
{
    QFile file(QStringLiteral(VITRINE_SOURCE_DIR "/packaging/man/vitrine.1.in"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the manual page is not there");
    QString text = QString::fromUtf8(file.readAll());
    text.replace(QStringLiteral(".\\|.\\|."), QStringLiteral("…"));
    text.remove(QRegularExpression(QStringLiteral("\\\\f[A-Z]")));
    return text.replace(QStringLiteral("\\-"), QStringLiteral("-"));
}

/// By "name synopsis", what stands below.
std::map<QString, QString> sections()
{
    std::map<QString, QString> found;
    const QString page = plainPage();
    for (const QString &part :
         page.section(QStringLiteral("\n.SH EXIT STATUS"), 0, 0).split(QStringLiteral("\n.SS ")).mid(1))
        found[part.section(u'\n', 0, 0).trimmed()] = part.section(u'\n', 1);
    return found;
}

QStringList optionsIn(const QString &text)
{
    static const QRegularExpression kOption(QStringLiteral("(?<![\\w-])(--[a-z][a-z-]*|-[a-z])(?![\\w-])"));
    QStringList options;
    for (auto match = kOption.globalMatch(text); match.hasNext();)
        options << match.next().captured(1);
    options.sort();
    options.removeDuplicates();
    return options;
}

QString toText(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString headingOf(const Command &command)
{
    return toText(command.name) + u' ' + toText(command.synopsis);
}

} // namespace

class ManualTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hasASectionForEachCommandAndNoOther()
    {
        QStringList wanted;
        for (const Command &command : commands())
            wanted << headingOf(command);
        QStringList found;
        for (const auto &[heading, text] : sections())
            found << heading;
        wanted.sort();
        found.sort();
        QCOMPARE(found, wanted);
    }

    void namesTheOptionsOfTheHelpAndNoOther_data()
    {
        QTest::addColumn<QString>("heading");
        QTest::addColumn<QString>("help");
        for (const Command &command : commands())
            QTest::newRow(std::string(command.name).c_str()) << headingOf(command) << toText(command.optionHelp());
    }

    void namesTheOptionsOfTheHelpAndNoOther()
    {
        QFETCH(QString, heading);
        QFETCH(QString, help);
        QCOMPARE(optionsIn(sections()[heading]), optionsIn(help));
    }
};

QTEST_APPLESS_MAIN(ManualTest)
#include "tst_Manual.moc"
