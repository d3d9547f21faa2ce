// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/LayerStack.h"

#include "gui/widgets/DimLabel.h"
#include "gui/widgets/Theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace vitrine::gui {

namespace {

constexpr int kEdge = 3; ///< the thick line under a layer

/// A plate of the pile.
class Plate : public QWidget {
public:
    Plate(const LayerRow &row, bool isWritable, QWidget *parent)
        : QWidget(parent)
        , m_isWritable(isWritable)
    {
        setAccessibleName(QStringLiteral("%1, %2, %3").arg(row.title, row.detail, row.size));
        auto *title = new QLabel(row.title, this);
        title->setTextFormat(Qt::PlainText);
        QFont bold = title->font();
        bold.setBold(true);
        title->setFont(bold);
        title->setWordWrap(true);
        auto *detail = new DimLabel(row.detail, this);
        detail->setTextFormat(Qt::PlainText);
        detail->setFont(smallFont(detail->font()));
        detail->setWordWrap(true);
        auto *size = new DimLabel(row.size, this);
        size->setFont(smallFont(size->font()));
        auto *grid = new QGridLayout(this);
        grid->setContentsMargins(14, 12, 14, 12 + kEdge);
        grid->setVerticalSpacing(3);
        grid->addWidget(title, 0, 0);
        grid->addWidget(detail, 1, 0);
        grid->addWidget(size, 0, 1, 2, 1, Qt::AlignVCenter | Qt::AlignRight);
        grid->setColumnStretch(0, 1);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const QColor line = m_isWritable ? toneColor(Tone::Accent, palette()) : hairline(palette());
        const QColor fill = m_isWritable
            ? toneTint(Tone::Accent, palette())
            : mix(palette().color(QPalette::Base), palette().color(QPalette::WindowText), 0.025);
        painter.fillRect(rect(), fill);
        painter.setPen(line);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
        painter.fillRect(QRect(0, height() - kEdge, width(), kEdge), line);
    }

private:
    bool m_isWritable;
};

} // namespace

LayerStack::LayerStack(QWidget *parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
{
    setAccessibleName(tr("Layers"));
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
}

void LayerStack::setWritable(const LayerRow &row)
{
    if (row == m_writable)
        return;
    m_writable = row;
    fill();
}

void LayerStack::setBelow(const std::vector<LayerRow> &rows)
{
    if (rows == m_below)
        return;
    m_below = rows;
    fill();
}

void LayerStack::fill()
{
    while (QLayoutItem *item = m_column->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_column->addWidget(new Plate(m_writable, true, this));
    m_column->addSpacing(8);
    for (const LayerRow &row : m_below)
        m_column->addWidget(new Plate(row, false, this));
}

} // namespace vitrine::gui
