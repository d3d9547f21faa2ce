// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of mounts in short.
#include "gui/spec/MountsForm.h"

namespace vitrine::gui {

using spec::Mount;
using spec::MountKind;

Verdict MountsForm::volumeVerdict(const Mount &mount, const QStringList &known)
{
    return { known.contains(QString::fromStdString(mount.source)) ? tr("kept") : tr("new, kept"), true };
}

std::optional<Verdict> MountsForm::verdict(const Mount &mount, const KnownPaths &paths, const KnownVerdicts &verdicts)
{
    if (mount.kind == MountKind::Tmpfs)
        return Verdict{ tr("private"), true };
    if (mount.source.empty())
        return Verdict{ tr("not there"), false };
    const auto known = paths.find(QString::fromStdString(mount.source));
    if (known == paths.end())
        return std::nullopt;
    const PathFacts &folder = known->second;
    if (!folder.exists)
        return Verdict{ tr("not there"), false };
    if (!folder.isReadable)
        return Verdict{ tr("you cannot read it"), false };
    const spec::MountVerdict *tried = findVerdict(verdicts, mount);
    if (tried && !tried->isTried)
        return Verdict{ tr("cannot be used"), false };
    if (tried && !isGood(*tried, mount))
        return Verdict{ (tried->canRead ? tr("user %1 inside cannot write") : tr("user %1 inside cannot read"))
                            .arg(tried->user.uid),
                        false };
    if (mount.access == spec::Access::ReadOnly)
        return Verdict{ tr("you can read"), true };
    if (tried)
        return Verdict{ tr("you can read and write"), true };
    return folder.isWritable ? Verdict{ tr("you can read and write"), true }
                             : Verdict{ tr("you can read, not write"), false };
}

QString MountsForm::summary(const std::vector<Mount> &mounts)
{
    if (mounts.empty())
        return tr("none");
    const auto readOnly =
        std::ranges::count_if(mounts, [](const Mount &m) { return m.access == spec::Access::ReadOnly; });
    QString text = tr("%n mount(s)", nullptr, static_cast<int>(mounts.size()));
    if (readOnly > 0)
        text += tr(", %n read-only", nullptr, static_cast<int>(readOnly));
    return text;
}

} // namespace vitrine::gui
