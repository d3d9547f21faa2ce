// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/list/SectionList.h"

#include "gui/list/RowPaint.h"

#include <QPainter>
#include <QStyledItemDelegate>

namespace vitrine::gui {

namespace {

constexpr int kNoteRole = Qt::UserRole + 1;
constexpr int kToneRole = Qt::UserRole + 2;
constexpr int kSideMargin = 14;

class SectionDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        painter->save();
        paintRowGround(*painter, option);
        const QRect text = option.rect.adjusted(kSideMargin, 0, -kSideMargin, 0);
        QFont font = option.font;
        font.setBold(option.state.testFlag(QStyle::State_Selected));
        painter->setFont(font);
        painter->setPen(option.palette.color(QPalette::Active, QPalette::Text));
        painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
        const auto tone = static_cast<Tone>(index.data(kToneRole).toInt());
        painter->setPen(tone == Tone::Quiet ? dimText(option.palette) : toneColor(tone, option.palette));
        painter->drawText(text, Qt::AlignRight | Qt::AlignVCenter, index.data(kNoteRole).toString());
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return { 100, QFontMetrics(option.font).height() + 12 };
    }
};

} // namespace

SectionList::SectionList(QWidget *parent)
    : QListWidget(parent)
{
    setAccessibleName(tr("Sections"));
    setWhatsThis(tr(
        "The parts of Vitrine. Containers lists what you run, Images the files and commands to run, Volumes the data "
        "that outlives containers; This Computer says what it offers for it."));
    setItemDelegate(new SectionDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    addItem(tr("Containers"));
    addItem(tr("Images"));
    addItem(tr("Volumes"));
    addItem(tr("This Computer"));
    setCurrentRow(Containers);
    connect(this, &QListWidget::currentRowChanged, this,
            [this](int row) { emit sectionChosen(static_cast<Section>(row)); });
}

void SectionList::setNote(Section section, const QString &note, Tone tone)
{
    item(section)->setData(kNoteRole, note);
    item(section)->setData(kToneRole, static_cast<int>(tone));
    item(section)->setData(Qt::AccessibleTextRole, item(section)->text() + QStringLiteral(", ") + note);
}

QString SectionList::note(Section section) const
{
    return item(section)->data(kNoteRole).toString();
}

QSize SectionList::sizeHint() const
{
    return { 220, sizeHintForRow(0) * count() };
}

} // namespace vitrine::gui
