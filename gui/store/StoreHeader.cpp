// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/store/StoreHeader.h"

#include "gui/widgets/DimLabel.h"

#include <QHBoxLayout>

namespace vitrine::gui {

StoreHeader::StoreHeader(QWidget *parent)
    : QWidget(parent)
    , m_mark(new MarkWidget(14, this))
    , m_name(new QLabel(this))
    , m_sentence(new DimLabel({}, this))
    , m_buttons(new QHBoxLayout)
{
    m_name->setTextFormat(Qt::PlainText);
    m_name->setFont(headingFont(font()));
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_sentence->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_sentence->setWordWrap(true); // after the policy, to which it adds height for width
    m_buttons->setSpacing(8);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(17, 12, 17, 12);
    row->setSpacing(10);
    row->addWidget(m_mark);
    row->addWidget(m_name);
    row->addWidget(m_sentence, 1);
    row->addLayout(m_buttons);
}

void StoreHeader::setRow(const StoreRow &row, const QString &sentence)
{
    m_mark->setMark(row.mark, row.state);
    m_name->setText(row.name);
    m_sentence->setText(sentence);
}

void StoreHeader::addButton(QWidget *button)
{
    m_buttons->addWidget(button);
}

QString StoreHeader::sentence() const
{
    return m_sentence->text();
}

} // namespace vitrine::gui
