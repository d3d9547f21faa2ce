// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/ContainerHeader.h"

#include "gui/feed/MetricsFeed.h"
#include "gui/list/NewsLine.h"
#include "gui/list/Phrases.h"
#include "gui/pages/HeaderSentence.h"
#include "gui/widgets/DimLabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QTimer>

namespace vitrine::gui {

namespace {
constexpr int kRefreshMs = 1000;
}

ContainerHeader::ContainerHeader(const MetricsFeed &feed, QWidget *parent)
    : QWidget(parent)
    , m_feed(feed)
    , m_mark(new MarkWidget(14, this))
    , m_name(new QLabel(this))
    , m_sentence(new DimLabel({}, this))
{
    m_name->setTextFormat(Qt::PlainText);
    m_name->setFont(headingFont(font()));
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_sentence->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_sentence->setWordWrap(true); // after the policy, to which it adds height for width
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(17, 12, 17, 8);
    row->setSpacing(10);
    row->addWidget(m_mark);
    row->addWidget(m_name);
    row->addWidget(m_sentence, 1);
    auto *edit = new QPushButton(tr("Edit…"), this);
    edit->setObjectName(QStringLiteral("edit"));
    edit->setToolTip(tr("Changes what the container runs, its files and its limits."));
    giveRoom(*edit);
    connect(edit, &QPushButton::clicked, this, &ContainerHeader::editRequested);
    row->addWidget(edit);

    auto *clock = new QTimer(this);
    connect(clock, &QTimer::timeout, this, &ContainerHeader::refresh);
    clock->start(kRefreshMs);
}

void ContainerHeader::setContainer(const std::optional<ContainerInfo> &info)
{
    m_info = info;
    if (info) {
        m_name->setText(info->name);
        m_mark->setMark(stateMark(*info), stateText(*info));
    }
    refresh();
}

QString ContainerHeader::sentence() const
{
    return m_sentence->text();
}

void ContainerHeader::refresh()
{
    if (m_info)
        m_sentence->setText(headerSentence(*m_info, runFacts(m_feed, m_info->id), nowUs()));
}

} // namespace vitrine::gui
