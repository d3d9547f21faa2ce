// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/pages/LayerRows.h"

#include <QWidget>

class QVBoxLayout;

namespace vitrine::gui {

/// The layers of a root as a pile, the writable one on top.
class LayerStack : public QWidget {
    Q_OBJECT
public:
    explicit LayerStack(QWidget *parent = nullptr);

    void setWritable(const LayerRow &row);
    void setBelow(const std::vector<LayerRow> &rows);

private:
    void fill();

    QVBoxLayout *m_column;
    LayerRow m_writable;
    std::vector<LayerRow> m_below;
};

} // namespace vitrine::gui
