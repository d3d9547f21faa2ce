// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/bus/OwnedObjects.h"
#include "privhelper/daemon/Volumes.h"

namespace vitrine::bus {

/// io.vitrine.Volume1 for all volumes, and the announcements of them.
class VolumeObject : public OwnedObjects<VolumeObject, daemon::Volume> {
public:
    VolumeObject(sd_bus *bus, daemon::Volumes &volumes, Gate &gate, Subscribers &subscribers);
    Result<> publish() { return publishVtable(kVtable); }

    // The manager's methods that are about volumes.
    Result<> createVolume(sd_bus_message *message);
    Result<> pruneVolumes(sd_bus_message *message);

private:
    static const sd_bus_vtable kVtable[];

    [[nodiscard]] daemon::Volume *find(const std::string &id) const override { return m_volumes.find(id); }
    [[nodiscard]] std::vector<daemon::Volume *> ownedBy(std::uint32_t uid) const override;

    Result<> create(sd_bus_message *message, const CallPtr &call);
    Result<> onRename(sd_bus_message *message);
    Result<> onRemove(sd_bus_message *message);
    Result<> onClone(sd_bus_message *message);
    Result<> onEmpty(sd_bus_message *message);
    Result<> onMeasure(sd_bus_message *message);
    Result<> onBackup(sd_bus_message *message);
    Result<> onRestore(sd_bus_message *message);
    Result<> onOpenFiles(sd_bus_message *message);
    Result<> onCancel(sd_bus_message *message);

    daemon::Volumes &m_volumes;
};

} // namespace vitrine::bus
