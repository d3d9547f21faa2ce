// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/store/StoreListModel.h"

#include <QWidget>

class QAction;
class QHBoxLayout;
class QKeySequence;
class QStackedWidget;

namespace vitrine::gui {

class EmptyPage;
class RowList;
class StoreDelegate;

/// A section of the window: a list for the left side with buttons below it, and at the right the page of what is
/// chosen, or of what the section is for while it is empty.
class StoreSection : public QObject {
    Q_OBJECT
public:
    explicit StoreSection(QWidget *window);

    [[nodiscard]] RowList &list() { return *m_list; }
    [[nodiscard]] QWidget *footer() { return m_footer; }
    [[nodiscard]] QWidget *page();
    [[nodiscard]] int count() const { return m_model.rowCount(); }
    [[nodiscard]] StoreListModel &model() { return m_model; }
    [[nodiscard]] QString title() const; ///< the name of what is chosen; "" when nothing is

signals:
    void changed(); ///< the count or the title

protected:
    /// A verb for what is chosen: in the menu of the list, and with its key there.
    QAction *addVerb(const QString &text, const QString &whatsThis, const QKeySequence &key);
    /// A verb of the section itself, with a button below the list.
    QAction *addAction(const QString &text, const QString &whatsThis);
    void setPages(QWidget *page, EmptyPage *empty);
    void showChosen();
    [[nodiscard]] QString currentId() const;
    [[nodiscard]] StoreDelegate &delegate() { return *m_delegate; }

    /// The page is to show what is chosen.
    virtual void showCurrent(const QString &id) = 0;

private:
    StoreListModel m_model;
    RowList *m_list;
    StoreDelegate *m_delegate;
    QWidget *m_footer;
    QHBoxLayout *m_buttons;
    QStackedWidget *m_pages;
};

} // namespace vitrine::gui
