// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/bus/ImageProperties.h"

#include "core/base/StrictJson.h"

#include <nlohmann/json.hpp>

namespace vitrine::bus {

namespace {

using daemon::Image;

std::string layersOf(const Image &image)
{
    nlohmann::json layers = nlohmann::json::array();
    for (std::size_t i = 0; i < image.content().layers.size(); ++i) {
        const spec::ImageLayer &layer = image.content().layers[i];
        layers.push_back({ { "diffId", layer.diffId },
                           { "bytes", layer.bytes },
                           { "entries", layer.entries },
                           { "createdBy", layer.createdBy },
                           { "sharedWith", image.sharing()[i] } });
    }
    return dumpJson(layers);
}

constexpr Property<Image> kProperties[]{
    { "Id", "s", [](sd_bus_message *m, const Image &i) { return appendText(m, i.id()); } },
    { "State", "s",
      [](sd_bus_message *m, const Image &i) { return appendText(m, std::string(daemon::imageStateName(i.state()))); } },
    { "Names", "as", [](sd_bus_message *m, const Image &i) { return appendTexts(m, i.content().names); } },
    { "Digest", "s", [](sd_bus_message *m, const Image &i) { return appendText(m, i.content().digest); } },
    { "CreatedAt", "t",
      [](sd_bus_message *m, const Image &i) { return appendNumber(m, i.content().config.createdUs); } },
    { "ImportedAt", "t", [](sd_bus_message *m, const Image &i) { return appendNumber(m, i.record().importedAtUs); } },
    { "Config", "s",
      [](sd_bus_message *m, const Image &i) { return appendText(m, spec::toJson(i.content().config)); } },
    { "Layers", "s", [](sd_bus_message *m, const Image &i) { return appendText(m, layersOf(i)); } },
    { "Size", "t", [](sd_bus_message *m, const Image &i) { return appendNumber(m, i.bytes()); } },
    { "UsedBy", "as", [](sd_bus_message *m, const Image &i) { return appendTexts(m, i.usedBy()); } },
    { "Progress", "(tttt)",
      [](sd_bus_message *m, const Image &i) {
          const unpack::Progress &p = i.progress();
          return sd_bus_message_append(m, "(tttt)", p.done, p.total, p.layersDone, p.layersTotal);
      } },
    { "Failure", "s", [](sd_bus_message *m, const Image &i) { return appendText(m, i.failure()); } },
};

} // namespace

std::span<const Property<Image>> imageProperties()
{
    return kProperties;
}

} // namespace vitrine::bus
