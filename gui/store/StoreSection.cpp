// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/store/StoreSection.h"

#include "gui/list/RowList.h"
#include "gui/pages/EmptyPage.h"
#include "gui/store/StoreDelegate.h"
#include "gui/widgets/ActionButton.h"

#include <QAction>
#include <QHBoxLayout>
#include <QStackedWidget>

namespace vitrine::gui {

StoreSection::StoreSection(QWidget *window)
    : QObject(window)
    , m_list(new RowList(m_model, StoreListModel::IdRole, window))
    , m_delegate(new StoreDelegate(m_list))
    , m_footer(new QWidget(window))
    , m_buttons(new QHBoxLayout(m_footer))
    , m_pages(new QStackedWidget(window))
{
    m_list->setItemDelegate(m_delegate);
    m_buttons->setContentsMargins(10, 8, 10, 8);
    m_buttons->setSpacing(8);
    m_buttons->addStretch(1);
    connect(m_list, &RowList::chosen, this, &StoreSection::showChosen);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &StoreSection::showChosen);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &StoreSection::showChosen);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, &StoreSection::showChosen);
}

QWidget *StoreSection::page()
{
    return m_pages;
}

QString StoreSection::title() const
{
    return m_list->currentIndex().data().toString();
}

QAction *StoreSection::addVerb(const QString &text, const QString &whatsThis, const QKeySequence &key)
{
    auto *action = new QAction(text, this);
    action->setWhatsThis(whatsThis);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    action->setToolTip(QString(text).remove(u'…'));
    m_list->QWidget::addAction(action);
    return action;
}

QAction *StoreSection::addAction(const QString &text, const QString &whatsThis)
{
    auto *action = new QAction(text, this);
    action->setWhatsThis(whatsThis);
    action->setToolTip(QString(text).remove(u'…'));
    m_buttons->insertWidget(m_buttons->count() - 1, new ActionButton(action, m_footer));
    return action;
}

void StoreSection::setPages(QWidget *page, EmptyPage *empty)
{
    m_pages->addWidget(empty);
    m_pages->addWidget(page);
}

void StoreSection::showChosen()
{
    const QString id = currentId();
    showCurrent(id);
    m_pages->setCurrentIndex(id.isEmpty() ? 0 : 1);
    emit changed();
}

QString StoreSection::currentId() const
{
    return m_list->currentId();
}

} // namespace vitrine::gui
