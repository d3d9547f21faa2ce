// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/store/DetailsGrid.h"

#include "gui/widgets/DimLabel.h"

#include <QAbstractTextDocumentLayout>
#include <QFontDatabase>
#include <QGridLayout>
#include <QPlainTextEdit>

namespace vitrine::gui {

namespace {

constexpr int kLabelWidth = 130;

/// Code to be read and copied, broken anywhere where a line is full, and as high as it needs to be.
class CodeText : public QPlainTextEdit {
public:
    CodeText(const QString &text, QWidget *parent)
        : QPlainTextEdit(text, parent)
    {
        setReadOnly(true);
        setFrameShape(QFrame::NoFrame);
        setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
        setWordWrapMode(QTextOption::WrapAnywhere);
        setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setTabChangesFocus(true);
        document()->setDocumentMargin(0);
        viewport()->setAutoFillBackground(false);
        fit();
    }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QPlainTextEdit::resizeEvent(event);
        fit();
    }
    void wheelEvent(QWheelEvent *event) override { event->ignore(); } // it is for the page

private:
    void fit()
    {
        // Of a plain text document the height is a number of lines.
        const auto lines = static_cast<int>(document()->documentLayout()->documentSize().height());
        setFixedHeight(std::max(1, lines) * fontMetrics().lineSpacing() + 2);
    }
};

} // namespace

DetailsGrid::DetailsGrid(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(14);
    m_grid->setVerticalSpacing(8);
    m_grid->setColumnMinimumWidth(0, kLabelWidth);
    m_grid->setColumnStretch(1, 1);
}

void DetailsGrid::clear()
{
    while (QLayoutItem *item = m_grid->takeAt(0)) {
        // Later: what is clicked may be what asks for it.
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    m_rows = 0;
}

void DetailsGrid::addRow(const QString &label, const QString &value, Face face)
{
    if (value.isEmpty())
        return;
    QWidget *shown = nullptr;
    if (face == Face::Code) {
        shown = new CodeText(value, this);
    } else {
        auto *text = new QLabel(value, this);
        text->setTextFormat(Qt::PlainText);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        text->setWordWrap(true);
        shown = text;
    }
    shown->setAccessibleName(QStringLiteral("%1: %2").arg(label, value));
    place(label, shown, Qt::AlignTop);
}

void DetailsGrid::addRow(const QString &label, QWidget *value)
{
    place(label, value, Qt::AlignVCenter);
}

void DetailsGrid::place(const QString &label, QWidget *value, Qt::Alignment alignment)
{
    m_grid->addWidget(new DimLabel(label, this), m_rows, 0, alignment);
    m_grid->addWidget(value, m_rows, 1);
    ++m_rows;
}

} // namespace vitrine::gui
