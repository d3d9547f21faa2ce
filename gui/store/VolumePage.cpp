// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/store/VolumePage.h"

#include "gui/files/FilesClient.h"
#include "gui/format/Units.h"
#include "gui/pages/FilesPage.h"
#include "gui/store/DetailsGrid.h"
#include "gui/store/StoreHeader.h"
#include "gui/widgets/ActionButton.h"
#include "gui/widgets/DimLabel.h"
#include "gui/widgets/FlatTabBar.h"
#include "gui/widgets/Separator.h"
#include "gui/widgets/Theme.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>

#include <algorithm>

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

QString progressText(const VolumeProgress &progress)
{
    const QString what = progress.doing == QLatin1String("backup") ? VolumePage::tr("Backing up")
        : progress.doing == QLatin1String("restore")               ? VolumePage::tr("Restoring")
        : progress.doing == QLatin1String("clone")                 ? VolumePage::tr("Cloning")
                                                                   : progress.doing;
    if (progress.total == 0)
        return what + QStringLiteral("…");
    return VolumePage::tr("%1: %2 of %3")
        .arg(what, units::bytes(static_cast<double>(progress.done)), units::bytes(static_cast<double>(progress.total)));
}

QString ownerText(const QString &owner)
{
    return owner.isEmpty() ? VolumePage::tr("root") : VolumePage::tr("user %1").arg(owner);
}

} // namespace

VolumePage::VolumePage(Backend &backend, const QList<QAction *> &verbs, QAction *measure, QWidget *parent)
    : QWidget(parent)
    , m_header(new StoreHeader(this))
    , m_tabs(new FlatTabBar(this))
    , m_pages(new QStackedWidget(this))
    , m_client(new FilesClient(backend, this))
    , m_files(new FilesPage(*m_client, this))
    , m_measureVerb(measure)
{
    for (QAction *verb : verbs)
        m_header->addButton(new ActionButton(verb, m_header));
    m_tabs->setAccessibleName(tr("Views of the volume"));
    m_tabs->addTab(tr("Details"));
    m_tabs->addTab(tr("Files"));
    m_pages->addWidget(makeDetails());
    m_pages->addWidget(m_files);
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_tabs, &QTabBar::currentChanged, this, &VolumePage::followFiles);
    connect(m_files, &FilesPage::worked, this, [this] {
        if (m_info)
            emit filesChanged(m_info->id);
        followFiles();
    });
    auto *tabRow = new QHBoxLayout;
    tabRow->setContentsMargins(16, 0, 16, 0);
    tabRow->addWidget(m_tabs);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(makeProgress());
    column->addLayout(tabRow);
    column->addWidget(new Separator(Qt::Horizontal, this));
    column->addWidget(m_pages, 1);
}

QWidget *VolumePage::makeDetails()
{
    auto *body = new QWidget(this);
    body->setAutoFillBackground(true);
    body->setBackgroundRole(QPalette::Base);
    m_details = new DetailsGrid(body);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(18, 14, 18, 14);
    column->addWidget(m_details);
    column->addStretch(1);
    return body;
}

QWidget *VolumePage::makeProgress()
{
    m_progress = new QWidget(this);
    m_progressText = new DimLabel({}, m_progress);
    m_progressBar = new QProgressBar(m_progress);
    m_progressBar->setTextVisible(false);
    m_progressBar->setMaximumHeight(8);
    auto *cancel = new QPushButton(tr("Cancel"), m_progress);
    giveRoom(*cancel);
    connect(cancel, &QPushButton::clicked, this, [this] {
        if (m_info)
            emit cancelRequested(m_info->id);
    });
    auto *row = new QHBoxLayout(m_progress);
    row->setContentsMargins(16, 0, 16, 8);
    row->setSpacing(12);
    row->addWidget(m_progressText);
    row->addWidget(m_progressBar, 1);
    row->addWidget(cancel);
    m_progress->hide();
    return m_progress;
}

void VolumePage::showProgress()
{
    const VolumeProgress &now = m_info->progress;
    m_progressText->setText(progressText(now));
    m_progressText->setMinimumWidth(
        std::max(m_progressText->minimumWidth(), m_progressText->fontMetrics().horizontalAdvance(progressText(now))));
    m_progressBar->setAccessibleName(progressText(now));
    // Without a maximum the bar says that nobody knows how much there is.
    constexpr int kSteps = 1000;
    m_progressBar->setRange(0, now.total == 0 ? 0 : kSteps);
    if (now.total != 0)
        m_progressBar->setValue(
            static_cast<int>(kSteps * static_cast<double>(now.done) / static_cast<double>(now.total)));
    m_progress->setVisible(!now.doing.isEmpty());
}

void VolumePage::followFiles()
{
    const bool isWanted = (isVisible() && m_tabs->currentIndex() == Files) || m_files->isWorking();
    m_client->setVolume(isWanted && m_info ? m_info->id : QString());
}

void VolumePage::showTab(int tab)
{
    m_tabs->setCurrentIndex(tab);
}

void VolumePage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    followFiles();
}

void VolumePage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    followFiles();
}

void VolumePage::setVolume(const std::optional<VolumeInfo> &info, const VolumeMeasure &measure)
{
    if (info == m_info && measure == m_measure)
        return;
    // Progress comes ten times a second.
    const bool isProgress = info && m_info && measure == m_measure && [&] {
        VolumeInfo before = *m_info;
        before.progress = info->progress;
        return before == *info;
    }();
    m_info = info;
    m_measure = measure;
    if (isProgress)
        return showProgress();
    m_files->setVolume(info);
    followFiles();
    if (!info)
        return;
    QStringList parts;
    if (measure.size)
        parts << units::bytes(static_cast<double>(measure.size->bytes));
    parts << usersText(info->usedBy);
    m_header->setRow(storeRow(*info, measure.size), parts.join(QStringLiteral(" · ")));
    showDetails();
    showProgress();
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
