// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/spec/ContainerSpec.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::spec {

/// An owner in numbers.
struct MountOwner {
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    bool operator==(const MountOwner &) const = default;
};

/// What the command of a container can do with one of its bind mounts, tried under the ids that it will have.
struct MountVerdict {
    std::size_t row = 0; ///< in the specification
    bool isTried = false; ///< false: it cannot be mounted, or did not answer; `reason` says why
    bool canRead = false; ///< list and enter a directory, read a file
    bool canWrite = false; ///< make files in a directory, write a file; not tried for a read-only mount
    MountOwner outside; ///< of the folder itself, on this computer
    MountOwner inside; ///< of the same, as the container sees it
    MountOwner user; ///< whom the command runs as, inside
    unsigned mode = 0; ///< permission bits
    int sysErrno = 0; ///< of what was refused; 0 when nothing was
    std::string reason; ///< why it cannot be mounted
    std::vector<std::string> notes = {}; ///< what is not as it is on this computer, a sentence without a full stop each
    bool operator==(const MountVerdict &) const = default;
};

/// Nobody that the container knows: files of other accounts of this computer appear as this one's.
inline constexpr std::uint32_t kNobody = 65'534;

/// Whether the mount can be used as it is meant.
bool isGood(const MountVerdict &verdict, const Mount &mount);

/// A way to make a mount usable.
enum class MountFix : std::uint8_t { RunAsMe, MakeReadOnly, ChooseAnother };
std::vector<MountFix> fixesFor(const MountVerdict &verdict, const Mount &mount, const ContainerSpec &spec);
/// The specification with the fix; ChooseAnother is the person's to do and changes nothing.
void applyFix(MountFix fix, ContainerSpec &spec, std::size_t row);

/// Why a mount that is not good is not, in one sentence without a full stop.
std::string describe(const MountVerdict &verdict, const Mount &mount);

std::string verdictToJson(const MountVerdict &verdict);
Result<MountVerdict> verdictFromJson(std::string_view text);
/// A JSON array of them.
std::string verdictsToJson(const std::vector<MountVerdict> &verdicts);
Result<std::vector<MountVerdict>> verdictsFromJson(std::string_view text);

} // namespace vitrine::spec
