// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <map>
#include <string>

namespace vitrine::sys {

/// Notices when the last process of a cgroup directly below another is gone, without reading anything until the kernel
/// says so. Of cgroups that are made later, too.
class CgroupEnds {
public:
    /// `treeFd` is borrowed and outlives this.
    static Result<CgroupEnds> watch(int treeFd);

    [[nodiscard]] int fd() const { return m_inotify.get(); } ///< readable when takeEnds() has something to look at
    /// Whether any has ended since the last call. Does not wait.
    Result<bool> takeEnds();

private:
    explicit CgroupEnds(int treeFd)
        : m_treeFd(treeFd)
    {
    }
    void add(const std::string &name);
    [[nodiscard]] bool isEmptied(int watch) const;

    int m_treeFd;
    UniqueFd m_inotify;
    int m_treeWatch = -1;
    std::map<int, std::string> m_names; ///< of the cgroups, by watch
};

} // namespace vitrine::sys
