// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/MountRows.h"

#include "gui/format/HomePath.h"
#include "gui/format/Translate.h"
#include "gui/format/Units.h"

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

QString sourceText(const spec::Mount &mount)
{
    if (mount.kind == spec::MountKind::Tmpfs)
        return tr("temporary, %1").arg(units::bytes(static_cast<double>(mount.sizeBytes.value_or(kDefaultTmpfsBytes))));
    if (mount.kind == spec::MountKind::Volume)
        return mount.anonymous ? tr("volume for this container alone")
                               : tr("volume %1").arg(QString::fromStdString(mount.source));
    return tr("folder %1").arg(homePath(mount.source));
}

QString accessText(const spec::Mount &mount)
{
    if (mount.access == spec::Access::ReadOnly)
        return tr("read-only");
    return mount.kind == spec::MountKind::Tmpfs ? tr("private") : tr("read and write");
}

/// What is not as of most mounts.
QStringList details(const spec::Mount &mount)
{
    QStringList found;
    if (mount.kind == spec::MountKind::Bind && !mount.recursive)
        found << tr("without what is mounted below it");
    if (mount.propagation == spec::Propagation::Slave)
        found << tr("with what is mounted there later");
    if (mount.noExec)
        found << tr("no programs");
    return found;
}

/// What differs between now and the next start.
QString whenText(const spec::MountState &state)
{
    if (!state.kept)
        return tr("until it ends");
    if (!state.now)
        return tr("at next start");
    if (state.now == state.kept)
        return tr("kept for next start");
    QString other = sourceText(*state.kept);
    if (state.now->access != state.kept->access)
        other += QStringLiteral(", ") + accessText(*state.kept);
    return tr("at next start: %1").arg(other);
}

MountRow mountRow(const spec::MountState &state, bool isAlive)
{
    const spec::Mount &mount = state.shown();
    MountRow row{ QString::fromStdString(mount.target), sourceText(mount), accessText(mount), Tone::Good, state };
    for (const QString &detail : details(mount))
        row.source += QStringLiteral(" · ") + detail;
    if (isAlive)
        row.source += QStringLiteral(" · ") + whenText(state);
    if (mount.access == spec::Access::ReadOnly || (isAlive && !state.now))
        row.tone = Tone::Quiet;
    return row;
}

/// A helper of before does not tell them apart.
std::vector<spec::MountState> statesOf(const ContainerInfo &info)
{
    if (!info.mounts.empty() || info.spec.mounts.empty())
        return info.mounts;
    const std::vector<spec::Mount> none;
    return spec::mountStates(ipc::isAlive(info.state) ? info.spec.mounts : none, info.spec.mounts);
}

} // namespace

std::vector<MountRow> mountRows(const ContainerInfo &info)
{
    std::vector<MountRow> rows;
    addRoot(rows, info.spec);
    const auto states = statesOf(info);
    for (const spec::MountState &state : states)
        rows.push_back(mountRow(state, ipc::isAlive(info.state)));
    const auto isTmp = [](const spec::MountState &state) { return state.shown().target == "/tmp"; };
    rows.push_back({ std::ranges::any_of(states, isTmp) ? tr("/run, /dev/shm") : tr("/tmp, /run, /dev/shm"),
                     tr("temporary; gone when it ends"), tr("private"), Tone::Good });
    return rows;
}

} // namespace vitrine::gui
