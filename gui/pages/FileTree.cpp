// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/FileTree.h"

#include "gui/pages/DraggedFiles.h"
#include "gui/pages/LayerRows.h"
#include "gui/widgets/Theme.h"

#include <QDateTime>
#include <QDragEnterEvent>
#include <QHeaderView>
#include <QLocale>
#include <QMimeData>
#include <QStyle>
#include <QUrl>

#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <set>

namespace vitrine::gui {

using ipc::FileEntry;
using ipc::FilesRoot;

namespace {

enum Column { Name, Size, Owner, Permissions, Modified };
constexpr int kEntryRole = Qt::UserRole;
constexpr int kLoadedRole = Qt::UserRole + 1;
constexpr std::int64_t kNanosecondsPerMs = 1'000'000;

/// Folders first, then by name.
bool isBefore(const FileEntry &one, const FileEntry &other)
{
    const bool isFolder = S_ISDIR(one.mode);
    if (isFolder != S_ISDIR(other.mode))
        return isFolder;
    return QString::localeAwareCompare(shownName(one.name), shownName(other.name)) < 0;
}

QStringList columnsOf(const FileEntry &entry)
{
    QString name = shownName(entry.name);
    if (S_ISLNK(entry.mode))
        name += QStringLiteral(" → ") + shownName(entry.link);
    const QDateTime modified = QDateTime::fromMSecsSinceEpoch(entry.mtimeNs / kNanosecondsPerMs);
    return { name, S_ISREG(entry.mode) ? fileSize(entry.size) : QString(), ownerColumn(entry), permissions(entry.mode),
             QLocale().toString(modified, QLocale::ShortFormat) };
}

} // namespace

FileTree::FileTree(FilesClient &files, QWidget *parent)
    : QTreeWidget(parent)
    , m_files(files)
{
    setHeaderLabels({ tr("Name"), tr("Size"), tr("Owner"), tr("Permissions"), tr("Changed") });
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setAccessibleName(tr("Files"));
    setAcceptDrops(true);
    setDragDropMode(QAbstractItemView::DropOnly);
    header()->setStretchLastSection(true);
    header()->resizeSection(Name, 280);
    header()->resizeSection(Size, 80);
    header()->resizeSection(Owner, 190);
    header()->resizeSection(Permissions, 90);
    connect(this, &QTreeWidget::itemExpanded, this, [this](QTreeWidgetItem *item) {
        if (!item->data(Name, kLoadedRole).toBool())
            load(item);
    });
    connect(this, &QTreeWidget::currentItemChanged, this, &FileTree::chosenChanged);
}

std::string FileTree::pathOf(const QTreeWidgetItem *item)
{
    std::string path;
    for (; item != nullptr && item->data(Name, kEntryRole).isValid(); item = item->parent()) {
        const auto entry = item->data(Name, kEntryRole).value<FileEntry>();
        path = path.empty() ? entry.name : entry.name + '/' + path;
    }
    return path;
}

QTreeWidgetItem *FileTree::find(const std::string &path) const
{
    if (path.empty())
        return invisibleRootItem();
    for (QTreeWidgetItemIterator it(const_cast<FileTree *>(this)); *it != nullptr; ++it) {
        if (pathOf(*it) == path)
            return *it;
    }
    return nullptr;
}

void FileTree::reload()
{
    std::vector<std::string> open{ std::string() };
    for (QTreeWidgetItemIterator it(this); *it != nullptr; ++it) {
        if ((*it)->isExpanded())
            open.push_back(pathOf(*it));
    }
    for (const std::string &path : open)
        reloadFolder(path);
}

void FileTree::reloadFolder(const std::string &path)
{
    m_files.run<std::vector<FileEntry>>(
        this, [path](FilesLink &link) { return link.list(FilesRoot::Merged, path, kMostNames); },
        [this, path](const Result<std::vector<FileEntry>> &entries) { take(path, entries); });
}

void FileTree::load(QTreeWidgetItem *folder)
{
    folder->setData(Name, kLoadedRole, true);
    reloadFolder(pathOf(folder));
}

void FileTree::take(const std::string &path, const Result<std::vector<FileEntry>> &entries)
{
    QTreeWidgetItem *folder = find(path);
    if (folder == nullptr)
        return;
    if (!entries) {
        qDeleteAll(folder->takeChildren());
        new QTreeWidgetItem(folder, { QString::fromStdString(entries.error().what) });
        return;
    }
    std::vector<FileEntry> sorted = *entries;
    std::ranges::sort(sorted, isBefore);
    std::set<std::string> names;
    for (const FileEntry &entry : sorted)
        names.insert(entry.name);
    // Rows that stay keep what is open below them.
    std::map<std::string, QTreeWidgetItem *> known;
    for (int i = folder->childCount(); i-- > 0;) {
        QTreeWidgetItem *child = folder->child(i);
        const std::string name = child->data(Name, kEntryRole).value<FileEntry>().name;
        if (names.contains(name))
            known[name] = child;
        else
            delete child;
    }
    int place = 0;
    for (const FileEntry &entry : sorted) {
        const auto found = known.find(entry.name);
        QTreeWidgetItem *row = found != known.end() ? found->second : new QTreeWidgetItem;
        if (found == known.end())
            folder->insertChild(place, row);
        ++place;
        fillRow(*row, entry);
    }
}

void FileTree::fillRow(QTreeWidgetItem &row, const FileEntry &entry)
{
    const QStringList texts = columnsOf(entry);
    for (int column = 0; column < static_cast<int>(texts.size()); ++column)
        row.setText(column, texts[column]);
    row.setTextAlignment(Size, Qt::AlignRight | Qt::AlignVCenter);
    row.setData(Name, kEntryRole, QVariant::fromValue(entry));
    row.setIcon(Name, style()->standardIcon(S_ISDIR(entry.mode) ? QStyle::SP_DirIcon : QStyle::SP_FileIcon));
    row.setChildIndicatorPolicy(S_ISDIR(entry.mode) ? QTreeWidgetItem::ShowIndicator
                                                    : QTreeWidgetItem::DontShowIndicator);
}

std::optional<FileEntry> FileTree::chosen() const
{
    const QTreeWidgetItem *item = currentItem();
    if (item == nullptr || !item->data(Name, kEntryRole).isValid())
        return std::nullopt;
    return item->data(Name, kEntryRole).value<FileEntry>();
}

std::string FileTree::chosenPath() const
{
    return currentItem() != nullptr ? pathOf(currentItem()) : std::string();
}

std::string FileTree::chosenFolder() const
{
    const auto entry = chosen();
    if (!entry)
        return {};
    return S_ISDIR(entry->mode) ? chosenPath() : pathOf(currentItem()->parent());
}

void FileTree::setDragSource(DragSource source)
{
    m_dragSource = std::move(source);
    setDragDropMode(QAbstractItemView::DragDrop);
    setDragEnabled(true);
}

QStringList FileTree::mimeTypes() const
{
    return { DraggedFiles::type() };
}

QMimeData *FileTree::mimeData(const QList<QTreeWidgetItem *> &items) const
{
    std::vector<std::string> paths;
    for (const QTreeWidgetItem *item : items) {
        const auto entry = item->data(Name, kEntryRole).value<FileEntry>();
        if (S_ISREG(entry.mode) || S_ISDIR(entry.mode))
            paths.push_back(pathOf(item));
    }
    if (paths.empty() || !m_dragSource)
        return nullptr;
    return new DraggedFiles([source = m_dragSource, paths] { return source(paths); });
}

void FileTree::dragEnterEvent(QDragEnterEvent *event)
{
    // What comes from here need not be copied to here.
    if (event->source() != this && event->mimeData()->hasUrls() && m_files.isOpen())
        event->acceptProposedAction();
}

void FileTree::dragMoveEvent(QDragMoveEvent *event)
{
    event->acceptProposedAction();
}

void FileTree::dropEvent(QDropEvent *event)
{
    QStringList paths;
    for (const QUrl &url : event->mimeData()->urls()) {
        if (url.isLocalFile())
            paths += url.toLocalFile();
    }
    if (paths.isEmpty())
        return;
    const QTreeWidgetItem *under = itemAt(event->position().toPoint());
    const bool isFolder = under != nullptr && S_ISDIR(under->data(Name, kEntryRole).value<FileEntry>().mode);
    const std::string folder = pathOf(isFolder || under == nullptr ? under : under->parent());
    event->acceptProposedAction();
    emit dropped(paths, QString::fromStdString(folder));
}

} // namespace vitrine::gui
