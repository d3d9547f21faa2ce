// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/ImageInfo.h"

#include <QWidget>

class QVBoxLayout;

namespace vitrine::gui {

/// A layer in words.
struct LayerText {
    QString title; ///< what made it
    QString detail; ///< "layer 3 · sha256:9f1c… · shared with 2 images"
    QString size;
    QString command; ///< the whole build step
    bool operator==(const LayerText &) const = default;
};

/// Top layer first, as a stack is seen.
std::vector<LayerText> layerTexts(const ImageInfo &info);

/// The layers of an image, one upon the other.
class ImageLayers : public QWidget {
    Q_OBJECT
public:
    explicit ImageLayers(QWidget *parent = nullptr);
    void setLayers(const std::vector<LayerText> &layers);

private:
    QVBoxLayout *m_cards;
    std::vector<LayerText> m_layers;
};

} // namespace vitrine::gui
