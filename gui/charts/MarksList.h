// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/Marks.h"

#include <QListWidget>

#include <vector>

namespace vitrine::gui {

/// What happened, newest first, by the clock on the wall. A click goes there on the charts.
class MarksList : public QListWidget {
    Q_OBJECT
public:
    explicit MarksList(QWidget *parent = nullptr);

    void showMarks(const std::vector<metrics::Mark> &marks);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    void chosen(double time);
};

} // namespace vitrine::gui
