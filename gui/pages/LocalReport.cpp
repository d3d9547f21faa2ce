// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/LocalReport.h"

#include "core/cgroup/CgroupMode.h"
#include "gui/format/Translate.h"
#include "gui/pages/ReportRow.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <unistd.h>

namespace vitrine::gui {

using ipc::ReportItem; // lupdate takes a qualified type before a function for its class

namespace {

std::uint64_t memoryBytes()
{
    const long pages = sysconf(_SC_PHYS_PAGES);
    const long pageBytes = sysconf(_SC_PAGESIZE);
    return pages > 0 && pageBytes > 0 ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(pageBytes) : 0;
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

cgroup::CgroupMounts cgroupMounts()
{
    return cgroup::readCgroupMounts(contents(QStringLiteral("/proc/mounts")).toStdString());
}

ReportItem cgroupItem(const cgroup::CgroupMounts &mounts)
{
    ReportItem item{ "cgroups", tr("Control groups").toStdString(), ipc::ItemStatus::Ok, {}, {}, {} };
    if (mounts.mode == cgroup::Mode::V2) {
        const QByteArray names =
            contents(QString::fromStdString(mounts.unifiedPath) + QStringLiteral("/cgroup.controllers")).simplified();
        item.detail =
            tr("version 2: %1").arg(QString::fromLatin1(names).replace(u' ', QStringLiteral(", "))).toStdString();
        return item;
    }
    item.status = ipc::ItemStatus::NotAvailable;
    QStringList bound;
    for (const std::string &controller : mounts.version1Controllers)
        bound << QString::fromStdString(controller);
    item.detail = bound.isEmpty()
        ? tr("version 2 is not mounted").toStdString()
        : tr("%1: %2 are bound to version 1")
              .arg(QString::fromStdString(std::string(cgroup::modeName(mounts.mode))), bound.join(QStringLiteral(", ")))
              .toStdString();
    item.command = "systemd.unified_cgroup_hierarchy=1";
    item.advice = tr("Limits need version 2: add %1 to the kernel command line and restart.")
                      .arg(QString::fromStdString(item.command))
                      .toStdString();
    return item;
}

ReportItem helperItem(const QString &helperError)
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
    const cgroup::CgroupMounts mounts = cgroupMounts();
    report.cgroupMode = cgroup::modeName(mounts.mode);
    report.items = { helperItem(helperError), cgroupItem(mounts) };
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
