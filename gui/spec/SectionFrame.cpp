// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/SectionFrame.h"

#include "gui/widgets/DimLabel.h"
#include "gui/widgets/FoldButton.h"
#include "gui/widgets/Mark.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace vitrine::gui {

namespace {
constexpr int kTitleWidth = 170;
}

SectionFrame::SectionFrame(const QString &title, QWidget *content, QWidget *parent)
    : Card(parent)
    , m_mark(new MarkWidget(10, this))
    , m_toggle(new FoldButton(title, content, this))
    , m_summary(new DimLabel({}, this))
    , m_timing(new DimLabel({}, this))
{
    m_toggle->setMinimumWidth(kTitleWidth);
    m_toggle->setStyleSheet(
        QStringLiteral("QToolButton { border: none; font-weight: bold; text-align: left; padding: 4px; }"));
    m_toggle->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    m_summary->setTextInteractionFlags(Qt::NoTextInteraction);

    auto *header = new QHBoxLayout;
    header->addWidget(m_toggle);
    header->addWidget(m_mark);
    header->addWidget(m_summary, 1);
    header->addWidget(m_timing);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->addLayout(header);
    layout->addWidget(content);
    m_mark->hide();
    m_timing->setObjectName(QStringLiteral("timing"));
    m_timing->setFont(smallFont(font()));
    m_timing->hide();
}

void SectionFrame::setSummary(const QString &summary)
{
    m_summaryText = summary;
    showSummary();
}

void SectionFrame::setTiming(const QString &timing)
{
    m_timing->setText(timing);
    m_timing->setVisible(!timing.isEmpty());
}

void SectionFrame::setProblem(const QString &problem)
{
    m_problem = problem;
    m_mark->setMark({ Mark::Shape::Square, Tone::Bad }, problem);
    m_mark->setVisible(!problem.isEmpty());
    showSummary();
}

void SectionFrame::showSummary()
{
    m_summary->setText(m_problem.isEmpty() ? m_summaryText : m_problem);
    m_toggle->setAccessibleDescription(m_summary->text());
}

QString SectionFrame::summary() const
{
    return m_summary->text();
}

void SectionFrame::setExpanded(bool expanded)
{
    m_toggle->setChecked(expanded);
}

bool SectionFrame::isExpanded() const
{
    return m_toggle->isChecked();
}

} // namespace vitrine::gui
