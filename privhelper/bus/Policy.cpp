// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/bus/Policy.h"

#include "core/ipc/Names.h"

namespace vitrine::bus {

namespace {

constexpr MethodPolicy kPolicies[]{
    { ipc::kManagerInterface, "Ping", "", Turn::Any },
    { ipc::kManagerInterface, "SystemReport", "", Turn::Any },
    { ipc::kManagerInterface, "Create", kActionCreate, Turn::Any },
    { ipc::kManagerInterface, "CreateVolume", kActionManage, Turn::Any },
    { ipc::kManagerInterface, "PruneVolumes", kActionManage, Turn::Any },
    { ipc::kVolumeInterface, "Rename", kActionManage, Turn::Alone },
    { ipc::kVolumeInterface, "Remove", kActionManage, Turn::Alone },
    { ipc::kVolumeInterface, "Clone", kActionManage, Turn::Alone },
    { ipc::kVolumeInterface, "Empty", kActionManage, Turn::Alone },
    { ipc::kVolumeInterface, "Measure", kActionManage, Turn::Any },
    { ipc::kVolumeInterface, "Backup", kActionManage, Turn::Alone },
    { ipc::kVolumeInterface, "Restore", kActionManage, Turn::Alone },
    // Beside a long backup; what must not be disturbed refuses it, or ends it.
    { ipc::kVolumeInterface, "OpenFiles", kActionManage, Turn::Any },
    { ipc::kVolumeInterface, "Cancel", kActionManage, Turn::Any },
    { ipc::kManagerInterface, "ImportImage", kActionCreate, Turn::Any },
    { ipc::kManagerInterface, "PruneImages", kActionManage, Turn::Any },
    { ipc::kImageInterface, "Tag", kActionManage, Turn::Alone },
    { ipc::kImageInterface, "Untag", kActionManage, Turn::Alone },
    { ipc::kImageInterface, "Remove", kActionManage, Turn::Alone },
    { ipc::kImageInterface, "Cancel", kActionManage, Turn::Any },
    { ipc::kImageInterface, "Export", kActionManage, Turn::Alone },
    { ipc::kManagerInterface, "TryMounts", "", Turn::Any },
    { ipc::kContainerInterface, "Start", kActionManage, Turn::Alone },
    { ipc::kContainerInterface, "Stop", kActionManage, Turn::Alone },
    // Beside a stop that waits, so that a person need not wait with it.
    { ipc::kContainerInterface, "Kill", kActionManage, Turn::Any },
    { ipc::kContainerInterface, "Pause", kActionManage, Turn::Alone },
    { ipc::kContainerInterface, "Resume", kActionManage, Turn::Alone },
    { ipc::kContainerInterface, "Restart", kActionManage, Turn::Alone },
    { ipc::kContainerInterface, "Remove", kActionManage, Turn::Alone },
    { ipc::kContainerInterface, "Rename", kActionManage, Turn::Alone },
    { ipc::kContainerInterface, "UpdateLimits", kActionManage, Turn::Alone },
    { ipc::kContainerInterface, "AddMount", kActionManage, Turn::Alone },
    { ipc::kContainerInterface, "RemoveMount", kActionManage, Turn::Alone },
    { ipc::kContainerInterface, "Exec", kActionManage, Turn::Any },
    { ipc::kContainerInterface, "OpenConsole", kActionManage, Turn::Any },
    { ipc::kContainerInterface, "OpenLog", kActionManage, Turn::Any },
    // Alone, so that nobody begins to use layers that are about to be used otherwise.
    { ipc::kContainerInterface, "OpenFiles", kActionManage, Turn::Alone },
    { ipc::kContainerInterface, "RestoreFile", kActionManage, Turn::Alone },
    { ipc::kContainerInterface, "DiscardChanges", kActionManage, Turn::Alone },
    { ipc::kContainerInterface, "Cancel", kActionManage, Turn::Any },
    { ipc::kContainerInterface, "UpdateSpec", kActionManage, Turn::Alone },
    { ipc::kContainerInterface, "RevertSpec", kActionManage, Turn::Alone },
    { ipc::kContainerInterface, "Commit", kActionManage, Turn::Alone },
    { ipc::kContainerInterface, "Export", kActionManage, Turn::Alone },
};

} // namespace

std::span<const MethodPolicy> methodPolicies()
{
    return kPolicies;
}

const MethodPolicy *policyOf(std::string_view interface, std::string_view method)
{
    for (const MethodPolicy &policy : kPolicies) {
        if (policy.interface == interface && policy.method == method)
            return &policy;
    }
    return nullptr;
}

} // namespace vitrine::bus
