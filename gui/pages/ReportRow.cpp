// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/ReportRow.h"

#include "gui/widgets/Pill.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace vitrine::gui {

namespace {

constexpr int kMarkSide = 13;
constexpr int kGap = 14;

/// What is there and what to do about it; the command within the advice stands out as code.
QString detailHtml(const ipc::ReportItem &item)
{
    QString html = QString::fromStdString(item.detail).toHtmlEscaped();
    if (item.advice.empty())
        return html;
    if (!html.isEmpty() && !html.endsWith(u'.'))
        html += u'.';
    QString advice = QString::fromStdString(item.advice).toHtmlEscaped();
    const QString command = QString::fromStdString(item.command).toHtmlEscaped();
    if (!command.isEmpty())
        advice.replace(command, QStringLiteral("<code>%1</code>").arg(command));
    return html + u' ' + advice;
}

} // namespace

Mark statusMark(ipc::ItemStatus status)
{
    switch (status) {
    case ipc::ItemStatus::Ok:
        return { Mark::Shape::Circle, Tone::Good };
    case ipc::ItemStatus::Limited:
        return { Mark::Shape::Triangle, Tone::Warn };
    case ipc::ItemStatus::NotAvailable:
        break;
    }
    return { Mark::Shape::Square, Tone::Bad };
}

QString statusText(ipc::ItemStatus status)
{
    switch (status) {
    case ipc::ItemStatus::Ok:
        return ReportRow::tr("ok");
    case ipc::ItemStatus::Limited:
        return ReportRow::tr("limited");
    case ipc::ItemStatus::NotAvailable:
        break;
    }
    return ReportRow::tr("not available");
}

ReportRow::ReportRow(const ipc::ReportItem &item, QWidget *parent)
    : QWidget(parent)
{
    const QString words = statusText(item.status);
    auto *mark = new MarkWidget(kMarkSide, this);
    mark->setMark(statusMark(item.status), words);
    auto *title = new QLabel(QString::fromStdString(item.title), this);
    title->setTextFormat(Qt::PlainText);
    title->setFixedWidth(kTitleWidth);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    auto *detail = new QLabel(detailHtml(item), this);
    detail->setTextFormat(Qt::RichText);
    detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    detail->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    detail->setWordWrap(true); // after the policy, to which it adds height for width
    auto *verdict = new Pill(this);
    verdict->setVerdict(words, statusMark(item.status).tone);
    setAccessibleName(QStringLiteral("%1: %2").arg(title->text(), words));

    auto *row = new QHBoxLayout;
    row->setSpacing(kGap);
    row->addWidget(mark);
    row->addWidget(title);
    row->addWidget(detail, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 10, 20, 10);
    column->addLayout(row);
    if (!item.command.empty()) {
        auto *show = new QPushButton(tr("Show How"), this);
        show->setCheckable(true);
        giveRoom(*show);
        row->addWidget(show);
        QWidget *how = makeHow(QString::fromStdString(item.command));
        column->addWidget(how);
        connect(show, &QPushButton::toggled, how, &QWidget::setVisible);
    }
    row->addWidget(verdict);
}

QWidget *ReportRow::makeHow(const QString &command)
{
    auto *how = new QWidget(this);
    auto *line = new QLineEdit(command, how);
    line->setReadOnly(true);
    line->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    line->setAccessibleName(tr("What to enter"));
    line->setCursorPosition(0);
    auto *copy = new QPushButton(tr("Copy"), how);
    connect(copy, &QPushButton::clicked, how, [command] { QGuiApplication::clipboard()->setText(command); });
    auto *row = new QHBoxLayout(how);
    row->setContentsMargins(kMarkSide + 2 * kGap + kTitleWidth, 2, 0, 2);
    row->addWidget(line, 1);
    row->addWidget(copy);
    how->hide();
    return how;
}

} // namespace vitrine::gui
