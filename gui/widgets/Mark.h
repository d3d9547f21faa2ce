// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/widgets/Theme.h"

#include <QWidget>

namespace vitrine::gui {

/// A state as a small shape: the shape says it without the colour.
struct Mark {
    enum class Shape { Circle, Paused, Ring, Square, Triangle };
    Shape shape = Shape::Ring;
    Tone tone = Tone::Quiet;
    bool operator==(const Mark &) const = default;
};

/// Draws the mark as large as fits in `area`, centred.
void paintMark(QPainter &painter, const QRectF &area, Mark mark, const QPalette &palette);

/// A mark as a widget of its own; its accessible name says the state in words.
class MarkWidget : public QWidget {
    Q_OBJECT
public:
    explicit MarkWidget(int side, QWidget *parent = nullptr);
    void setMark(Mark mark, const QString &inWords);
    [[nodiscard]] Mark mark() const { return m_mark; }
    [[nodiscard]] QSize sizeHint() const override { return { m_side, m_side }; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Mark m_mark;
    int m_side;
};

} // namespace vitrine::gui
