// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "privhelper/daemon/ImageRecord.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::daemon {

/// Images and their layers on the disk, root's alone above the layers' files:
///
///   STATE/images/<uid>/<id>.json       the record of an image; there is none before all its layers are
///         layers/<uid>/<diff id>/      a layer, whole: owned by shim::kStoredRange, as overlayfs wants it
///                      import.<id>/    where an import works: layers under their diff ids, and image.json
///
/// What goes is renamed into the trash, under a name that stands for no place of the id pool.
class ImageStore {
public:
    struct Place {
        std::uint32_t ownerUid = 0;
        std::string id;
    };

    /// `trashFd` and `quarantineFd` are borrowed.
    static Result<ImageStore> open(const std::string &stateDir, int trashFd, int quarantineFd);

    [[nodiscard]] std::vector<Place> places() const; ///< of records
    [[nodiscard]] Result<ImageRecord> load(const Place &place) const;
    /// Whole or not at all, and on disk when it returns.
    Result<> save(const ImageRecord &record);
    /// For good. The layers stay.
    Result<> remove(const Place &place);
    Result<> moveToQuarantine(const Place &place);

    [[nodiscard]] std::vector<std::uint32_t> owners() const; ///< who has layers
    [[nodiscard]] std::vector<std::string> layers(std::uint32_t uid) const;
    [[nodiscard]] bool hasLayer(std::uint32_t uid, const std::string &diffId) const;
    /// O_PATH.
    [[nodiscard]] Result<UniqueFd> openLayer(std::uint32_t uid, const std::string &diffId) const;
    /// The name in the trash.
    Result<std::string> discardLayer(std::uint32_t uid, const std::string &diffId);

    /// An empty directory for an import.
    Result<UniqueFd> beginImport(const Place &place);
    [[nodiscard]] Result<UniqueFd> openImport(const Place &place) const;
    /// A file for an import that has no name, and goes when it is closed.
    [[nodiscard]] Result<UniqueFd> makeScratch(const Place &place) const;
    /// What the unpacker says it has found. It has read what somebody else wrote, so this is checked like that.
    [[nodiscard]] Result<spec::ImageContent> readImport(const Place &place) const;
    /// Puts the new layers of a synced import in their places: on disk when it returns. ImageUnpackFailed when a layer
    /// is neither there nor new.
    Result<> commitImport(const Place &place, const std::vector<spec::ImageLayer> &layers);
    /// What is left of an import, with what may lie about of others: the names in the trash.
    std::vector<std::string> discardImports(std::uint32_t uid, const std::vector<std::string> &running);

private:
    [[nodiscard]] Result<UniqueFd> openUser(const UniqueFd &parent, std::uint32_t uid) const;
    [[nodiscard]] Result<std::string> discard(int dirFd, const std::string &name) const;

    UniqueFd m_images;
    UniqueFd m_layers;
    int m_trashFd = -1;
    int m_quarantineFd = -1;
};

} // namespace vitrine::daemon
