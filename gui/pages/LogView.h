// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/pages/LogText.h"

#include <QPlainTextEdit>

namespace vitrine::gui {

/// Shows LogLines. It follows the newest line until the person scrolls up, and again once they are back at the end.
class LogView : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit LogView(QWidget *parent = nullptr);

    void append(const std::vector<log::LogRecord> &records);
    void clearLines();
    void setTimesShown(bool shown);
    void setFollowing(bool following);
    [[nodiscard]] bool isFollowing() const { return m_following; }
    [[nodiscard]] const LogLines &lines() const { return m_lines; }

    /// Marks every place with `text` (case does not count) and goes to the last; the number of places.
    int find(const QString &text);
    /// Goes to the next or previous place; its number, counted from 1, or 0.
    int findNext(bool backwards);
    [[nodiscard]] int matchCount() const { return static_cast<int>(m_matches.size()); }

    static constexpr int kMaxMatches = 10'000;

signals:
    void followingChanged(bool following);
    void linesChanged();

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void rebuild();
    void insertLine(QTextCursor &cursor, const LogLine &line, bool first);
    void showMatches();
    void onScrolled(int value);

    LogLines m_lines;
    QList<QTextCursor> m_matches;
    QString m_needle;
    int m_match = -1;
    bool m_following = true;
    bool m_timesShown = false;
    bool m_changing = false;
};

} // namespace vitrine::gui
