// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/bus/ContainerProperties.h"

#include "core/spec/MountStates.h"
#include "core/spec/SpecJson.h"

namespace vitrine::bus {

namespace {

using daemon::Container;

constexpr Property<Container> kProperties[]{
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
    { "CreatedAt", "t", [](sd_bus_message *m, const Container &c) { return appendNumber(m, c.record().createdAtUs); } },
    { "StartedAt", "t", [](sd_bus_message *m, const Container &c) { return appendNumber(m, c.record().startedAtUs); } },
    { "Spec", "s", [](sd_bus_message *m, const Container &c) { return appendText(m, spec::toJson(c.record().spec)); } },
    { "Mounts", "s",
      [](sd_bus_message *m, const Container &c) {
          return appendText(m, spec::mountStatesToJson(spec::mountStates(c.mountsNow(), c.record().spec.mounts)));
      } },
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
    { "Waiting", "s",
      [](sd_bus_message *m, const Container &c) { return appendText(m, spec::changesToJson(c.waiting())); } },
};

} // namespace

std::span<const Property<daemon::Container>> containerProperties()
{
    return kProperties;
}

} // namespace vitrine::bus
