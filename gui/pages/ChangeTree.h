// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ipc/FilesFrame.h"

#include <QTreeWidget>

#include <optional>
#include <vector>

namespace vitrine::gui {

/// What the writable layer changes: one row a file below the folder that it lies in, with its size and a verdict.
class ChangeTree : public QTreeWidget {
    Q_OBJECT
public:
    explicit ChangeTree(QWidget *parent = nullptr);

    /// Keeps what is chosen and what is folded. False when nothing is different from before.
    bool setChanges(std::vector<ipc::FileEntry> changes);
    [[nodiscard]] const std::vector<ipc::FileEntry> &changes() const { return m_changes; }
    /// Shows only what has this in its path.
    void setFilter(const QString &text);
    [[nodiscard]] std::optional<ipc::FileEntry> chosen() const;
    void choose(const std::string &path);

    static constexpr int kMostRows = 5000;

signals:
    void chosenChanged();

private:
    void fill();
    void addRow(QTreeWidgetItem *group, std::size_t index);

    std::vector<ipc::FileEntry> m_changes;
    QString m_filter;
    bool m_isFilling = false;
};

} // namespace vitrine::gui
