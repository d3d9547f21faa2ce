// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/EmptyPage.h"

#include "gui/widgets/AccentButton.h"
#include "gui/widgets/DimLabel.h"

#include <QVBoxLayout>

namespace vitrine::gui {

EmptyPage::EmptyPage(QWidget *parent)
    : QWidget(parent)
{
    auto *text = new DimLabel(tr("Run an app or a command with its own files and limits."), this);
    text->setAlignment(Qt::AlignCenter);
    text->setWordWrap(true);
    auto *run = new AccentButton(tr("Run an App…"), this);
    connect(run, &QPushButton::clicked, this, &EmptyPage::runAppRequested);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(14);
    column->addStretch(2);
    column->addWidget(text);
    column->addWidget(run, 0, Qt::AlignHCenter);
    column->addStretch(3);
}

} // namespace vitrine::gui
