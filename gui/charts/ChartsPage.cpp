// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/charts/ChartsPage.h"

#include "gui/charts/ChartPanel.h"
#include "gui/feed/ContainerMarks.h"
#include "gui/feed/MetricsFeed.h"
#include "gui/limits/LimitsModel.h"
#include "gui/limits/LimitsPanel.h"
#include "gui/widgets/Separator.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace vitrine::gui {

ChartsPage::ChartsPage(Backend &backend, MetricsFeed &feed, QWidget *parent)
    : QWidget(parent)
    , m_feed(feed)
    , m_limits(new LimitsModel(backend, this))
    , m_charts(new ChartPanel(feed, *m_limits, this))
    , m_panel(new LimitsPanel(*m_limits, this))
    , m_failure(makeFailure())
{
    new ContainerMarks(backend, feed, this);
    auto *left = new QVBoxLayout;
    left->setSpacing(0);
    left->addWidget(m_failure);
    left->addWidget(m_charts, 1);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(left, 1);
    layout->addWidget(new Separator(Qt::Vertical, this));
    layout->addWidget(m_panel);
    setFocusProxy(m_charts);

    connect(m_limits, &LimitsModel::failed, this,
            [this](const QString &sentence) { showFailure(tr("The limit was not changed: %1").arg(sentence)); });
    connect(m_limits, &LimitsModel::failedElsewhere, this, [this](const QString &name, const QString &sentence) {
        showFailure(tr("The limits of “%1” were not changed: %2").arg(name, sentence));
    });
    connect(m_panel, &LimitsPanel::refused, this, &ChartsPage::showFailure);
    connect(&m_feed, &MetricsFeed::failed, this, [this](const QString &id) {
        if (id == m_limits->containerId())
            showFeedFailure();
    });
    connect(&m_feed, &MetricsFeed::hostLoadChanged, m_panel, [this] { m_panel->setHostLoad(m_feed.hostLoad()); });
}

QFrame *ChartsPage::makeFailure()
{
    auto *bar = new QFrame(this);
    bar->setAutoFillBackground(true);
    bar->setBackgroundRole(QPalette::ToolTipBase);
    bar->setForegroundRole(QPalette::ToolTipText);
    m_failureText = new QLabel(bar);
    m_failureText->setWordWrap(true);
    m_failureText->setTextFormat(Qt::PlainText);
    m_failureText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *close = new QToolButton(bar);
    close->setText(tr("Close"));
    close->setAutoRaise(true);
    connect(close, &QToolButton::clicked, bar, &QWidget::hide);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(22, 4, 8, 4);
    layout->addWidget(m_failureText, 1);
    layout->addWidget(close);
    bar->hide();
    return bar;
}

void ChartsPage::setContainer(const std::optional<ContainerInfo> &container)
{
    const QString id = container ? container->id : QString();
    const bool isOther = id != m_limits->containerId();
    if (isOther)
        m_failure->hide();
    m_limits->setContainer(container);
    m_charts->setContainer(id);
    if (isOther)
        showFeedFailure();
}

void ChartsPage::showFeedFailure()
{
    if (const QString why = m_feed.failure(m_limits->containerId()); !why.isEmpty())
        showFailure(tr("What it uses cannot be read: %1").arg(why));
}

void ChartsPage::setSystemReport(const ipc::SystemReport &report)
{
    m_limits->setSystemReport(report);
}

QUndoStack &ChartsPage::undoStack()
{
    return m_limits->undoStack();
}

void ChartsPage::showFailure(const QString &sentence)
{
    m_failureText->setText(sentence);
    m_failure->show();
}

} // namespace vitrine::gui

#include "moc_ChartsPage.cpp"
