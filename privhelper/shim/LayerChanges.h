// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/shim/FileEntries.h"

#include <set>
#include <string>
#include <vector>

namespace vitrine::shim {

/// What a writable layer changes in the layers below it: every file and folder that it holds, and what it deletes. A
/// folder comes before what is in it; names are paths from where the walk begins.
class LayerChanges : public EntrySource {
public:
    /// `writable` is open for reading; `below` is the same folder below, or empty when there is none. `mountPoints` are
    /// no changes of the container's when they are empty.
    LayerChanges(UniqueFd writable, UniqueFd below, const Ids &ids, std::set<std::string> mountPoints);
    Result<std::optional<ipc::FileEntry>> next() override;

private:
    struct Frame {
        DirectoryStream stream;
        UniqueFd below; ///< empty where nothing of the layers below shows through or lies
        std::string path; ///< "" or with a slash at its end
        bool hidesBelow = false;
        DirectoryStream hidden; ///< of `below`, once the layer's own names are told
    };

    std::optional<ipc::FileEntry> changeOf(Frame &frame, const char *name);
    std::optional<ipc::FileEntry> hiddenBy(Frame &frame);
    [[nodiscard]] bool isMountPoint(const ipc::FileEntry &entry) const;
    Result<> enter(Frame &frame, const std::string &name);

    const Ids &m_ids;
    const std::set<std::string> m_mountPoints;
    std::vector<Frame> m_frames;
    std::uint64_t m_names = 0;
};

} // namespace vitrine::shim
