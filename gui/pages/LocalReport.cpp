// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/LocalReport.h"

#include "gui/pages/ReportRow.h"

#include <QCoreApplication>

#include <algorithm>
#include <unistd.h>

namespace vitrine::gui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("LocalReport", text);
}

std::uint64_t memoryBytes()
{
    const long pages = sysconf(_SC_PHYS_PAGES);
    const long pageBytes = sysconf(_SC_PAGESIZE);
    return pages > 0 && pageBytes > 0 ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(pageBytes) : 0;
}

ipc::ReportItem helperItem(const QString &helperError)
{
    const QString why = helperError.isEmpty() ? tr("connecting…") : helperError;
    return { "helper",
             tr("Helper").toStdString(),
             helperError.isEmpty() ? ipc::ItemStatus::Limited : ipc::ItemStatus::NotAvailable,
             why.toStdString(),
             helperError.isEmpty() ? std::string()
                                   : tr("The helper starts containers. It comes with Vitrine's package and starts by "
                                        "itself when it is asked; it can also be started by hand.")
                                         .toStdString(),
             helperError.isEmpty() ? std::string() : "sudo systemctl start vitrine-helper.service" };
}

} // namespace

ipc::SystemReport localReport(const QString &helperError)
{
    ipc::SystemReport report;
    const long cpus = sysconf(_SC_NPROCESSORS_ONLN);
    report.cpus = cpus > 0 ? static_cast<unsigned>(cpus) : 0;
    report.memoryBytes = memoryBytes();
    report.items.push_back(helperItem(helperError));
    return report;
}

QString reportText(const ipc::SystemReport &report)
{
    QString text = QStringLiteral("Vitrine %1\n").arg(QCoreApplication::applicationVersion());
    text += QStringLiteral("cgroup %1; %2 CPUs; %3 bytes of memory\n")
                .arg(QString::fromStdString(report.cgroupMode))
                .arg(report.cpus)
                .arg(report.memoryBytes);
    for (const ipc::ReportItem &item : report.items) {
        text +=
            QStringLiteral("%1: %2 - %3")
                .arg(QString::fromStdString(item.title), statusText(item.status), QString::fromStdString(item.detail));
        if (!item.advice.empty())
            text += u' ' + QString::fromStdString(item.advice);
        if (!item.command.empty())
            text += QStringLiteral(" [%1]").arg(QString::fromStdString(item.command));
        text += u'\n';
    }
    return text;
}

ipc::ItemStatus overallStatus(const ipc::SystemReport &report)
{
    ipc::ItemStatus worst = ipc::ItemStatus::Ok;
    for (const ipc::ReportItem &item : report.items)
        worst = std::max(worst, item.status);
    return worst;
}

} // namespace vitrine::gui
