// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/widgets/MessageBar.h"

#include "gui/widgets/Mark.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

namespace vitrine::gui {

MessageBar::MessageBar(QWidget *parent)
    : Card(parent)
    , m_mark(new MarkWidget(12, this))
    , m_text(new QLabel(this))
    , m_details(new QLabel(this))
    , m_detailsButton(new QPushButton(tr("Details"), this))
    , m_buttons(new QHBoxLayout)
{
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_text->setWordWrap(true); // after the policy, to which it adds height for width
    m_details->setWordWrap(true);
    m_details->setTextFormat(Qt::PlainText);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_details->setFont(smallFont(font()));
    m_details->hide();
    m_detailsButton->setCheckable(true);
    m_detailsButton->hide();
    connect(m_detailsButton, &QPushButton::toggled, m_details, &QWidget::setVisible);

    auto *close = new QToolButton(this);
    close->setIcon(style()->standardIcon(QStyle::SP_TitleBarCloseButton));
    close->setAutoRaise(true);
    close->setAccessibleName(tr("Close this message"));
    connect(close, &QToolButton::clicked, this, &MessageBar::closed);

    m_buttons->addWidget(m_detailsButton);
    auto *row = new QHBoxLayout;
    row->setSpacing(10);
    row->addWidget(m_mark);
    row->addWidget(m_text, 1);
    row->addLayout(m_buttons);
    row->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 8, 8);
    column->addLayout(row);
    column->addWidget(m_details);
}

void MessageBar::setError(const ErrorText &text)
{
    setTone(Tone::Bad);
    m_mark->setMark({ Mark::Shape::Square, Tone::Bad }, tr("error"));
    QString html = QStringLiteral("<b>%1</b>").arg(text.what.toHtmlEscaped());
    if (!text.why.isEmpty())
        html += u' ' + text.why.toHtmlEscaped();
    if (!text.fix.isEmpty())
        html += u' ' + text.fix.toHtmlEscaped();
    m_text->setTextFormat(Qt::RichText);
    m_text->setText(html);
    setAccessibleName(text.what);
    setAccessibleDescription(text.why + u' ' + text.fix);
    m_details->setText(text.details);
    m_detailsButton->setVisible(!text.details.isEmpty());
}

void MessageBar::setNotice(const QString &text)
{
    setTone(Tone::Accent);
    m_mark->setMark({ Mark::Shape::Circle, Tone::Accent }, tr("notice"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setText(text);
    setAccessibleName(text);
}

QPushButton *MessageBar::addAction(const QString &text, std::function<void()> act)
{
    auto *button = new QPushButton(text, this);
    giveRoom(*button);
    m_buttons->addWidget(button);
    connect(button, &QPushButton::clicked, this, [this, act = std::move(act)] {
        act();
        emit closed();
    });
    return button;
}

QString MessageBar::text() const
{
    return m_text->text();
}

QString MessageBar::details() const
{
    return m_details->text();
}

MessageArea::MessageArea(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(12, 8, 12, 8);
    m_layout->setSpacing(6);
    hide();
}

MessageBar *MessageArea::showError(const ErrorText &text)
{
    MessageBar *bar = add();
    bar->setError(text);
    return bar;
}

MessageBar *MessageArea::showNotice(const QString &text)
{
    MessageBar *bar = add();
    bar->setNotice(text);
    return bar;
}

MessageBar *MessageArea::add()
{
    if (m_bars.size() >= kMostMessages)
        emit m_bars.front()->closed();
    auto *bar = new MessageBar(this);
    m_bars.append(bar);
    m_layout->insertWidget(0, bar);
    connect(bar, &MessageBar::closed, this, [this, bar] { drop(bar); });
    show();
    return bar;
}

void MessageArea::drop(MessageBar *bar)
{
    if (!m_bars.removeOne(bar))
        return;
    bar->hide();
    bar->deleteLater();
    setVisible(!m_bars.isEmpty());
}

} // namespace vitrine::gui
