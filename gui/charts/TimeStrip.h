// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace vitrine::gui {

class TimeView;

/// The one time axis below the charts: "−2 min … now", told from the newest sample.
class TimeStrip : public QWidget {
    Q_OBJECT
public:
    explicit TimeStrip(const TimeView &time, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const TimeView &m_time;
};

} // namespace vitrine::gui
