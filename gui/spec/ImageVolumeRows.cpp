// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/ImageVolumeRows.h"

#include "core/plan/ImageVolumes.h"
#include "gui/spec/ImageForm.h"

#include <algorithm>

namespace vitrine::gui {

namespace {

/// Called after the container and the place; two places may have the same last part.
std::string nameFor(const spec::ContainerSpec &spec, const std::string &place, const std::vector<spec::Mount> &others)
{
    const std::string wanted = plan::suggestVolumeName(spec.name, place);
    std::string name = wanted;
    const auto isTaken = [&](const spec::Mount &mount) { return mount.target != place && mount.source == name; };
    for (int number = 2; std::ranges::any_of(others, isTaken); ++number)
        name = wanted.substr(0, 60) + "-" + std::to_string(number);
    return name;
}

} // namespace

ImageVolumeRows::ImageVolumeRows(SpecDraft &draft, const Backend &backend, QObject *parent)
    : QObject(parent)
    , m_draft(draft)
    , m_backend(backend)
{
    connect(&m_draft, &SpecDraft::changed, this, &ImageVolumeRows::refresh);
    refresh();
}

void ImageVolumeRows::refresh()
{
    const auto image = imageOf(m_draft.spec(), m_backend);
    const QString id = image ? image->id : QString();
    const bool isOther = id != m_image;
    const bool isRenamed = m_draft.spec().name != m_name && !m_added.empty();
    m_name = m_draft.spec().name;
    if (!isOther && !isRenamed)
        return;
    m_image = id;
    if (isOther) {
        m_places = image ? image->config.volumes : std::vector<std::string>();
        emit placesChanged();
        if (m_added.empty() && m_places.empty())
            return;
        m_draft.clearInputProblems(spec::FieldId::Mounts);
    }
    m_draft.edit([&](spec::ContainerSpec &spec) {
        if (isOther) {
            takeOut(spec);
            if (image)
                putIn(spec, image->config);
            return;
        }
        for (spec::Mount &added : m_added) {
            const auto row = std::ranges::find(spec.mounts, added);
            added.source = nameFor(spec, added.target, m_added);
            if (row != spec.mounts.end())
                *row = added;
        }
    });
}

void ImageVolumeRows::takeOut(spec::ContainerSpec &spec)
{
    std::erase_if(spec.mounts, [this](const spec::Mount &mount) { return std::ranges::count(m_added, mount) > 0; });
    m_added.clear();
}

void ImageVolumeRows::putIn(spec::ContainerSpec &spec, const spec::ImageConfig &image)
{
    for (const std::string &place : plan::uncoveredVolumes(spec, image)) {
        spec::Mount mount;
        mount.kind = spec::MountKind::Volume;
        mount.source = nameFor(spec, place, m_added);
        mount.target = place;
        m_added.push_back(std::move(mount));
    }
    spec.mounts.insert(spec.mounts.begin(), m_added.begin(), m_added.end());
}

} // namespace vitrine::gui
