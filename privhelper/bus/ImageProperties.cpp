// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/bus/ImageProperties.h"

#include "core/base/StrictJson.h"

#include <nlohmann/json.hpp>

namespace vitrine::bus {

namespace {

using daemon::Image;

int appendText(sd_bus_message *message, const std::string &text)
{
    return sd_bus_message_append_basic(message, SD_BUS_TYPE_STRING, text.c_str());
}

int appendTexts(sd_bus_message *message, const std::vector<std::string> &texts)
{
    int r = sd_bus_message_open_container(message, SD_BUS_TYPE_ARRAY, "s");
    for (auto text = texts.begin(); r >= 0 && text != texts.end(); ++text)
        r = appendText(message, *text);
    return r < 0 ? r : sd_bus_message_close_container(message);
}

int appendNumber(sd_bus_message *message, std::uint64_t number)
{
    return sd_bus_message_append_basic(message, SD_BUS_TYPE_UINT64, &number);
}

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
