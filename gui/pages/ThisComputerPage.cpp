// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/ThisComputerPage.h"

#include "gui/pages/LocalReport.h"
#include "gui/pages/ReportRow.h"
#include "gui/widgets/Separator.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>

namespace vitrine::gui {

ThisComputerPage::ThisComputerPage(QWidget *parent)
    : QWidget(parent)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto *title = new QLabel(tr("This Computer"), this);
    title->setFont(headingFont(font()));
    auto *copy = new QPushButton(tr("Copy Report"), this);
    giveRoom(*copy);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(reportText(m_report)); });
    auto *head = new QHBoxLayout;
    head->setContentsMargins(20, 16, 20, 14);
    head->addWidget(title, 1);
    head->addWidget(copy);

    auto *area = new QScrollArea(this);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    auto *body = new QWidget(area);
    body->setBackgroundRole(QPalette::Base);
    body->setAutoFillBackground(true);
    m_rows = new QVBoxLayout(body);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
    area->setWidget(body);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(new Separator(Qt::Horizontal, this));
    column->addWidget(area, 1);
}

void ThisComputerPage::setReport(const ipc::SystemReport &report)
{
    if (report == m_report)
        return;
    m_report = report;
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    QWidget *body = m_rows->parentWidget();
    for (const ipc::ReportItem &item : report.items) {
        if (m_rows->count() > 0)
            m_rows->addWidget(new Separator(Qt::Horizontal, body));
        m_rows->addWidget(new ReportRow(item, body));
    }
    m_rows->addStretch(1);
}

} // namespace vitrine::gui
