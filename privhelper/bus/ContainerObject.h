// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/bus/OwnedObjects.h"
#include "privhelper/daemon/Manager.h"

namespace vitrine::bus {

/// io.vitrine.Container1 for all containers, and the announcements of them.
class ContainerObject : public OwnedObjects<ContainerObject, daemon::Container> {
public:
    ContainerObject(sd_bus *bus, daemon::Manager &manager, Gate &gate, Subscribers &subscribers);
    Result<> publish() { return publishVtable(kVtable); }

private:
    static const sd_bus_vtable kVtable[];

    [[nodiscard]] daemon::Container *find(const std::string &id) const override { return m_manager.find(id); }
    [[nodiscard]] std::vector<daemon::Container *> ownedBy(std::uint32_t uid) const override;

    Result<> onStart(sd_bus_message *message);
    Result<> onStop(sd_bus_message *message);
    Result<> onKill(sd_bus_message *message);
    Result<> onPause(sd_bus_message *message);
    Result<> onResume(sd_bus_message *message);
    Result<> onRestart(sd_bus_message *message);
    Result<> onRemove(sd_bus_message *message);
    Result<> onRename(sd_bus_message *message);
    Result<> onUpdateLimits(sd_bus_message *message);
    Result<> updateLimits(sd_bus_message *message, const CallPtr &opened);
    Result<> onAddMount(sd_bus_message *message);
    Result<> addMount(sd_bus_message *message, const CallPtr &call);
    Result<> onRemoveMount(sd_bus_message *message);
    Result<> onExec(sd_bus_message *message);
    Result<> exec(sd_bus_message *message, const CallPtr &opened);
    Result<> onOpenConsole(sd_bus_message *message);
    Result<> onOpenLog(sd_bus_message *message);
    Result<> onOpenFiles(sd_bus_message *message);
    Result<> onRestoreFile(sd_bus_message *message);
    Result<> onDiscardChanges(sd_bus_message *message);
    Result<> restore(sd_bus_message *message, daemon::Sources sources, const std::string &path);
    Result<> onCancel(sd_bus_message *message);
    Result<> onUpdateSpec(sd_bus_message *message);
    Result<> updateSpec(sd_bus_message *message, const CallPtr &opened);
    Result<> onRevertSpec(sd_bus_message *message);
    // ContainerImages.cpp
    Result<> onCommit(sd_bus_message *message);
    Result<> onExport(sd_bus_message *message);

    daemon::Manager &m_manager;
};

} // namespace vitrine::bus
