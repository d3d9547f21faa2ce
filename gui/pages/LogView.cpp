// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/LogView.h"

#include "gui/widgets/Theme.h"

#include <QFontDatabase>
#include <QKeyEvent>
#include <QScrollBar>
#include <QTextBlock>

namespace vitrine::gui {

LogView::LogView(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAnywhere);
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setAccessibleName(tr("Log"));
    setWhatsThis(tr("What the command wrote, oldest first; what it wrote to standard error is in another colour. "
                    "Control characters are shown, not obeyed."));
    document()->setDocumentMargin(10);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &LogView::onScrolled);
}

void LogView::append(const std::vector<log::LogRecord> &records)
{
    if (records.empty())
        return;
    const LogLines::Change change = m_lines.append(records);
    const std::size_t size = m_lines.lines().size();
    m_changing = true;
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    if (change.dropped > 0) {
        cursor.movePosition(QTextCursor::Start);
        cursor.movePosition(QTextCursor::NextBlock, QTextCursor::KeepAnchor, static_cast<int>(change.dropped));
        cursor.removeSelectedText();
    }
    if (change.lastGrew) {
        cursor.movePosition(QTextCursor::End);
        cursor.movePosition(QTextCursor::StartOfBlock, QTextCursor::KeepAnchor);
        cursor.removeSelectedText();
        insertLine(cursor, m_lines.lines()[size - change.added - 1], true);
    }
    cursor.movePosition(QTextCursor::End);
    for (std::size_t at = size - change.added; at < size; ++at)
        insertLine(cursor, m_lines.lines()[at], document()->isEmpty() && at == size - change.added);
    cursor.endEditBlock();
    m_changing = false;
    if (m_following)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    emit linesChanged();
}

void LogView::insertLine(QTextCursor &cursor, const LogLine &line, bool first)
{
    QTextCharFormat format;
    if (!first)
        cursor.insertBlock();
    if (m_timesShown) {
        format.setForeground(dimText(palette()));
        cursor.insertText(timeText(line.timeNs) + QStringLiteral("  "), format);
    }
    format.setForeground(line.isStderr ? toneColor(Tone::Bad, palette()) : palette().color(QPalette::Text));
    cursor.insertText(line.text, format);
}

void LogView::clearLines()
{
    m_lines.clear();
    m_matches.clear();
    m_match = -1;
    clear();
    setFollowing(true);
    emit linesChanged();
}

void LogView::setTimesShown(bool shown)
{
    if (m_timesShown == shown)
        return;
    m_timesShown = shown;
    rebuild();
}

void LogView::rebuild()
{
    m_changing = true;
    const int scroll = verticalScrollBar()->value();
    clear();
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    bool first = true;
    for (const LogLine &line : m_lines.lines()) {
        insertLine(cursor, line, first);
        first = false;
    }
    cursor.endEditBlock();
    m_changing = false;
    verticalScrollBar()->setValue(m_following ? verticalScrollBar()->maximum() : scroll);
    find(m_needle);
}

void LogView::setFollowing(bool following)
{
    if (following)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    if (m_following == following)
        return;
    m_following = following;
    emit followingChanged(following);
}

void LogView::onScrolled(int value)
{
    if (m_changing)
        return;
    const bool atEnd = value >= verticalScrollBar()->maximum();
    // The end moves away when text arrives or the view is resized; only a move of the person's own stops following.
    if (atEnd != m_following && (atEnd || verticalScrollBar()->isSliderDown() || underMouse() || hasFocus()))
        setFollowing(atEnd);
}

int LogView::find(const QString &text)
{
    m_needle = text;
    m_matches.clear();
    m_match = -1;
    if (!text.isEmpty()) {
        QTextCursor at(document());
        while (m_matches.size() < kMaxMatches) {
            at = document()->find(text, at);
            if (at.isNull())
                break;
            m_matches.append(at);
        }
    }
    showMatches();
    return matchCount();
}

int LogView::findNext(bool backwards)
{
    if (m_matches.isEmpty())
        return 0;
    const int count = matchCount();
    if (m_match < 0)
        m_match = backwards ? 0 : -1;
    m_match = (m_match + (backwards ? count - 1 : 1)) % count;
    setFollowing(false);
    setTextCursor(m_matches[m_match]);
    centerCursor();
    showMatches();
    return m_match + 1;
}

void LogView::showMatches()
{
    QList<QTextEdit::ExtraSelection> marks;
    marks.reserve(m_matches.size());
    for (int at = 0; at < matchCount(); ++at) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = m_matches[at];
        mark.format.setBackground(
            mix(palette().color(QPalette::Base), toneColor(Tone::Warn, palette()), at == m_match ? 0.75 : 0.35));
        marks.append(mark);
    }
    setExtraSelections(marks);
}

void LogView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        rebuild();
}

void LogView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::MoveToEndOfDocument) || event->key() == Qt::Key_End)
        setFollowing(true);
    QPlainTextEdit::keyPressEvent(event);
}

} // namespace vitrine::gui
