// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/MergedDirectory.h"

#include "core/base/Try.h"
#include "privhelper/unpack/TreeWriter.h"

#include <algorithm>
#include <set>

namespace vitrine::unpack {

bool isWhiteout(const struct stat &status)
{
    return S_ISCHR(status.st_mode) && status.st_rdev == 0;
}

bool isOpaque(const AttributeMap &attributes)
{
    const auto opaque = attributes.find(kOpaqueAttribute);
    return opaque != attributes.end() && opaque->second == "y";
}

Result<std::optional<MergedDirectory>> MergedDirectory::open(const std::vector<int> &roots, const TreeNumbers &parts,
                                                             const std::string &path)
{
    MergedDirectory merged;
    for (auto tree = parts.rbegin(); tree != parts.rend(); ++tree) {
        VITRINE_TRY_ASSIGN(auto reader, TreeReader::open(roots[*tree], path));
        if (!reader && merged.m_readers.empty())
            return std::nullopt;
        if (!reader)
            continue;
        VITRINE_TRY_ASSIGN(auto attributes, readAttributes(reader->fd(), path));
        const bool hidesRest = isOpaque(attributes);
        if (merged.m_readers.empty())
            merged.m_attributes = std::move(attributes);
        merged.m_readers.emplace_back(*tree, std::move(*reader));
        if (hidesRest)
            break;
    }
    return merged;
}

const TreeReader &MergedDirectory::reader(std::size_t tree) const
{
    return std::ranges::find(m_readers, tree, [](const auto &pair) { return pair.first; })->second;
}

Result<std::map<std::string, MergedEntry>> MergedDirectory::entries(Whiteouts whiteouts) const
{
    std::map<std::string, MergedEntry> shown;
    std::set<std::string> closed; // names of which nothing further below shows
    for (const auto &[tree, reader] : m_readers) {
        VITRINE_TRY_ASSIGN(const auto names, reader.names());
        for (const auto &name : names) {
            struct stat status = {};
            if (closed.contains(name) || !reader.statOf(name, status))
                continue;
            if (!S_ISDIR(status.st_mode))
                closed.insert(name);
            if (whiteouts == Whiteouts::Applied && isWhiteout(status))
                continue;
            const auto [entry, isNew] = shown.try_emplace(name, MergedEntry{ tree, status, {} });
            if (S_ISDIR(status.st_mode))
                entry->second.parts.insert(entry->second.parts.begin(), tree);
        }
    }
    return shown;
}

} // namespace vitrine::unpack
