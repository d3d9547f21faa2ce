// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/list/RowList.h"
#include "gui/list/SectionList.h"

#include <QHash>

class QStackedWidget;

namespace vitrine::gui {

class ContainerListModel;
class MetricsFeed;

/// The left side: sections, and below them the list of the chosen one. This Computer has none and leaves the
/// containers there.
class SidePanel : public QWidget {
    Q_OBJECT
public:
    SidePanel(ContainerListModel &model, const MetricsFeed &feed, QWidget *parent = nullptr);

    /// The list of another section, with what stands below it.
    void addList(SectionList::Section section, RowList &list, QWidget *footer);

    [[nodiscard]] QString currentId() const { return m_list->currentId(); } ///< of the containers
    void choose(const QString &id) { m_list->choose(id); }
    void setFilter(const QString &text);
    /// Opens the editor on the chosen container's name.
    void renameCurrent() { m_list->editCurrent(); }
    [[nodiscard]] SectionList &sections() { return *m_sections; }
    [[nodiscard]] RowList &list() { return *m_list; }
    [[nodiscard]] RowList &shownList(); ///< of the chosen section

signals:
    void currentChanged(const QString &id);
    void cancelRequested(const QString &id);

private:
    void showSection();

    SectionList *m_sections;
    RowList *m_list;
    QStackedWidget *m_pages;
    QHash<SectionList::Section, RowList *> m_lists;
};

} // namespace vitrine::gui
