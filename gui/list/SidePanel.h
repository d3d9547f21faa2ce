// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/list/SectionList.h"

#include <QListView>
#include <QSortFilterProxyModel>

namespace vitrine::gui {

class ContainerDelegate;
class ContainerListModel;
class MetricsFeed;

/// The left side: sections, and below them the containers.
class SidePanel : public QWidget {
    Q_OBJECT
public:
    SidePanel(ContainerListModel &model, const MetricsFeed &feed, QWidget *parent = nullptr);

    [[nodiscard]] QString currentId() const;
    void choose(const QString &id);
    void setFilter(const QString &text);
    /// Opens the editor on the chosen container's name.
    void renameCurrent();
    [[nodiscard]] SectionList &sections() { return *m_sections; }
    [[nodiscard]] QListView &list() { return *m_list; }

signals:
    void currentChanged(const QString &id);
    void cancelRequested(const QString &id);

private:
    void keepOneChosen();
    void repaintRow(const QString &id);

    ContainerListModel &m_model;
    QSortFilterProxyModel m_shown;
    SectionList *m_sections;
    QListView *m_list;
    QString m_wanted; ///< to be chosen as soon as it is there
};

} // namespace vitrine::gui
