// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/ImageInfo.h"

#include <QWidget>

#include <optional>

class QAction;

namespace vitrine::gui {

class DetailsGrid;
class ImageLayers;
class StoreHeader;

/// One image: its layers as a stack, its names, and how it wants to be run.
class ImagePage : public QWidget {
    Q_OBJECT
public:
    /// Buttons for these, left to right.
    explicit ImagePage(const QList<QAction *> &verbs, QWidget *parent = nullptr);
    void setImage(const std::optional<ImageInfo> &info);
    [[nodiscard]] QString sentence() const;

signals:
    void untagRequested(const QString &id, const QString &name);

private:
    void showDetails();
    [[nodiscard]] QWidget *makeName(const QString &name);

    StoreHeader *m_header;
    QWidget *m_body;
    ImageLayers *m_layers;
    DetailsGrid *m_details;
    std::optional<ImageInfo> m_info;
};

} // namespace vitrine::gui
