// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/bus/Calls.h"
#include "privhelper/bus/ImageObject.h"
#include "privhelper/bus/ObjectKind.h"
#include "privhelper/bus/Subscribers.h"
#include "privhelper/bus/VolumeObject.h"
#include "privhelper/daemon/HostResources.h"
#include "privhelper/daemon/Manager.h"

#include <chrono>
#include <string>
#include <vector>

namespace vitrine::bus {

/// io.vitrine.Helper1, and an ObjectManager of our own: sd-bus's would list and announce everything to everybody.
class ManagerObject {
public:
    /// `kinds` are not owned.
    ManagerObject(sd_bus *bus, daemon::Manager &manager, ImageObject &images, VolumeObject &volumes,
                  daemon::HostResources &host, Gate &gate, Subscribers &subscribers,
                  std::vector<const ObjectKind *> kinds);
    Result<> publish();

private:
    static int getProperty(sd_bus *bus, const char *path, const char *interface, const char *property,
                           sd_bus_message *reply, void *userdata, sd_bus_error *error);
    static int onAnyCall(sd_bus_message *message, void *userdata, sd_bus_error *error);
    static const sd_bus_vtable kVtable[];

    Result<> onGetManagedObjects(sd_bus_message *message);
    Result<> onPing(sd_bus_message *message);
    Result<> onCreate(sd_bus_message *message);
    Result<> create(sd_bus_message *message, const CallPtr &call);
    Result<> onImportImage(sd_bus_message *message) { return m_images.importImage(message); }
    Result<> onPruneImages(sd_bus_message *message) { return m_images.pruneImages(message); }
    Result<> onCreateVolume(sd_bus_message *message) { return m_volumes.createVolume(message); }
    Result<> onPruneVolumes(sd_bus_message *message) { return m_volumes.pruneVolumes(message); }
    Result<> onTryMounts(sd_bus_message *message);
    Result<> tryMounts(sd_bus_message *message, const CallPtr &call);
    Result<> onSystemReport(sd_bus_message *message);

    sd_bus *m_bus;
    daemon::Manager &m_manager;
    ImageObject &m_images;
    VolumeObject &m_volumes;
    daemon::HostResources &m_host;
    Gate &m_gate;
    Subscribers &m_subscribers;
    std::vector<const ObjectKind *> m_kinds; ///< all that GetManagedObjects lists
    std::string m_report; ///< the last one, as JSON
    std::chrono::steady_clock::time_point m_reportedAt;
    SlotPtr m_objectSlot;
    SlotPtr m_objectManagerSlot;
    SlotPtr m_vtableSlot;
};

} // namespace vitrine::bus
