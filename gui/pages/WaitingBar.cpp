// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/WaitingBar.h"

#include "gui/spec/FieldText.h"
#include "gui/widgets/DimLabel.h"
#include "gui/widgets/Mark.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace vitrine::gui {

namespace {

constexpr int kMostListed = 12; ///< more than fits beside what the page is for

QString valueText(const std::string &value)
{
    return value.empty() ? WaitingBar::tr("nothing") : QString::fromStdString(value);
}

} // namespace

WaitingBar::WaitingBar(QWidget *parent)
    : Card(parent)
    , m_mark(new MarkWidget(12, this))
    , m_text(new QLabel(this))
    , m_show(new QPushButton(tr("Show"), this))
    , m_list(new QWidget(this))
    , m_rows(new QGridLayout(m_list))
{
    setTone(Tone::Accent);
    m_mark->setMark({ Mark::Shape::Ring, Tone::Accent }, tr("waiting"));
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_text->setWordWrap(true); // after the policy, to which it adds height for width
    m_show->setCheckable(true);
    m_show->setObjectName(QStringLiteral("showWaiting"));
    connect(m_show, &QPushButton::toggled, this, [this](bool on) {
        m_show->setText(on ? tr("Hide") : tr("Show"));
        m_list->setVisible(on);
    });
    auto *revert = new QPushButton(tr("Revert"), this);
    revert->setObjectName(QStringLiteral("revert"));
    revert->setToolTip(tr("Takes back what waits for the next start."));
    connect(revert, &QPushButton::clicked, this, &WaitingBar::revertRequested);
    auto *restart = new QPushButton(tr("Restart Now"), this);
    restart->setObjectName(QStringLiteral("restartNow"));
    restart->setToolTip(tr("Stops the container and starts it again, with the changes."));
    connect(restart, &QPushButton::clicked, this, &WaitingBar::restartRequested);

    auto *row = new QHBoxLayout;
    row->setSpacing(10);
    row->addWidget(m_mark);
    row->addWidget(m_text, 1);
    for (QPushButton *button : { m_show, revert, restart }) {
        giveRoom(*button);
        row->addWidget(button);
    }
    m_rows->setContentsMargins(22, 0, 0, 4);
    m_rows->setHorizontalSpacing(18);
    m_rows->setVerticalSpacing(3);
    m_rows->setColumnStretch(1, 1);
    m_list->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 6, 8, 6);
    column->addLayout(row);
    column->addWidget(m_list);
    hide();
}

QString WaitingBar::text() const
{
    return m_text->text();
}

void WaitingBar::setChanges(const std::vector<spec::SpecChange> &changes)
{
    setVisible(!changes.empty());
    if (changes == m_changes)
        return;
    m_changes = changes;
    m_text->setText(tr("%n change(s) wait for the next start", nullptr, static_cast<int>(changes.size())));
    setAccessibleName(m_text->text());
    fillList();
}

void WaitingBar::fillList()
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const int listed = std::min(static_cast<int>(m_changes.size()), kMostListed);
    for (int row = 0; row < listed; ++row) {
        const spec::SpecChange &change = m_changes[static_cast<std::size_t>(row)];
        m_rows->addWidget(new DimLabel(fieldLabel(change.field), m_list), row, 0, Qt::AlignTop);
        auto *values = new QLabel(tr("%1 → %2").arg(valueText(change.before), valueText(change.after)), m_list);
        values->setTextFormat(Qt::PlainText);
        values->setTextInteractionFlags(Qt::TextSelectableByMouse);
        values->setWordWrap(true);
        m_rows->addWidget(values, row, 1);
    }
    if (const int more = static_cast<int>(m_changes.size()) - listed; more > 0)
        m_rows->addWidget(new DimLabel(tr("and %n more", nullptr, more), m_list), listed, 1);
}

} // namespace vitrine::gui
