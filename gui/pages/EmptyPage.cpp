// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/EmptyPage.h"

#include "gui/widgets/AccentButton.h"
#include "gui/widgets/DimLabel.h"

#include <QVBoxLayout>

namespace vitrine::gui {

namespace {
constexpr int kTextWidth = 420;
}

EmptyPage::EmptyPage(const QString &purpose, const QString &action, QWidget *parent)
    : QWidget(parent)
{
    auto *text = new DimLabel(purpose, this);
    text->setAlignment(Qt::AlignCenter);
    text->setWordWrap(true);
    text->setMaximumWidth(kTextWidth);
    auto *run = new AccentButton(action, this);
    connect(run, &QPushButton::clicked, this, &EmptyPage::requested);
    auto *middle = new QHBoxLayout;
    middle->addStretch(1);
    middle->addWidget(text, 4);
    middle->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(14);
    column->addStretch(2);
    column->addLayout(middle);
    column->addWidget(run, 0, Qt::AlignHCenter);
    column->addStretch(3);
}

} // namespace vitrine::gui
