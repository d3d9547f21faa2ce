// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/limits/LimitsPanel.h"

#include "core/spec/Syntax.h"
#include "gui/limits/CoreGrid.h"
#include "gui/limits/LimitRow.h"
#include "gui/limits/LimitsModel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine::gui {

LimitsPanel::LimitsPanel(LimitsModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_rowLayout(new QVBoxLayout)
    , m_cores(makeCores())
{
    auto *title = new QLabel(tr("Limits"), this);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    auto *head = new QHBoxLayout;
    head->addWidget(title);
    head->addStretch();
    head->addWidget(makeQuietLabel(tr("drag a line, or set here"), this));

    auto *content = new QWidget;
    content->setAutoFillBackground(false);
    auto *contentLayout = new QVBoxLayout(content);
    contentLayout->setContentsMargins(14, 0, 14, 4);
    m_rowLayout->setSpacing(1);
    contentLayout->addLayout(m_rowLayout);
    contentLayout->addStretch();

    auto *scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->viewport()->setBackgroundRole(QPalette::Base);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 10, 0, 0);
    head->setContentsMargins(14, 0, 14, 4);
    layout->setSpacing(2);
    layout->addLayout(head);
    layout->addWidget(scroll, 1);
    layout->addWidget(makeButtons());
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setFixedWidth(std::max(280, fontMetrics().averageCharWidth() * 38));

    connect(&m_model, &LimitsModel::changed, this, &LimitsPanel::refresh);
    refresh();
}

QWidget *LimitsPanel::makeCores()
{
    auto *box = new QWidget(this);
    m_grid = new CoreGrid(box);
    m_coresWhen = makeQuietLabel({}, box);
    m_coresWhen->setAlignment(Qt::AlignRight | Qt::AlignBottom);
    m_coresMissing = makeQuietLabel({}, box);
    m_coresMissing->setWordWrap(true);
    auto *layout = new QGridLayout(box);
    layout->setContentsMargins(0, 0, 0, 4);
    layout->setVerticalSpacing(4);
    layout->addWidget(new QLabel(limitLabel({ LimitId::Cores, {} }), box), 0, 0);
    layout->addWidget(m_coresWhen, 0, 1);
    layout->addWidget(m_grid, 1, 0, 1, 2);
    layout->addWidget(m_coresMissing, 2, 0, 1, 2);
    connect(m_grid, &CoreGrid::allowedChanged, this, &LimitsPanel::coresChosen);
    connect(m_grid, &CoreGrid::gestureStarted, &m_model, &LimitsModel::beginGesture);
    connect(m_grid, &CoreGrid::gestureEnded, &m_model, &LimitsModel::endGesture);
    return box;
}

QWidget *LimitsPanel::makeButtons()
{
    auto *box = new QWidget(this);
    auto *undo = new QPushButton(tr("↶ Undo"), box);
    undo->setAccessibleName(tr("Undo"));
    undo->setEnabled(false);
    QUndoStack &stack = m_model.undoStack();
    connect(undo, &QPushButton::clicked, &stack, &QUndoStack::undo);
    connect(&stack, &QUndoStack::canUndoChanged, undo, &QPushButton::setEnabled);
    connect(&stack, &QUndoStack::undoTextChanged, undo, &QPushButton::setToolTip);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(14, 6, 14, 8);
    layout->addWidget(undo);
    layout->addStretch();
    return box;
}

void LimitsPanel::setHostLoad(const std::vector<double> &load)
{
    m_grid->setLoad(load);
}

void LimitsPanel::refresh()
{
    rebuildRows();
    for (LimitRow *row : m_rows)
        row->refresh();
    refreshCores();
}

/// Makes the rows anew only when another disk or host changes which there are: a row being dragged must stay.
void LimitsPanel::rebuildRows()
{
    std::vector<LimitKey> keys = limitKeys(m_model.host(), m_model.limits());
    const auto isCores = [](const LimitKey &key) { return key.id == LimitId::Cores; };
    const auto before = static_cast<int>(std::find_if(keys.begin(), keys.end(), isCores) - keys.begin());
    std::erase_if(keys, isCores);
    if (std::equal(keys.begin(), keys.end(), m_rows.begin(), m_rows.end(),
                   [](const LimitKey &key, const LimitRow *row) { return row->key() == key; }))
        return;
    for (LimitRow *row : m_rows) {
        m_rowLayout->removeWidget(row);
        row->hide();
        row->deleteLater();
    }
    m_rows.clear();
    m_rowLayout->removeWidget(m_cores);
    for (const LimitKey &key : keys) {
        auto *row = new LimitRow(m_model, key, this);
        connect(row, &LimitRow::refused, this, &LimitsPanel::refused);
        m_rowLayout->addWidget(row);
        m_rows.push_back(row);
    }
    m_rowLayout->insertWidget(before, m_cores);
}

void LimitsPanel::refreshCores()
{
    const unsigned count = std::max(1U, m_model.host().cpus);
    const QString missing = m_model.missing(LimitId::Cores);
    const auto list = m_model.limits().cpusetCpus;
    const auto cpus = list ? spec::parseCpuList(*list) : std::nullopt;
    std::set<unsigned> allowed;
    if (cpus) {
        allowed.insert(cpus->begin(), cpus->end());
    } else {
        for (unsigned cpu = 0; cpu < count; ++cpu)
            allowed.insert(cpu);
    }
    m_grid->setCpuCount(count);
    m_grid->setAllowed(allowed);
    m_grid->setVisible(missing.isEmpty());
    m_coresWhen->setVisible(missing.isEmpty());
    m_coresWhen->setText(limitAppliesText(m_model));
    m_coresMissing->setVisible(!missing.isEmpty());
    m_coresMissing->setText(missing);
    m_cores->setEnabled(!m_model.containerId().isEmpty());
}

void LimitsPanel::coresChosen(const std::set<unsigned> &allowed)
{
    // All of them is what no limit means.
    if (allowed.size() >= std::max(1U, m_model.host().cpus))
        m_model.setCores({});
    else
        m_model.setCores(spec::formatCpuList({ allowed.begin(), allowed.end() }));
}

} // namespace vitrine::gui

#include "moc_LimitsPanel.cpp"
