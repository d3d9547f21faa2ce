// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"
#include "gui/spec/SpecDraft.h"

#include <QObject>

namespace vitrine::gui {

/// Keeps a volume in a draft for each place that its image names as worth keeping (VOLUME), called after the container.
/// One that the person has changed is theirs, and one that they have removed does not come back.
class ImageVolumeRows : public QObject {
    Q_OBJECT
public:
    ImageVolumeRows(SpecDraft &draft, const Backend &backend, QObject *parent = nullptr);

    /// Places of the image that is chosen.
    [[nodiscard]] const std::vector<std::string> &places() const { return m_places; }

signals:
    void placesChanged();

private:
    void refresh();
    void takeOut(spec::ContainerSpec &spec);
    void putIn(spec::ContainerSpec &spec, const spec::ImageConfig &image);

    SpecDraft &m_draft;
    const Backend &m_backend;
    QString m_image;
    std::string m_name;
    std::vector<std::string> m_places;
    std::vector<spec::Mount> m_added; ///< as they were put in
};

} // namespace vitrine::gui
