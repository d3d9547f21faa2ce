// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/bus/OwnedObjects.h"
#include "privhelper/bus/Subscribers.h"
#include "privhelper/daemon/Volumes.h"

namespace vitrine::bus {

/// io.vitrine.Volume1 for all volumes, and the announcements of them.
class VolumeObject : public OwnedObjects<VolumeObject, daemon::Volume>, public daemon::VolumesObserver {
public:
    VolumeObject(sd_bus *bus, daemon::Volumes &volumes, Gate &gate, Subscribers &subscribers);
    Result<> publish() { return publishVtable(kVtable); }

    void added(const daemon::Volume &volume) override;
    void changed(const daemon::Volume &volume, const std::vector<const char *> &properties) override;
    void removed(const std::string &id, std::uint32_t ownerUid) override;

private:
    static const sd_bus_vtable kVtable[];

    [[nodiscard]] daemon::Volume *find(const std::string &id) const override { return m_volumes.find(id); }
    [[nodiscard]] std::vector<daemon::Volume *> ownedBy(std::uint32_t uid) const override;

    Result<> onRename(sd_bus_message *message);
    Result<> onRemove(sd_bus_message *message);
    Result<> onClone(sd_bus_message *message);
    Result<> onEmpty(sd_bus_message *message);
    Result<> onMeasure(sd_bus_message *message);
    Result<> onBackup(sd_bus_message *message);
    Result<> onRestore(sd_bus_message *message);

    daemon::Volumes &m_volumes;
    Subscribers &m_subscribers;
};

} // namespace vitrine::bus
