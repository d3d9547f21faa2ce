// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/LogText.h"

#include <QDateTime>
#include <QStringDecoder>

namespace vitrine::gui {

namespace {

/// Characters that change how the text around them is laid out: bidirectional controls and line separators.
bool changesLayout(char16_t c)
{
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f || c == 0x061c
        || c == 0x2028 || c == 0x2029;
}

} // namespace

QString visibleText(std::string_view bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString raw = decoder.decode(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    QString shown;
    shown.reserve(raw.size());
    for (const QChar c : raw) {
        const char16_t code = c.unicode();
        if (code < 0x20 && code != u'\t')
            shown += QChar(0x2400 + code);
        else if (code == 0x7f)
            shown += QChar(0x2421);
        else if (code >= 0x80 && code < 0xa0)
            shown += QStringLiteral("\\x%1").arg(static_cast<int>(code), 2, 16, QLatin1Char('0'));
        else if (changesLayout(code))
            shown += QStringLiteral("\\u%1").arg(static_cast<int>(code), 4, 16, QLatin1Char('0'));
        else
            shown += c;
    }
    return shown;
}

QString timeText(std::uint64_t timeNs)
{
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(timeNs / 1'000'000))
        .toString(QStringLiteral("HH:mm:ss.zzz"));
}

LogLines::Change LogLines::append(const std::vector<log::LogRecord> &records)
{
    Change change;
    const std::size_t before = m_lines.size();
    bool touchedOld = false;
    for (const log::LogRecord &record : records) {
        if (growLast(record)) {
            touchedOld |= change.added == 0;
        } else {
            m_lines.push_back({ record.timeNs, record.isStderr, visibleText(record.text) });
            m_characters += static_cast<std::size_t>(m_lines.back().text.size());
            ++change.added;
        }
        m_open[record.isStderr ? 1 : 0] = record.isPartial;
        while (m_lines.size() > kMaxLines || (m_characters > kMaxCharacters && m_lines.size() > 1)) {
            m_characters -= static_cast<std::size_t>(m_lines.front().text.size());
            m_lines.pop_front();
            ++change.dropped;
        }
    }
    change.lastGrew = touchedOld && before > 0 && change.dropped < before;
    // What came and went within one batch was never shown.
    const std::size_t unseen = change.dropped > before ? change.dropped - before : 0;
    change.dropped -= unseen;
    change.added -= unseen;
    return change;
}

bool LogLines::growLast(const log::LogRecord &record)
{
    if (!m_open[record.isStderr ? 1 : 0] || m_lines.empty() || m_lines.back().isStderr != record.isStderr)
        return false;
    QString &text = m_lines.back().text;
    if (static_cast<std::size_t>(text.size()) >= kMaxLineCharacters)
        return false;
    const QString more = visibleText(record.text);
    text += more;
    m_characters += static_cast<std::size_t>(more.size());
    return true;
}

void LogLines::clear()
{
    m_lines.clear();
    m_characters = 0;
    m_open[0] = m_open[1] = false;
}

} // namespace vitrine::gui
