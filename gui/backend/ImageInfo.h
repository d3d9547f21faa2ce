// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ImageConfig.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <vector>

namespace vitrine::gui {

enum class ImageState { Importing, Ready, Failed };

/// A layer of an image, lowest first in its list.
struct ImageLayerInfo {
    QString diffId; ///< "sha256:…" of the layer's tar
    std::uint64_t bytes = 0;
    std::uint64_t entries = 0;
    QString createdBy; ///< the build step that made it; "" when nobody said
    int sharedWith = 0; ///< other images that have it
    bool operator==(const ImageLayerInfo &) const = default;
};

struct ImageProgress {
    std::uint64_t bytesDone = 0;
    std::uint64_t bytesTotal = 0; ///< 0 when it is not known
    std::uint64_t layersDone = 0;
    std::uint64_t layersTotal = 0;
    bool operator==(const ImageProgress &) const = default;
};

/// What the front end knows of one image: a copy of its D-Bus properties.
struct ImageInfo {
    QString id;
    ImageState state = ImageState::Importing;
    QStringList names; ///< "web:1"; none after it lost its last one
    QString digest; ///< "sha256:…" of the manifest; "" for a plain tar
    std::uint64_t createdAtUs = 0; ///< as the image says
    std::uint64_t importedAtUs = 0;
    spec::ImageConfig config;
    std::vector<ImageLayerInfo> layers;
    std::uint64_t bytes = 0; ///< of all layers
    QStringList usedBy; ///< names of containers
    ImageProgress progress;
    QString failure; ///< a sentence, when it could not be imported
    bool operator==(const ImageInfo &) const = default;
};

/// What a clean-up took, or would take.
struct PruneReport {
    struct Item {
        QString id;
        QStringList names;
        std::uint64_t bytes = 0;
    };
    std::vector<Item> items; ///< images or volumes
    std::uint64_t layers = 0; ///< images only
    std::uint64_t bytes = 0; ///< that become free; less than all items together when images share layers
};

enum class Prune { Report, Remove };

} // namespace vitrine::gui
