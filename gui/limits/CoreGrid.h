// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <set>
#include <vector>

namespace vitrine::gui {

/// One cell a CPU, filled up to how busy it is. A click allows or forbids it to the container; dragging over cells
/// gives all of them what the first one got. Arrow keys and Space do the same.
class CoreGrid : public QWidget {
    Q_OBJECT
public:
    explicit CoreGrid(QWidget *parent = nullptr);

    void setCpuCount(unsigned count);
    void setAllowed(const std::set<unsigned> &allowed);
    void setLoad(const std::vector<double> &load); ///< 0 to 1 by CPU; NaN for unknown
    [[nodiscard]] QRect cell(unsigned cpu) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

signals:
    void allowedChanged(const std::set<unsigned> &allowed); ///< never empty
    void gestureStarted();
    void gestureEnded();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    [[nodiscard]] int columns(int width) const;
    [[nodiscard]] int cellAt(const QPoint &position) const; ///< -1 between the cells
    void set(unsigned cpu, bool allowed);
    void describe();

    unsigned m_count = 1;
    std::set<unsigned> m_allowed;
    std::vector<double> m_load;
    unsigned m_current = 0; ///< for the keyboard
    bool m_allowing = true; ///< what the drag gives
    bool m_dragging = false;
};

} // namespace vitrine::gui
