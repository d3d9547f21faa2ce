// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/store/ImagePage.h"

#include "gui/store/DetailsGrid.h"
#include "gui/store/ImageLayers.h"
#include "gui/store/ImageText.h"
#include "gui/store/StoreHeader.h"
#include "gui/widgets/ActionButton.h"
#include "gui/widgets/Separator.h"
#include "gui/widgets/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QStyle>
#include <QToolButton>

namespace vitrine::gui {

namespace {

constexpr int kStackWidth = 430;

QScrollArea *makeColumn(QWidget *content, QWidget *parent)
{
    auto *body = new QWidget(parent);
    body->setBackgroundRole(QPalette::Base);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(16, 14, 16, 14);
    column->addWidget(content);
    column->addStretch(1);
    auto *area = new QScrollArea(parent);
    area->setBackgroundRole(QPalette::Base);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(body);
    return area;
}

} // namespace

ImagePage::ImagePage(const QList<QAction *> &verbs, QWidget *parent)
    : QWidget(parent)
    , m_header(new StoreHeader(this))
    , m_body(new QWidget(this))
    , m_layers(new ImageLayers(m_body))
    , m_details(new DetailsGrid(m_body))
{
    for (QAction *verb : verbs)
        m_header->addButton(new ActionButton(verb, m_header));
    QScrollArea *stack = makeColumn(m_layers, m_body);
    stack->setAccessibleName(tr("Layers"));
    stack->setMinimumWidth(kStackWidth * 2 / 3);
    stack->setMaximumWidth(kStackWidth);
    QScrollArea *details = makeColumn(m_details, m_body);
    details->setAccessibleName(tr("About the image"));
    auto *row = new QHBoxLayout(m_body);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(stack, 3);
    row->addWidget(new Separator(Qt::Vertical, m_body));
    row->addWidget(details, 4);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(new Separator(Qt::Horizontal, this));
    column->addWidget(m_body, 1);
}

void ImagePage::setImage(const std::optional<ImageInfo> &info)
{
    if (info == m_info)
        return;
    m_info = info;
    if (!info)
        return;
    m_header->setRow(storeRow(*info), imageSentence(*info));
    m_layers->setLayers(layerTexts(*info));
    showDetails();
}

QString ImagePage::sentence() const
{
    return m_header->sentence();
}

void ImagePage::showDetails()
{
    m_details->clear();
    for (const QString &name : m_info->names)
        m_details->addRow(&name == &m_info->names.constFirst() ? tr("Names") : QString(), makeName(name));
    for (const ImageFact &fact : imageFacts(*m_info))
        m_details->addRow(fact.label, fact.value, fact.isCode ? DetailsGrid::Face::Code : DetailsGrid::Face::Prose);
}

QWidget *ImagePage::makeName(const QString &name)
{
    auto *line = new QWidget(m_details);
    auto *label = new QLabel(name, line);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(label);
    if (m_info->state == ImageState::Ready) {
        auto *drop = new QToolButton(line);
        drop->setIcon(style()->standardIcon(QStyle::SP_TitleBarCloseButton));
        drop->setAutoRaise(true);
        drop->setToolTip(tr("Take this name away"));
        drop->setAccessibleName(tr("Take the name %1 away").arg(name));
        connect(drop, &QToolButton::clicked, this, [this, id = m_info->id, name] { emit untagRequested(id, name); });
        row->addWidget(drop);
    }
    row->addStretch(1);
    return line;
}

} // namespace vitrine::gui
