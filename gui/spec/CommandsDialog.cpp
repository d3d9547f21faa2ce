// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/CommandsDialog.h"

#include "core/spec/CommandLine.h"
#include "core/spec/ShellLines.h"
#include "gui/widgets/Theme.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace vitrine::gui {

CommandsDialog::CommandsDialog(const spec::ContainerSpec &spec, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("%1 as Commands").arg(QString::fromStdString(spec.name)));
    resize(760, 520);
    auto *layout = new QVBoxLayout(this);
    const auto addText = [&](const QString &title, const QString &text, int stretch) {
        auto *header = new QHBoxLayout;
        auto *label = new QLabel(title, this);
        auto *copy = new QPushButton(tr("Copy"), this);
        copy->setAutoDefault(false);
        giveRoom(*copy);
        connect(copy, &QPushButton::clicked, this, [text] { QApplication::clipboard()->setText(text); });
        header->addWidget(label, 1);
        header->addWidget(copy);
        auto *view = new QPlainTextEdit(text, this);
        view->setReadOnly(true);
        view->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
        view->setAccessibleName(title);
        layout->addLayout(header);
        layout->addWidget(view, stretch);
    };

    addText(tr("The same with Vitrine's command line"),
            QString::fromStdString(spec::quoteShell(spec::toCommandLine(spec))), 1);
    QStringList lines;
    for (const std::string &line : spec::toShellLines(spec))
        lines << QString::fromStdString(line);
    addText(tr("What it amounts to, step by step, as root"), lines.join(QLatin1Char('\n')), 3);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
}

} // namespace vitrine::gui
