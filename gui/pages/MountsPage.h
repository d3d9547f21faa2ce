// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"
#include "gui/pages/MountRows.h"

#include <QScrollArea>

class QVBoxLayout;

namespace vitrine::gui {

/// The Mounts tab: one card a place, with what lies there and what may be done with it.
class MountsPage : public QScrollArea {
    Q_OBJECT
public:
    explicit MountsPage(QWidget *parent = nullptr);
    void setContainer(const std::optional<ContainerInfo> &info);

private:
    QVBoxLayout *m_cards;
    std::vector<MountRow> m_rows;
};

} // namespace vitrine::gui
