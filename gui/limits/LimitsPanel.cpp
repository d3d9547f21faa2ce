// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/limits/LimitsPanel.h"

#include "core/spec/Syntax.h"
#include "gui/limits/CoreGrid.h"
#include "gui/limits/LimitRow.h"
#include "gui/limits/LimitsModel.h"
#include "gui/widgets/Theme.h"

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

    m_lacking =
        makeQuietLabel(tr("The kernel of this computer cannot hold every limit. This Computer says what to do."), this);
    m_lacking->setWordWrap(true);
    m_lacking->setContentsMargins(14, 0, 14, 6);

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
    layout->addWidget(m_lacking);
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
    m_grid->setWhatsThis(limitHelp(LimitId::Cores));
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
    m_more = new QPushButton(tr("More Limits"), box);
    m_more->setObjectName(QStringLiteral("more"));
    m_more->setCheckable(true);
    m_more->setToolTip(tr("Also operations a second, weights, and the other disks"));
    connect(m_more, &QPushButton::toggled, this, &LimitsPanel::refresh);
    giveRoom(*undo);
    giveRoom(*m_more);
    layout->addWidget(undo);
    layout->addWidget(m_more);
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
    m_lacking->setVisible(
        std::ranges::any_of(m_rows, [this](const LimitRow *row) { return !m_model.missing(row->key().id).isEmpty(); }));
}

/// What every container is asked about; the rest waits behind More Limits until it is used.
bool LimitsPanel::isEveryday(const LimitKey &key) const
{
    switch (key.id) {
    case LimitId::DiskWrite:
    case LimitId::DiskRead:
        return key.device == m_model.disk();
    case LimitId::DiskWriteOps:
    case LimitId::DiskReadOps:
    case LimitId::IoWeight:
        return false;
    default:
        return true;
    }
}

std::vector<LimitKey> LimitsPanel::shownKeys()
{
    if (m_container != m_model.containerId()) {
        m_container = m_model.containerId();
        m_kept.clear();
    }
    std::vector<LimitKey> keys = limitKeys(m_model.host(), m_model.limits());
    for (const LimitKey &key : keys) {
        if (m_model.value(key) && std::ranges::find(m_kept, key) == m_kept.end())
            m_kept.push_back(key);
    }
    if (!m_more->isChecked())
        std::erase_if(keys, [this](const LimitKey &key) {
            return !isEveryday(key) && std::ranges::find(m_kept, key) == m_kept.end();
        });
    return keys;
}

/// Makes the rows anew only when it changes which there are: a row being dragged must stay.
void LimitsPanel::rebuildRows()
{
    std::vector<LimitKey> keys = shownKeys();
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
