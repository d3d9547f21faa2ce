// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/MountsPage.h"

#include "gui/widgets/Card.h"
#include "gui/widgets/DimLabel.h"
#include "gui/widgets/Pill.h"

#include <QGridLayout>

namespace vitrine::gui {

namespace {

constexpr int kCardWidth = 560;

QWidget *makeCard(const MountRow &row, QWidget *parent)
{
    auto *card = new Card(parent);
    card->setAccessibleName(QStringLiteral("%1, %2, %3").arg(row.target, row.source, row.access));
    auto *target = new QLabel(row.target, card);
    target->setTextFormat(Qt::PlainText);
    target->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QFont bold = target->font();
    bold.setBold(true);
    target->setFont(bold);
    auto *source = new DimLabel(row.source, card);
    source->setFont(smallFont(source->font()));
    source->setWordWrap(true);
    auto *access = new Pill(card);
    access->setVerdict(row.access, row.tone);

    auto *grid = new QGridLayout(card);
    grid->setContentsMargins(12, 8, 12, 8);
    grid->setVerticalSpacing(3);
    grid->addWidget(target, 0, 0);
    grid->addWidget(access, 0, 1, Qt::AlignRight);
    grid->addWidget(source, 1, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    return card;
}

} // namespace

MountsPage::MountsPage(QWidget *parent)
    : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setAccessibleName(tr("Mounts"));
    setWhatsThis(tr("The places in the container's file system, where their files come from, and whether the "
                    "container may change them."));
    auto *body = new QWidget(this);
    auto *column = new QWidget(body);
    column->setMaximumWidth(kCardWidth);
    m_cards = new QVBoxLayout(column);
    m_cards->setContentsMargins(0, 0, 0, 0);
    m_cards->setSpacing(8);
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(16, 14, 16, 14);
    layout->addWidget(column);
    layout->addStretch(1);
    setWidget(body);
}

void MountsPage::setContainer(const std::optional<ContainerInfo> &info)
{
    std::vector<MountRow> rows = info ? mountRows(info->spec) : std::vector<MountRow>();
    if (rows == m_rows)
        return;
    m_rows = std::move(rows);
    while (QLayoutItem *item = m_cards->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const MountRow &row : m_rows)
        m_cards->addWidget(makeCard(row, m_cards->parentWidget()));
}

} // namespace vitrine::gui
