// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/ChangeTree.h"

#include "gui/pages/LayerRows.h"
#include "gui/widgets/Theme.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace vitrine::gui {

using ipc::FileEntry;
using ipc::FileMark;

namespace {

enum Column { Name, Size, Verdict };
constexpr int kIndexRole = Qt::UserRole;
constexpr int kMarkRole = Qt::UserRole + 1;
constexpr int kPillPadding = 10;
constexpr int kRowHeight = 24;

Tone toneOf(FileMark mark)
{
    switch (mark) {
    case FileMark::Added:
        return Tone::Good;
    case FileMark::Deleted:
        return Tone::Bad;
    case FileMark::CopiedUp:
        return Tone::Accent;
    default:
        return Tone::Warn;
    }
}

/// Paints the verdict as a pill.
class VerdictDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem background = option;
        initStyleOption(&background, index);
        const QString text = std::exchange(background.text, QString());
        background.widget->style()->drawControl(QStyle::CE_ItemViewItem, &background, painter, background.widget);
        if (text.isEmpty())
            return;
        const Tone tone = toneOf(static_cast<FileMark>(index.data(kMarkRole).toInt()));
        const QFont font = smallFont(option.font);
        const QFontMetrics metrics(font);
        const int width = metrics.horizontalAdvance(text) + 2 * kPillPadding;
        const int height = metrics.height() + 4;
        const QRectF pill(option.rect.right() - width, option.rect.center().y() - height / 2, width - 0.5, height);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setFont(font);
        painter->setPen(toneColor(tone, option.palette));
        painter->setBrush(toneTint(tone, option.palette));
        painter->drawRoundedRect(pill, height / 2.0, height / 2.0);
        painter->drawText(pill, Qt::AlignCenter, text);
        painter->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QFontMetrics metrics(smallFont(option.font));
        return { metrics.horizontalAdvance(index.data().toString()) + 2 * kPillPadding + 4, kRowHeight };
    }
};

/// A row of its own, and not only a folder that holds one.
bool isRow(const FileEntry &entry, const std::set<std::string> &parents)
{
    return !S_ISDIR(entry.mode) || entry.mark == FileMark::Deleted
        || (entry.mark == FileMark::Added && !parents.contains(entry.name));
}

std::string parentOf(const std::string &path)
{
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

} // namespace

ChangeTree::ChangeTree(QWidget *parent)
    : QTreeWidget(parent)
{
    setColumnCount(3);
    setHeaderHidden(true);
    setFrameShape(QFrame::NoFrame);
    setIndentation(14);
    setUniformRowHeights(true);
    setAccessibleName(tr("What changed"));
    setItemDelegateForColumn(Verdict, new VerdictDelegate(this));
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(Name, QHeaderView::Stretch);
    header()->setSectionResizeMode(Size, QHeaderView::ResizeToContents);
    header()->setSectionResizeMode(Verdict, QHeaderView::ResizeToContents);
    connect(this, &QTreeWidget::currentItemChanged, this, [this] {
        if (!m_isFilling)
            emit chosenChanged();
    });
}

bool ChangeTree::setChanges(std::vector<FileEntry> changes)
{
    std::ranges::sort(changes, {}, &FileEntry::name);
    if (changes == m_changes)
        return false;
    m_changes.swap(changes);
    fill();
    return true;
}

void ChangeTree::setFilter(const QString &text)
{
    if (text == m_filter)
        return;
    m_filter = text;
    fill();
}

std::optional<FileEntry> ChangeTree::chosen() const
{
    const QTreeWidgetItem *item = currentItem();
    const QVariant index = item != nullptr ? item->data(Name, kIndexRole) : QVariant();
    if (!index.isValid() || index.toULongLong() >= m_changes.size())
        return std::nullopt;
    return m_changes[index.toULongLong()];
}

void ChangeTree::choose(const std::string &path)
{
    for (QTreeWidgetItemIterator it(this); *it != nullptr; ++it) {
        const QVariant index = (*it)->data(Name, kIndexRole);
        if (index.isValid() && m_changes[index.toULongLong()].name == path)
            return setCurrentItem(*it);
    }
}

void ChangeTree::addRow(QTreeWidgetItem *group, std::size_t index)
{
    const FileEntry &entry = m_changes[index];
    const std::string name = entry.name.substr(entry.name.rfind('/') + 1);
    QString verdict = tr("changed");
    if (entry.mark == FileMark::Added)
        verdict = tr("added");
    else if (entry.mark == FileMark::Deleted)
        verdict = tr("deleted");
    else if (entry.mark == FileMark::CopiedUp)
        verdict = tr("copied up");
    const bool hasSize = entry.mark != FileMark::Deleted && S_ISREG(entry.mode);
    auto *row = new QTreeWidgetItem(group,
                                    { shownName(name) + (S_ISDIR(entry.mode) ? QStringLiteral("/") : QString()),
                                      hasSize ? fileSize(entry.size) : QStringLiteral("–"), verdict });
    row->setData(Name, kIndexRole, static_cast<qulonglong>(index));
    row->setData(Verdict, kMarkRole, static_cast<int>(entry.mark));
    row->setTextAlignment(Size, Qt::AlignRight | Qt::AlignVCenter);
    row->setForeground(Size, dimText(palette()));
    row->setFont(Size, smallFont(font()));
}

void ChangeTree::fill()
{
    const auto before = chosen();
    std::set<QString> folded;
    for (int i = 0; i < topLevelItemCount(); ++i) {
        if (!topLevelItem(i)->isExpanded())
            folded.insert(topLevelItem(i)->text(Name));
    }
    std::set<std::string> parents;
    for (const FileEntry &entry : m_changes)
        parents.insert(parentOf(entry.name));

    m_isFilling = true;
    setUpdatesEnabled(false);
    clear();
    std::map<std::string, QTreeWidgetItem *> groups;
    int rows = 0;
    int left = 0;
    for (std::size_t i = 0; i < m_changes.size(); ++i) {
        const FileEntry &entry = m_changes[i];
        if (!isRow(entry, parents) || !shownName(entry.name).contains(m_filter, Qt::CaseInsensitive))
            continue;
        if (rows++ >= kMostRows) {
            ++left;
            continue;
        }
        const std::string parent = parentOf(entry.name);
        QTreeWidgetItem *&group = groups[parent];
        if (group == nullptr) {
            group = new QTreeWidgetItem(this, { parent.empty() ? QStringLiteral("/") : shownName(parent) });
            group->setExpanded(!folded.contains(group->text(Name)));
        }
        addRow(group, i);
    }
    if (left > 0)
        new QTreeWidgetItem(this, { tr("%n more", nullptr, left) });
    setUpdatesEnabled(true);
    m_isFilling = false;
    if (before)
        choose(before->name);
    emit chosenChanged();
}

} // namespace vitrine::gui
