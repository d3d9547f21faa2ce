// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/limits/CoreGrid.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace vitrine::gui {

namespace {

constexpr int kLargestCell = 26;
constexpr int kSmallestCell = 21;
constexpr int kGap = 4;
/// So many stand in a row where there is room: CPUs come in eights.
constexpr int kRow = 8;

int cellSize(int width)
{
    return std::clamp((width + kGap) / kRow - kGap, kSmallestCell, kLargestCell);
}

} // namespace

CoreGrid::CoreGrid(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Cores"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void CoreGrid::setCpuCount(unsigned count)
{
    m_count = std::max(1U, count);
    m_current = std::min(m_current, m_count - 1);
    updateGeometry();
    describe();
    update();
}

void CoreGrid::setAllowed(const std::set<unsigned> &allowed)
{
    m_allowed = allowed;
    describe();
    update();
}

void CoreGrid::setLoad(const std::vector<double> &load)
{
    m_load = load;
    update();
}

int CoreGrid::columns(int width) const
{
    return std::max(1, (width + kGap) / (cellSize(width) + kGap));
}

QRect CoreGrid::cell(unsigned cpu) const
{
    const int perRow = columns(width());
    const int index = static_cast<int>(cpu);
    const int size = cellSize(width());
    return { index % perRow * (size + kGap), index / perRow * (size + kGap), size, size };
}

int CoreGrid::cellAt(const QPoint &position) const
{
    for (unsigned cpu = 0; cpu < m_count; ++cpu) {
        if (cell(cpu).contains(position))
            return static_cast<int>(cpu);
    }
    return -1;
}

QSize CoreGrid::sizeHint() const
{
    const int width = kRow * (kLargestCell + kGap) - kGap;
    return { width, heightForWidth(width) };
}

int CoreGrid::heightForWidth(int width) const
{
    const int perRow = columns(width);
    const int rows = (static_cast<int>(m_count) + perRow - 1) / perRow;
    return rows * (cellSize(width) + kGap) - kGap;
}

void CoreGrid::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPalette &colors = palette();
    const QColor accent = colors.color(QPalette::Highlight);
    QColor outline = colors.color(QPalette::Text);
    outline.setAlphaF(0.3F);
    QFont font = this->font();
    font.setPointSizeF(font.pointSizeF() * 0.8);
    painter.setFont(font);
    for (unsigned cpu = 0; cpu < m_count; ++cpu) {
        const bool allowed = m_allowed.contains(cpu);
        const QRectF box = QRectF(cell(cpu)).adjusted(0.5, 0.5, -0.5, -0.5);
        QColor fill = accent;
        fill.setAlphaF(0.12F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(allowed ? fill : colors.color(QPalette::Base));
        painter.drawRoundedRect(box, 3, 3);
        const double load = cpu < m_load.size() && std::isfinite(m_load[cpu]) ? std::clamp(m_load[cpu], 0.0, 1.0) : 0;
        QColor busy = allowed ? accent : colors.color(QPalette::Text);
        busy.setAlphaF(allowed ? 0.30F : 0.12F);
        const double height = (box.height() - 2) * load;
        painter.fillRect(QRectF(box.left() + 1, box.bottom() - 1 - height, box.width() - 2, height), busy);
        const bool current = hasFocus() && cpu == m_current;
        painter.setPen(QPen(allowed || current ? accent : outline, current ? 2 : 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box, 3, 3);
        painter.setPen(colors.color(isEnabled() ? QPalette::Text : QPalette::PlaceholderText));
        painter.drawText(box, Qt::AlignCenter, QString::number(cpu));
    }
}

void CoreGrid::mousePressEvent(QMouseEvent *event)
{
    const int cpu = event->button() == Qt::LeftButton ? cellAt(event->pos()) : -1;
    if (cpu < 0)
        return;
    m_current = static_cast<unsigned>(cpu);
    m_allowing = !m_allowed.contains(m_current);
    m_dragging = true;
    emit gestureStarted();
    set(m_current, m_allowing);
}

void CoreGrid::mouseMoveEvent(QMouseEvent *event)
{
    if (const int cpu = cellAt(event->pos()); m_dragging && cpu >= 0)
        set(static_cast<unsigned>(cpu), m_allowing);
}

void CoreGrid::mouseReleaseEvent(QMouseEvent *)
{
    if (m_dragging)
        emit gestureEnded();
    m_dragging = false;
}

void CoreGrid::keyPressEvent(QKeyEvent *event)
{
    const int perRow = columns(width());
    int step = 0;
    switch (event->key()) {
    case Qt::Key_Left:
        step = -1;
        break;
    case Qt::Key_Right:
        step = 1;
        break;
    case Qt::Key_Up:
        step = -perRow;
        break;
    case Qt::Key_Down:
        step = perRow;
        break;
    case Qt::Key_Space:
        set(m_current, !m_allowed.contains(m_current));
        return;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    m_current = static_cast<unsigned>(std::clamp(static_cast<int>(m_current) + step, 0, static_cast<int>(m_count) - 1));
    update();
}

bool CoreGrid::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int cpu = cellAt(help->pos());
        if (cpu < 0)
            return false;
        const auto index = static_cast<unsigned>(cpu);
        const bool known = index < m_load.size() && std::isfinite(m_load[index]);
        const QString load = known ? tr("%1 % busy").arg(std::lround(m_load[index] * 100)) : tr("load not known");
        QToolTip::showText(
            help->globalPos(),
            tr("CPU %1: %2, %3").arg(cpu).arg(m_allowed.contains(index) ? tr("allowed") : tr("forbidden"), load), this);
        return true;
    }
    return QWidget::event(event);
}

void CoreGrid::set(unsigned cpu, bool allowed)
{
    std::set<unsigned> next = m_allowed;
    if (allowed)
        next.insert(cpu);
    else
        next.erase(cpu);
    // A container needs at least one CPU.
    if (next.empty() || next == m_allowed)
        return;
    setAllowed(next);
    emit allowedChanged(next);
}

void CoreGrid::describe()
{
    setAccessibleDescription(tr("%1 of %2 cores are allowed").arg(m_allowed.size()).arg(m_count));
}

} // namespace vitrine::gui

#include "moc_CoreGrid.cpp"
