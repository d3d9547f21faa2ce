// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/store/PruneDialog.h"

#include "gui/format/Units.h"
#include "gui/store/StoreRow.h"
#include "gui/widgets/AccentButton.h"
#include "gui/widgets/DimLabel.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace vitrine::gui {

namespace {

QString bytesText(std::uint64_t bytes)
{
    return units::bytes(static_cast<double>(bytes));
}

QTreeWidget *makeList(const PruneReport &report, QWidget *parent)
{
    auto *list = new QTreeWidget(parent);
    list->setAccessibleName(PruneDialog::tr("What would be removed"));
    list->setColumnCount(2);
    list->setHeaderLabels({ PruneDialog::tr("Name"), PruneDialog::tr("Size") });
    list->setRootIsDecorated(false);
    list->setSelectionMode(QAbstractItemView::NoSelection);
    list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    list->header()->setStretchLastSection(false);
    for (const PruneReport::Item &item : report.items) {
        const QString name = item.names.isEmpty() ? PruneDialog::tr("Image without a name") : item.names.join(u' ');
        auto *row = new QTreeWidgetItem(list, { name, bytesText(item.bytes) });
        row->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    }
    return list;
}

} // namespace

PruneDialog::PruneDialog(const QString &title, const QString &purpose, const QString &verb, const PruneReport &report,
                         QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    resize(480, 340);
    auto *what = new DimLabel(purpose, this);
    what->setWordWrap(true);
    auto *frees = new QLabel(tr("Frees %1. It cannot be undone.").arg(bytesText(report.bytes)), this);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    auto *remove = new AccentButton(verb, this);
    buttons->addButton(remove, QDialogButtonBox::AcceptRole);
    // Return must not be what deletes.
    buttons->button(QDialogButtonBox::Cancel)->setDefault(true);
    buttons->button(QDialogButtonBox::Cancel)->setFocus();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(18, 18, 18, 14);
    column->setSpacing(12);
    column->addWidget(what);
    column->addWidget(makeList(report, this), 1);
    column->addWidget(frees);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

} // namespace vitrine::gui
