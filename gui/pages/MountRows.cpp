// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/MountRows.h"

#include "gui/format/Translate.h"
#include "gui/format/Units.h"
#include "gui/list/Phrases.h"

#include <algorithm>

namespace vitrine::gui {

namespace {

constexpr quint64 kDefaultTmpfsBytes = 64ull * 1024 * 1024;

void addRoot(std::vector<MountRow> &rows, const spec::ContainerSpec &spec)
{
    switch (spec.root.kind) {
    case spec::RootKind::Host:
        rows.push_back(
            { QStringLiteral("/"), tr("this computer's programs and libraries"), tr("read-only"), Tone::Quiet });
        rows.push_back({ tr("/home, /root, /var"), tr("the container's own; kept until it is deleted"), tr("private"),
                         Tone::Good });
        break;
    case spec::RootKind::Folder:
        rows.push_back({ QStringLiteral("/"),
                         tr("folder %1 · changes go to a layer of the container's own").arg(homePath(spec.root.path)),
                         tr("private"), Tone::Good });
        break;
    case spec::RootKind::Tar:
        rows.push_back({ QStringLiteral("/"),
                         tr("unpacked from %1 · the container's own").arg(homePath(spec.root.path)), tr("private"),
                         Tone::Good });
        break;
    case spec::RootKind::Image:
        rows.push_back(
            { QStringLiteral("/"),
              tr("image %1 · changes go to a layer of the container's own").arg(QString::fromStdString(spec.root.path)),
              tr("private"), Tone::Good });
        break;
    }
}

MountRow mountRow(const spec::Mount &mount)
{
    MountRow row{ QString::fromStdString(mount.target), {}, tr("read and write"), Tone::Good };
    if (mount.kind == spec::MountKind::Tmpfs) {
        row.source =
            tr("temporary, %1").arg(units::bytes(static_cast<double>(mount.sizeBytes.value_or(kDefaultTmpfsBytes))));
        row.access = tr("private");
    } else {
        row.source = tr("folder %1").arg(homePath(mount.source));
    }
    if (mount.access == spec::Access::ReadOnly) {
        row.access = tr("read-only");
        row.tone = Tone::Quiet;
    }
    return row;
}

} // namespace

std::vector<MountRow> mountRows(const spec::ContainerSpec &spec)
{
    std::vector<MountRow> rows;
    addRoot(rows, spec);
    for (const spec::Mount &mount : spec.mounts)
        rows.push_back(mountRow(mount));
    const auto isTmp = [](const spec::Mount &mount) { return mount.target == "/tmp"; };
    rows.push_back({ std::ranges::any_of(spec.mounts, isTmp) ? tr("/run, /dev/shm") : tr("/tmp, /run, /dev/shm"),
                     tr("temporary; gone when it ends"), tr("private"), Tone::Good });
    return rows;
}

} // namespace vitrine::gui
