// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/files/FilesClient.h"

#include <QTreeWidget>

#include <optional>

namespace vitrine::gui {

/// The files that a container sees. A folder is read when it is opened.
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

    static constexpr std::size_t kMostNames = 20'000; ///< of one folder

signals:
    void chosenChanged();
    void dropped(const QStringList &paths, const QString &folder);

protected:
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
};

} // namespace vitrine::gui
