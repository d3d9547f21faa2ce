// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/widgets/ActionButton.h"

#include "gui/widgets/Theme.h"

#include <QAction>

namespace vitrine::gui {

namespace {
constexpr int kIconSide = 16; // as they are drawn: any other size blurs their edges
}

ActionButton::ActionButton(QAction *action, QWidget *parent)
    : QPushButton(parent)
    , m_action(action)
{
    setIconSize({ kIconSide, kIconSide });
    setAutoDefault(false);
    connect(action, &QAction::changed, this, &ActionButton::follow);
    connect(this, &QPushButton::clicked, action, &QAction::trigger);
    follow();
    giveRoom(*this);
}

void ActionButton::follow()
{
    setText(m_action->text());
    setIcon(m_action->icon());
    setToolTip(m_action->toolTip());
    setWhatsThis(m_action->whatsThis());
    setEnabled(m_action->isEnabled());
}

} // namespace vitrine::gui
