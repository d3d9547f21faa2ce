// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/TopBar.h"

#include "gui/app/Actions.h"
#include "gui/app/Appearance.h"
#include "gui/widgets/AccentButton.h"
#include "gui/widgets/ActionButton.h"

#include <QAction>
#include <QActionGroup>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

namespace vitrine::gui {

namespace {

constexpr int kIconSide = 13;

} // namespace

TopBar::TopBar(Actions &actions, QWidget *parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_find(new QLineEdit(this))
{
    auto *create = new AccentButton(actions.create->text(), this);
    create->setToolTip(actions.create->toolTip());
    create->setWhatsThis(actions.create->whatsThis());
    connect(create, &QPushButton::clicked, actions.create, &QAction::trigger);

    auto *stop = new QToolButton(this);
    stop->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    stop->setIconSize({ kIconSide, kIconSide });
    stop->setDefaultAction(actions.stop);
    stop->setFocusPolicy(Qt::TabFocus);
    auto *ways = new QMenu(stop);
    ways->addActions({ actions.stop, actions.forceStop, actions.restart });
    stop->setMenu(ways);
    stop->setPopupMode(QToolButton::MenuButtonPopup);

    m_find->setPlaceholderText(tr("Find (Ctrl+F)"));
    m_find->setAccessibleName(tr("Find a container"));
    m_find->setWhatsThis(tr("Shows only containers whose name holds what you type."));
    m_find->setClearButtonEnabled(true);
    m_find->setFixedWidth(230);
    m_find->setTextMargins(4, 0, 4, 0);

    auto *menu = new QToolButton(this);
    menu->setText(QStringLiteral("☰"));
    menu->setAccessibleName(tr("Menu"));
    menu->setFocusPolicy(Qt::TabFocus);
    // Not setMenu(): the arrow that it adds says nothing beside the sign for a menu.
    connect(menu, &QToolButton::clicked, this, [menu, entries = makeMenu()] {
        const QPoint corner(menu->width() - entries->sizeHint().width(), menu->height());
        entries->popup(menu->mapToGlobal(corner));
    });

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(10, 8, 10, 8);
    row->setSpacing(8);
    row->addWidget(create);
    row->addWidget(new ActionButton(actions.runApp, this));
    row->addSpacing(18);
    row->addWidget(new ActionButton(actions.start, this));
    row->addWidget(stop);
    row->addWidget(new ActionButton(actions.pause, this));
    row->addStretch(1);
    row->addWidget(m_find);
    row->addWidget(menu);

    const int height = fontMetrics().height() + 14;
    const QList<QWidget *> children = findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly);
    for (QWidget *child : children) {
        if (!qobject_cast<QMenu *>(child))
            child->setFixedHeight(height);
    }
    menu->setFixedWidth(height + 6);
}

QMenu *TopBar::makeMenu()
{
    auto *menu = new QMenu(this);
    menu->addActions({ m_actions.create, m_actions.runApp });
    menu->addSeparator();
    menu->addActions({ m_actions.undo, m_actions.redo, m_actions.find });
    menu->addSeparator();
    makeAppearanceMenu(*menu->addMenu(tr("Appearance")));
    menu->addActions({ m_actions.explain, m_actions.about });
    menu->addSeparator();
    menu->addAction(m_actions.quit);
    return menu;
}

void TopBar::makeAppearanceMenu(QMenu &menu)
{
    auto *group = new QActionGroup(this);
    const auto add = [&](const QString &text, Appearance appearance) {
        QAction *action = menu.addAction(text);
        action->setCheckable(true);
        action->setChecked(savedAppearance() == appearance);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [appearance] {
            saveAppearance(appearance);
            applyAppearance(appearance);
        });
    };
    add(tr("As the System"), Appearance::System);
    add(tr("Light"), Appearance::Light);
    add(tr("Dark"), Appearance::Dark);
}

} // namespace vitrine::gui
