// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/widgets/Card.h"
#include "gui/widgets/ErrorText.h"

#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace vitrine::gui {

class MarkWidget;

/// One message in the window, never in front of it: what happened, why, what to do, and buttons that do it.
class MessageBar : public Card {
    Q_OBJECT
public:
    explicit MessageBar(QWidget *parent = nullptr);

    void setError(const ErrorText &text);
    void setNotice(const QString &text);
    /// A button that acts and closes the bar.
    QPushButton *addAction(const QString &text, std::function<void()> act);
    [[nodiscard]] QString text() const;
    [[nodiscard]] QString details() const;

signals:
    void closed();

private:
    MarkWidget *m_mark;
    QLabel *m_text;
    QLabel *m_details;
    QPushButton *m_detailsButton;
    QHBoxLayout *m_buttons;
};

/// Where messages stand, newest on top; the oldest goes when there are too many.
class MessageArea : public QWidget {
    Q_OBJECT
public:
    explicit MessageArea(QWidget *parent = nullptr);

    MessageBar *showError(const ErrorText &text);
    MessageBar *showNotice(const QString &text);
    [[nodiscard]] QList<MessageBar *> messages() const { return m_bars; }

    static constexpr int kMostMessages = 4;

private:
    MessageBar *add();
    void drop(MessageBar *bar);

    QVBoxLayout *m_layout;
    QList<MessageBar *> m_bars;
};

} // namespace vitrine::gui
