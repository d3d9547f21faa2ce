// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/store/VolumePage.h"

#include "gui/format/Units.h"
#include "gui/store/DetailsGrid.h"
#include "gui/store/StoreHeader.h"
#include "gui/widgets/ActionButton.h"
#include "gui/widgets/Separator.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>

namespace vitrine::gui {

namespace {

QString sizeText(const VolumeMeasure &measure)
{
    if (measure.isRunning)
        return VolumePage::tr("Counting…");
    if (!measure.size)
        return VolumePage::tr("Not counted yet");
    return VolumePage::tr("%1 in %n file(s)", nullptr, static_cast<int>(measure.size->files))
        .arg(units::bytes(static_cast<double>(measure.size->bytes)));
}

QString ownerText(const QString &owner)
{
    return owner.isEmpty() ? VolumePage::tr("root") : VolumePage::tr("user %1").arg(owner);
}

} // namespace

VolumePage::VolumePage(const QList<QAction *> &verbs, QAction *measure, QWidget *parent)
    : QWidget(parent)
    , m_header(new StoreHeader(this))
    , m_measureVerb(measure)
{
    for (QAction *verb : verbs)
        m_header->addButton(new ActionButton(verb, m_header));
    auto *body = new QWidget(this);
    body->setAutoFillBackground(true);
    body->setBackgroundRole(QPalette::Base);
    m_details = new DetailsGrid(body);
    auto *bodyColumn = new QVBoxLayout(body);
    bodyColumn->setContentsMargins(18, 14, 18, 14);
    bodyColumn->addWidget(m_details);
    bodyColumn->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(new Separator(Qt::Horizontal, this));
    column->addWidget(body, 1);
}

void VolumePage::setVolume(const std::optional<VolumeInfo> &info, const VolumeMeasure &measure)
{
    if (info == m_info && measure == m_measure)
        return;
    m_info = info;
    m_measure = measure;
    if (!info)
        return;
    QStringList parts;
    if (measure.size)
        parts << units::bytes(static_cast<double>(measure.size->bytes));
    parts << usersText(info->usedBy);
    m_header->setRow(storeRow(*info, measure.size), parts.join(QStringLiteral(" · ")));
    showDetails();
}

QString VolumePage::sentence() const
{
    return m_header->sentence();
}

void VolumePage::showDetails()
{
    m_details->clear();
    auto *size = new QWidget(m_details);
    auto *text = new QLabel(sizeText(m_measure), size);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *row = new QHBoxLayout(size);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(text);
    row->addSpacing(10);
    row->addWidget(new ActionButton(m_measureVerb, size));
    row->addStretch(1);
    m_details->addRow(tr("Size"), size);
    m_details->addRow(tr("Used by"), m_info->usedBy.isEmpty() ? tr("no container") : m_info->usedBy.join(u'\n'));
    m_details->addRow(tr("Belongs inside to"), ownerText(m_info->owner));
    if (m_info->createdAtUs != 0) {
        const auto made = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(m_info->createdAtUs / 1000));
        m_details->addRow(tr("Made"), QLocale().toString(made, QLocale::ShortFormat));
    }
}

} // namespace vitrine::gui
