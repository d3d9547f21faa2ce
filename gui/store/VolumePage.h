// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/VolumeInfo.h"

#include <QWidget>

#include <optional>

class QAction;

namespace vitrine::gui {

class DetailsGrid;
class StoreHeader;

/// How large a volume is, as far as anybody has counted.
struct VolumeMeasure {
    std::optional<VolumeSize> size;
    bool isRunning = false; ///< it is being counted
    bool operator==(const VolumeMeasure &) const = default;
};

/// One volume: who uses it, whom it belongs to inside, how large it is.
class VolumePage : public QWidget {
    Q_OBJECT
public:
    /// Buttons for `verbs`, left to right; one for `measure` stands by the size.
    VolumePage(const QList<QAction *> &verbs, QAction *measure, QWidget *parent = nullptr);
    void setVolume(const std::optional<VolumeInfo> &info, const VolumeMeasure &measure);
    [[nodiscard]] QString sentence() const;

private:
    void showDetails();

    StoreHeader *m_header;
    DetailsGrid *m_details;
    QAction *m_measureVerb;
    std::optional<VolumeInfo> m_info;
    VolumeMeasure m_measure;
};

} // namespace vitrine::gui
