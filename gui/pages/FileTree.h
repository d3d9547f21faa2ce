// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/files/FilesClient.h"

#include <QTreeWidget>

#include <functional>
#include <optional>

namespace vitrine::gui {

/// The files that a container sees or a volume holds. A folder is read when it is opened.
class FileTree : public QTreeWidget {
    Q_OBJECT
public:
    explicit FileTree(FilesClient &files, QWidget *parent = nullptr);

    /// Reads everything that is open anew.
    void reload();
    /// Reads this folder anew, if it is open: "" is the root.
    void reloadFolder(const std::string &path);
    [[nodiscard]] std::optional<ipc::FileEntry> chosen() const;
    [[nodiscard]] std::string chosenPath() const; ///< without a slash in front; "" when none is chosen
    /// The folder that is chosen, or that holds what is chosen.
    [[nodiscard]] std::string chosenFolder() const;

    /// Makes copies of what is dragged out of the window, and says where they are; called when they are asked for.
    using DragSource = std::function<QStringList(const std::vector<std::string> &paths)>;
    void setDragSource(DragSource source);

    static constexpr std::size_t kMostNames = 20'000; ///< of one folder

signals:
    void chosenChanged();
    void dropped(const QStringList &paths, const QString &folder);

protected:
    [[nodiscard]] QMimeData *mimeData(const QList<QTreeWidgetItem *> &items) const override;
    [[nodiscard]] QStringList mimeTypes() const override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void load(QTreeWidgetItem *folder);
    void take(const std::string &path, const Result<std::vector<ipc::FileEntry>> &entries);
    void fillRow(QTreeWidgetItem &row, const ipc::FileEntry &entry);
    [[nodiscard]] QTreeWidgetItem *find(const std::string &path) const;
    [[nodiscard]] static std::string pathOf(const QTreeWidgetItem *item);

    FilesClient &m_files;
    DragSource m_dragSource;
};

} // namespace vitrine::gui
