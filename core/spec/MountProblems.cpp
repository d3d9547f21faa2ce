// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/MountProblems.h"

#include "core/spec/SpecFields.h"
#include "core/spec/SpecValidate.h"
#include "core/spec/Syntax.h"

#include <fmt/format.h>

namespace vitrine::spec {

namespace {

constexpr std::uint64_t kMinTmpfsBytes = 4096;
constexpr std::uint32_t kMaxMode = 01777;

void checkBind(const Mount &mount, std::vector<std::string> &problems)
{
    if (const auto problem = absolutePathProblem(mount.source))
        problems.push_back(fmt::format("The path on this computer {}", *problem));
}

void checkVolume(const Mount &mount, std::vector<std::string> &problems)
{
    // Whoever makes the volume gives it a name.
    const bool isUnnamed = mount.anonymous && mount.source.empty();
    if (!isUnnamed && !isValidName(mount.source))
        problems.emplace_back("The name of a volume starts with a letter or digit and has letters, digits and _ . -");
}

void checkTmpfs(const Mount &mount, std::vector<std::string> &problems)
{
    if (!mount.source.empty())
        problems.emplace_back("A tmpfs has no path on this computer");
    const auto size = mount.sizeBytes.value_or(kMinTmpfsBytes);
    if (size < kMinTmpfsBytes || static_cast<double>(size) > field(FieldId::Memory).maximum)
        problems.emplace_back("The size of a tmpfs must be between 4 KiB and 1 PiB");
    if (mount.mode.value_or(0) > kMaxMode)
        problems.emplace_back("The permissions of a tmpfs are up to 1777");
}

} // namespace

std::vector<std::string> mountProblems(const Mount &mount)
{
    std::vector<std::string> problems;
    if (mount.kind != MountKind::Tmpfs && (mount.sizeBytes || mount.mode))
        problems.emplace_back("Only a tmpfs has a size and permissions");
    if (mount.kind != MountKind::Bind && (mount.recursive || mount.propagation != Propagation::Private))
        problems.emplace_back("Only a folder of this computer has other mounts below it");
    if (mount.kind != MountKind::Volume && (mount.noCopy || mount.anonymous))
        problems.emplace_back("Only a volume is filled from the image, or made for one container");
    if (mount.kind == MountKind::Bind)
        checkBind(mount, problems);
    else if (mount.kind == MountKind::Volume)
        checkVolume(mount, problems);
    else
        checkTmpfs(mount, problems);
    return problems;
}

} // namespace vitrine::spec
