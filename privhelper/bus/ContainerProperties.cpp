// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/bus/ContainerProperties.h"

#include "core/ipc/Names.h"
#include "core/spec/SpecJson.h"

#include <cerrno>
#include <iterator>

namespace vitrine::bus {

namespace {

using daemon::Container;

int appendText(sd_bus_message *message, const std::string &text)
{
    return sd_bus_message_append_basic(message, SD_BUS_TYPE_STRING, text.c_str());
}

int appendTime(sd_bus_message *message, std::uint64_t timeUs)
{
    return sd_bus_message_append_basic(message, SD_BUS_TYPE_UINT64, &timeUs);
}

struct Property {
    const char *name;
    const char *signature;
    int (*append)(sd_bus_message *message, const Container &container);
};

constexpr Property kProperties[]{
    { "Id", "s", [](sd_bus_message *m, const Container &c) { return appendText(m, c.id()); } },
    { "Name", "s", [](sd_bus_message *m, const Container &c) { return appendText(m, c.record().spec.name); } },
    { "State", "s",
      [](sd_bus_message *m, const Container &c) { return appendText(m, std::string(ipc::stateName(c.state()))); } },
    { "InitPid", "u",
      [](sd_bus_message *m, const Container &c) { return sd_bus_message_append(m, "u", c.initPid()); } },
    { "CgroupPath", "s", [](sd_bus_message *m, const Container &c) { return appendText(m, c.cgroupPath()); } },
    { "NetworkInterface", "s",
      [](sd_bus_message *m, const Container &c) { return appendText(m, c.networkInterface()); } },
    { "Address", "s", [](sd_bus_message *m, const Container &c) { return appendText(m, c.address()); } },
    { "CreatedAt", "t", [](sd_bus_message *m, const Container &c) { return appendTime(m, c.record().createdAtUs); } },
    { "StartedAt", "t", [](sd_bus_message *m, const Container &c) { return appendTime(m, c.record().startedAtUs); } },
    { "Spec", "s", [](sd_bus_message *m, const Container &c) { return appendText(m, spec::toJson(c.record().spec)); } },
    { "Ended", "s",
      [](sd_bus_message *m, const Container &c) {
          const auto ended = c.ended();
          return appendText(m, ended ? ipc::endedToJson(*ended) : std::string());
      } },
    { "Progress", "(tt)",
      [](sd_bus_message *m, const Container &c) {
          const auto [done, total] = c.progress();
          return sd_bus_message_append(m, "(tt)", done, total);
      } },
};

const Property *findProperty(const char *name)
{
    for (const Property &property : kProperties) {
        if (std::string_view(property.name) == name)
            return &property;
    }
    return nullptr;
}

int appendEntry(sd_bus_message *message, const Container &container, const Property &property)
{
    int r = sd_bus_message_open_container(message, SD_BUS_TYPE_DICT_ENTRY, "sv");
    if (r >= 0)
        r = sd_bus_message_append_basic(message, SD_BUS_TYPE_STRING, property.name);
    if (r >= 0)
        r = sd_bus_message_open_container(message, SD_BUS_TYPE_VARIANT, property.signature);
    if (r >= 0)
        r = property.append(message, container);
    if (r >= 0)
        r = sd_bus_message_close_container(message);
    return r < 0 ? r : sd_bus_message_close_container(message);
}

} // namespace

std::string containerPath(const std::string &id)
{
    return ipc::kContainerPathPrefix + id;
}

std::string idFromPath(const char *path)
{
    const std::string_view text = path == nullptr ? "" : path;
    const std::string_view prefix = ipc::kContainerPathPrefix;
    if (!text.starts_with(prefix) || !daemon::isValidId(text.substr(prefix.size())))
        return {};
    return std::string(text.substr(prefix.size()));
}

int appendProperty(sd_bus_message *message, const daemon::Container &container, const char *name)
{
    const Property *property = findProperty(name);
    return property == nullptr ? -ENOENT : property->append(message, container);
}

int appendProperties(sd_bus_message *message, const daemon::Container &container, const daemon::Properties &names)
{
    int r = sd_bus_message_open_container(message, SD_BUS_TYPE_ARRAY, "{sv}");
    for (auto name = names.begin(); r >= 0 && name != names.end(); ++name) {
        const Property *property = findProperty(*name);
        r = property == nullptr ? -ENOENT : appendEntry(message, container, *property);
    }
    return r < 0 ? r : sd_bus_message_close_container(message);
}

int appendInterfaces(sd_bus_message *message, const daemon::Container &container)
{
    daemon::Properties names;
    for (const Property &property : kProperties)
        names.push_back(property.name);
    int r = sd_bus_message_open_container(message, SD_BUS_TYPE_ARRAY, "{sa{sv}}");
    if (r >= 0)
        r = sd_bus_message_open_container(message, SD_BUS_TYPE_DICT_ENTRY, "sa{sv}");
    if (r >= 0)
        r = sd_bus_message_append_basic(message, SD_BUS_TYPE_STRING, ipc::kContainerInterface);
    if (r >= 0)
        r = appendProperties(message, container, names);
    if (r >= 0)
        r = sd_bus_message_close_container(message);
    return r < 0 ? r : sd_bus_message_close_container(message);
}

} // namespace vitrine::bus
