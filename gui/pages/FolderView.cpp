// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/FolderView.h"

#include "gui/format/HomePath.h"
#include "gui/format/Units.h"
#include "gui/widgets/Separator.h"
#include "gui/widgets/Theme.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <unistd.h>

namespace vitrine::gui {

namespace {

constexpr qint64 kMarkMs = 2000;

} // namespace

FolderView::FolderView(QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new Separator(Qt::Vertical, this));
    m_outside = makeSide(tr("Outside"));
    layout->addWidget(new Separator(Qt::Vertical, this));
    m_inside = makeSide(tr("Inside"));
    connect(&m_watch, &FolderWatch::changed, this, &FolderView::show);
    m_fade.setInterval(250);
    connect(&m_fade, &QTimer::timeout, this, &FolderView::fadeMarks);
}

FolderView::Side FolderView::makeSide(const QString &name)
{
    auto *column = new QVBoxLayout;
    column->setSpacing(0);
    auto *title = new QLabel(this);
    title->setTextFormat(Qt::RichText);
    title->setMargin(10);
    auto *files = new QTreeWidget(this);
    files->setAccessibleName(name);
    files->setColumnCount(3);
    files->setHeaderHidden(true);
    files->setRootIsDecorated(false);
    files->setSelectionMode(QAbstractItemView::NoSelection);
    files->setFrameShape(QFrame::NoFrame);
    files->setUniformRowHeights(true);
    files->setStyleSheet(QStringLiteral("QTreeWidget::item { padding: 4px 6px; }"));
    files->header()->setStretchLastSection(false);
    files->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    files->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    files->header()->setSectionResizeMode(2, QHeaderView::ResizeToContents);
    column->addWidget(title);
    column->addWidget(files, 1);
    static_cast<QHBoxLayout *>(layout())->addLayout(column, 1);
    return { title, files };
}

void FolderView::setMount(const spec::Mount &mount, const QString &userInside)
{
    const auto heading = [](const QString &side, const QString &path) {
        return QStringLiteral("%1 · <b>%2</b>").arg(side.toHtmlEscaped(), path.toHtmlEscaped());
    };
    m_userInside = userInside;
    m_outside.title->setText(heading(tr("Outside"), homePath(mount.source)));
    m_inside.title->setText(heading(tr("Inside"), QString::fromStdString(mount.target)));
    m_watch.setFolder(QString::fromStdString(mount.source));
    setVisible(true);
}

void FolderView::clear()
{
    m_watch.setFolder({});
    m_marks.clear();
    setVisible(false);
}

QStringList FolderView::marked() const
{
    QStringList names;
    for (const auto &[name, until] : m_marks)
        names << name;
    return names;
}

QString FolderView::ownerText(const FolderEntry &entry, const QString &self, const QString &other) const
{
    if (entry.uid == ::getuid())
        return self;
    return other.isEmpty() ? QString::number(entry.uid) : other;
}

void FolderView::show(const QStringList &touched)
{
    const qint64 until = QDateTime::currentMSecsSinceEpoch() + kMarkMs;
    for (const QString &name : touched)
        m_marks[name] = until;
    if (!touched.isEmpty())
        m_fade.start();
    const QColor mark = toneTint(Tone::Warn, palette());
    for (Side *side : { &m_outside, &m_inside }) {
        side->files->clear();
        for (const FolderEntry &entry : m_watch.entries()) {
            // Nobody inside has the files of other accounts.
            const QString owner =
                side == &m_outside ? ownerText(entry, tr("you"), {}) : ownerText(entry, m_userInside, tr("nobody"));
            auto *item = new QTreeWidgetItem(
                { entry.name, entry.isFolder ? tr("folder") : units::bytes(static_cast<double>(entry.bytes)), owner });
            item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
            for (int column = 0; column < 3 && m_marks.contains(entry.name); ++column)
                item->setBackground(column, mark);
            side->files->addTopLevelItem(item);
        }
    }
}

void FolderView::fadeMarks()
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    if (std::erase_if(m_marks, [now](const auto &mark) { return mark.second <= now; }) > 0)
        show({});
    if (m_marks.empty())
        m_fade.stop();
}

} // namespace vitrine::gui
