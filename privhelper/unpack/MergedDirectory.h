// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "privhelper/unpack/TreeReader.h"

#include <sys/stat.h>

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace vitrine::unpack {

/// Which of several trees, the lowest first.
using TreeNumbers = std::vector<std::size_t>;

enum class Whiteouts {
    Applied, ///< they are not shown
    Shown, ///< as the entries that they are
};

struct MergedEntry {
    std::size_t tree = 0; ///< the one that shows it
    struct stat status = {};
    TreeNumbers parts; ///< of a directory: all trees that have a part of it
};

/// One directory of trees that lie over one another, as overlayfs shows it: the uppermost has a name, a whiteout hides
/// what is below, and so does a directory that is opaque.
class MergedDirectory {
public:
    /// `parts` of `roots`. Nothing when the uppermost of them has no such directory any more.
    static Result<std::optional<MergedDirectory>> open(const std::vector<int> &roots, const TreeNumbers &parts,
                                                       const std::string &path);

    [[nodiscard]] const TreeReader &top() const { return m_readers.front().second; }
    [[nodiscard]] const AttributeMap &attributes() const { return m_attributes; } ///< of the uppermost
    [[nodiscard]] const TreeReader &reader(std::size_t tree) const;
    /// By name.
    [[nodiscard]] Result<std::map<std::string, MergedEntry>> entries(Whiteouts whiteouts) const;

private:
    std::vector<std::pair<std::size_t, TreeReader>> m_readers; ///< the uppermost first
    AttributeMap m_attributes;
};

bool isWhiteout(const struct stat &status);
bool isOpaque(const AttributeMap &attributes);

} // namespace vitrine::unpack
