// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/bus/Calls.h"
#include "privhelper/daemon/Manager.h"

#include <functional>

namespace vitrine::bus {

/// io.vitrine.Container1 for all containers. A container that is not the caller's is not there: the same answers come
/// as for a path that has never been one.
class ContainerObject {
public:
    ContainerObject(sd_bus *bus, daemon::Manager &manager, Gate &gate);
    Result<> publish();

private:
    using Act = std::function<void(daemon::Container &container, const CallPtr &call)>;

    static int findObject(sd_bus *bus, const char *path, const char *interface, void *userdata, void **found,
                          sd_bus_error *error);
    static int getProperty(sd_bus *bus, const char *path, const char *interface, const char *property,
                           sd_bus_message *reply, void *userdata, sd_bus_error *error);
    static const sd_bus_vtable kVtable[];

    /// NotFound for a container that is not the sender's.
    Result<daemon::Container *> resolve(sd_bus_message *message);
    /// What every verb does between its arguments and its work: quota, one change at a time, authorisation, and then a
    /// new look for the container. `actions` are asked for besides the one of the method's policy.
    Result<> perform(sd_bus_message *message, const Act &act);
    /// The same for a call that is open already.
    Result<> perform(sd_bus_message *message, const CallPtr &call, Act act, std::vector<std::string> actions = {});

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
    Result<> onExec(sd_bus_message *message);
    Result<> exec(sd_bus_message *message, const CallPtr &opened);
    Result<> onOpenConsole(sd_bus_message *message);
    Result<> onOpenLog(sd_bus_message *message);
    Result<> onCancel(sd_bus_message *message);

    sd_bus *m_bus;
    daemon::Manager &m_manager;
    Gate &m_gate;
    SlotPtr m_slot;
};

} // namespace vitrine::bus
