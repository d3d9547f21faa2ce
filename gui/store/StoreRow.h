// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/ImageInfo.h"
#include "gui/backend/VolumeInfo.h"
#include "gui/widgets/Mark.h"

#include <optional>

namespace vitrine::gui {

/// An image or a volume as a row of a list.
struct StoreRow {
    QString id;
    QString name;
    QString size; ///< "" while it is not known
    QString news; ///< the line below the name
    Tone tone = Tone::Quiet; ///< of the news
    Mark mark;
    QString state; ///< the mark in words
    std::optional<double> progress; ///< 0 to 1, with Cancel beside it; below 0 when nobody knows how far it is
    bool operator==(const StoreRow &) const = default;
};

StoreRow storeRow(const ImageInfo &info);
StoreRow storeRow(const VolumeInfo &info, const std::optional<VolumeSize> &size);

QString titleOf(const ImageInfo &info); ///< its first name, or the beginning of its digest
QString usersText(const QStringList &users); ///< "used by 2 containers", "not used"
QString progressText(const ImageProgress &progress); ///< "12 MiB of 40 MiB · layer 2 of 5"
QString shortDigest(const QString &digest); ///< "sha256:9f1c2b3a4d5e…"

} // namespace vitrine::gui
