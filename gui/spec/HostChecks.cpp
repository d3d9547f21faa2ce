// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/HostChecks.h"

#include "gui/format/Translate.h"
#include "gui/spec/LimitText.h"

#include <QDir>

#include <array>

namespace vitrine::gui {

namespace {

using spec::ContainerSpec;
using spec::FieldId;
using spec::Problem;
using spec::Severity;

constexpr std::array kLimitFields{ FieldId::Cpus,       FieldId::CpuWeight,  FieldId::CpusetCpus, FieldId::Memory,
                                   FieldId::MemoryHigh, FieldId::MemorySwap, FieldId::Pids,       FieldId::IoWeight };

const PathFacts *factsOf(const HostFacts &facts, const QString &path)
{
    const auto known = facts.paths.find(path);
    return known == facts.paths.end() ? nullptr : &known->second;
}

/// What the trial under the ids of the container has shown; empty when all is well.
QString refusalOf(const spec::MountVerdict &verdict, const spec::Mount &mount)
{
    const QString path = QString::fromStdString(mount.source);
    if (isGood(verdict, mount))
        return {};
    if (!verdict.isTried)
        return tr("%1 cannot be used: %2").arg(path, QString::fromStdString(verdict.reason));
    const QString owner = verdict.inside.uid == spec::kNobody
        ? tr("user %1 of this computer, whom the container does not know").arg(verdict.outside.uid)
        : tr("user %1 inside").arg(verdict.inside.uid);
    const QString sentence = verdict.canRead
        ? tr("%1 belongs to %2; the command runs as user %3, so it cannot write there")
        : tr("%1 belongs to %2; the command runs as user %3, so it cannot read there");
    return sentence.arg(path, owner).arg(verdict.user.uid);
}

void checkMount(const spec::Mount &mount, std::size_t row, const HostFacts &facts, std::vector<Problem> &problems)
{
    const QString path = QString::fromStdString(mount.source);
    const PathFacts *found = mount.kind == spec::MountKind::Bind ? factsOf(facts, path) : nullptr;
    if (!found)
        return;
    QString message;
    if (!found->exists)
        message = tr("%1 is not there").arg(path);
    else if (!found->isReadable)
        message = tr("You cannot read %1").arg(path);
    const spec::MountVerdict *verdict = findVerdict(facts.verdicts, mount);
    if (!message.isEmpty()) {
        problems.push_back({ FieldId::Mounts, row, Severity::Error, message.toStdString() });
    } else if (verdict != nullptr) {
        if (const QString refusal = refusalOf(*verdict, mount); !refusal.isEmpty())
            problems.push_back({ FieldId::Mounts, row, verdict->isTried ? Severity::Warning : Severity::Error,
                                 refusal.toStdString() });
    } else if (mount.access == spec::Access::ReadWrite && !found->isWritable) {
        problems.push_back({ FieldId::Mounts, row, Severity::Warning,
                             tr("You cannot write to %1, so nothing inside can").arg(path).toStdString() });
    }
}

void checkMounts(const ContainerSpec &spec, const HostFacts &facts, std::vector<Problem> &problems)
{
    for (std::size_t row = 0; row < spec.mounts.size(); ++row)
        checkMount(spec.mounts[row], row, facts, problems);
}

void checkControllers(const ContainerSpec &spec, const HostFacts &facts, std::vector<Problem> &problems)
{
    for (const FieldId id : kLimitFields) {
        if (limitText(spec.limits, id).isEmpty() || facts.controllers.contains(controllerOf(id)))
            continue;
        problems.push_back({ id, std::nullopt, Severity::Error,
                             tr("This computer does not offer the %1 controller of cgroup version 2; "
                                "This Computer says what to do")
                                 .arg(controllerOf(id))
                                 .toStdString() });
    }
}

bool isPath(const spec::Root &root)
{
    return root.kind == spec::RootKind::Folder || root.kind == spec::RootKind::Tar;
}

} // namespace

std::vector<Problem> checkOnHost(const ContainerSpec &spec, const HostFacts &facts)
{
    std::vector<Problem> problems;
    const QString name = QString::fromStdString(spec.name);
    if (facts.takenNames.contains(name))
        problems.push_back({ FieldId::Name, std::nullopt, Severity::Error,
                             tr("You have a container called %1 already").arg(name).toStdString() });
    const QString root = QString::fromStdString(spec.root.path);
    const PathFacts *found = isPath(spec.root) ? factsOf(facts, root) : nullptr;
    if (found && !found->isReadable)
        problems.push_back({ FieldId::RootPath, std::nullopt, Severity::Error,
                             tr("%1 is not there, or you cannot read it").arg(root).toStdString() });
    checkMounts(spec, facts, problems);
    if (facts.hasReport)
        checkControllers(spec, facts, problems);
    if (spec.desktop.display && !facts.display)
        problems.push_back({ FieldId::Display, std::nullopt, Severity::Error, facts.display.error().what });
    return problems;
}

QStringList pathsOf(const ContainerSpec &spec)
{
    QStringList paths;
    for (const spec::Mount &mount : spec.mounts) {
        if (mount.kind == spec::MountKind::Bind && !mount.source.empty())
            paths << QString::fromStdString(mount.source);
    }
    if (isPath(spec.root) && !spec.root.path.empty())
        paths << QString::fromStdString(spec.root.path);
    return paths;
}

std::vector<Fix> fixesFor(const Problem &problem, const ContainerSpec &spec, const HostFacts &facts)
{
    const auto row = problem.row;
    switch (problem.field) {
    case FieldId::Name: {
        const QString base = QString::fromStdString(spec.name);
        if (!facts.takenNames.contains(base))
            return {};
        int number = 2;
        while (facts.takenNames.contains(QStringLiteral("%1-%2").arg(base).arg(number)))
            ++number;
        const QString free = QStringLiteral("%1-%2").arg(base).arg(number);
        return { { tr("Call It %1").arg(free), [free](ContainerSpec &s) { s.name = free.toStdString(); } } };
    }
    case FieldId::Mounts: {
        if (!row || *row >= spec.mounts.size())
            return {};
        std::vector<Fix> fixes{ { tr("Remove This Mount"), [row](ContainerSpec &s) {
                                     s.mounts.erase(s.mounts.begin() + static_cast<std::ptrdiff_t>(*row));
                                 } } };
        const spec::Mount &mount = spec.mounts[*row];
        const spec::MountVerdict *verdict = findVerdict(facts.verdicts, mount);
        const auto canBe = [&](spec::MountFix fix) {
            const auto all = verdict ? spec::fixesFor(*verdict, mount, spec) : std::vector<spec::MountFix>();
            return std::ranges::find(all, fix) != all.end();
        };
        const auto offer = [&](spec::MountFix fix, const QString &label) {
            fixes.insert(fixes.begin(), { label, [row, fix](ContainerSpec &s) { applyFix(fix, s, *row); } });
        };
        if (verdict ? canBe(spec::MountFix::MakeReadOnly) : problem.severity == Severity::Warning)
            offer(spec::MountFix::MakeReadOnly, tr("Make Read-Only"));
        if (canBe(spec::MountFix::RunAsMe))
            offer(spec::MountFix::RunAsMe, tr("Run as Me"));
        const QString path = QString::fromStdString(spec.mounts[*row].source);
        if (const PathFacts *found = factsOf(facts, path); found && found->canBeMade)
            fixes.insert(fixes.begin(), { tr("Make This Folder"), [path](ContainerSpec &) { QDir().mkpath(path); } });
        return fixes;
    }
    case FieldId::Io:
        if (!row || *row >= spec.limits.io.size())
            return {};
        return { { tr("Remove This Disk Limit"), [row](ContainerSpec &s) {
                      s.limits.io.erase(s.limits.io.begin() + static_cast<std::ptrdiff_t>(*row));
                  } } };
    case FieldId::Display:
        if (spec.identity != spec::Identity::Me)
            return { { tr("Run as Me"), [](ContainerSpec &s) { s.identity = spec::Identity::Me; } } };
        return { { tr("Run without a Window"), [](ContainerSpec &s) { s.desktop.display = false; } } };
    default:
        if (std::ranges::find(kLimitFields, problem.field) == kLimitFields.end())
            return {};
        return { { tr("Remove This Limit"), [id = problem.field](ContainerSpec &s) {
                      (void)setLimitText(s.limits, id, {}); // empty text is always understood
                  } } };
    }
}

} // namespace vitrine::gui
