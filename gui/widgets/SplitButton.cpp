// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/widgets/SplitButton.h"

#include "gui/widgets/Theme.h"

#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QStyleOptionButton>
#include <QStylePainter>

namespace vitrine::gui {

namespace {
constexpr int kArrowWidth = 20;
constexpr int kArrowSide = 9;
} // namespace

SplitButton::SplitButton(QAction *action, QMenu *menu, QWidget *parent)
    : ActionButton(action, parent)
    , m_menu(menu)
{
    m_menu->setParent(this, m_menu->windowFlags());
    giveRoom(*this);
}

QSize SplitButton::sizeHint() const
{
    const QSize plain = ActionButton::sizeHint();
    return { plain.width() + kArrowWidth, plain.height() };
}

QRect SplitButton::arrowPlace() const
{
    const QRect place(width() - kArrowWidth, 0, kArrowWidth, height());
    return QStyle::visualRect(layoutDirection(), rect(), place);
}

void SplitButton::paintEvent(QPaintEvent *)
{
    QStylePainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    painter.drawControl(QStyle::CE_PushButtonBevel, option);

    const QRect arrow = arrowPlace();
    const bool atLeft = arrow.left() == 0;
    const QRect whole = option.rect;
    option.rect = whole.adjusted(atLeft ? arrow.width() : 0, 0, atLeft ? 0 : -arrow.width(), 0);
    painter.drawControl(QStyle::CE_PushButtonLabel, option);

    const int line = atLeft ? arrow.right() : arrow.left();
    painter.setPen(mix(palette().color(QPalette::Button), palette().color(QPalette::ButtonText), 0.18));
    painter.drawLine(line, whole.top() + 6, line, whole.bottom() - 6);
    option.rect = QRect(0, 0, kArrowSide, kArrowSide);
    option.rect.moveCenter(arrow.center());
    painter.drawPrimitive(QStyle::PE_IndicatorArrowDown, option);
}

void SplitButton::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && arrowPlace().contains(event->position().toPoint()))
        showMenu();
    else
        ActionButton::mousePressEvent(event);
}

void SplitButton::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Down)
        showMenu();
    else
        ActionButton::keyPressEvent(event);
}

void SplitButton::showMenu()
{
    m_menu->popup(mapToGlobal(QPoint(0, height())));
}

} // namespace vitrine::gui
