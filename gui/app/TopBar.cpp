// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/TopBar.h"

#include "gui/app/Actions.h"
#include "gui/app/Appearance.h"
#include "gui/spec/DesktopApps.h"
#include "gui/widgets/AccentButton.h"
#include "gui/widgets/ActionButton.h"
#include "gui/widgets/SplitButton.h"

#include <QAction>
#include <QActionGroup>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

namespace vitrine::gui {

namespace {

constexpr std::size_t kMostApps = 20; // what a menu can show at a glance

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

    m_find->setPlaceholderText(tr("Find (Ctrl+F)"));
    m_find->setAccessibleName(tr("Find in the list"));
    m_find->setWhatsThis(tr("Shows only what has a name that holds what you type."));
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
    row->addWidget(new SplitButton(actions.runApp, makeAppMenu(), this));
    row->addSpacing(18);
    row->addWidget(new ActionButton(actions.start, this));
    row->addWidget(new SplitButton(actions.stop, makeStopMenu(), this));
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

QMenu *TopBar::makeStopMenu()
{
    auto *menu = new QMenu(this);
    menu->addActions({ m_actions.stop, m_actions.forceStop, m_actions.restart });
    return menu;
}

QMenu *TopBar::makeAppMenu()
{
    auto *menu = new QMenu(this);
    // Read when it is wanted: what is installed changes while the window is open.
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillAppMenu(*menu); });
    return menu;
}

void TopBar::fillAppMenu(QMenu &menu)
{
    menu.clear();
    std::vector<DesktopApp> apps = installedApps();
    apps.resize(std::min(apps.size(), kMostApps));
    for (const DesktopApp &app : apps) {
        // "&" would be read as the mark of a key.
        QString text = app.name;
        QAction *action = menu.addAction(appIcon(app), text.replace(u'&', QStringLiteral("&&")));
        connect(action, &QAction::triggered, this, [this, id = app.id] { emit appChosen(id); });
    }
    menu.addSeparator();
    QAction *all = menu.addAction(tr("All Apps…"));
    connect(all, &QAction::triggered, m_actions.runApp, &QAction::trigger);
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
