// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ContainerSpec.h"
#include "gui/cli/Arguments.h"
#include "gui/cli/Session.h"

#include <string_view>

namespace vitrine::gui {

/// A volume that a new container names comes to be with it, as with podman.
Result<> makeMissingVolumes(Session &session, const spec::ContainerSpec &spec);

/// A name for a volume for one container alone.
std::string freshVolumeName();
/// Those of a container that has gone, or has not come to be. One that another container uses stays.
void removeAnonymousVolumes(Session &session, const spec::ContainerSpec &spec);

/// By name or id. Connects when that has not been done.
Result<VolumeInfo> findVolume(Session &session, const std::string &nameOrId);
/// Refuses another number of words than a verb takes.
Result<> expectWords(const Arguments &arguments, std::size_t count, std::string_view what);

// The verbs that take their time: VolumeTransfers.cpp. What is under way is shown on a terminal; Ctrl+C gives it up.
Result<int> cloneVolume(Session &session, const Arguments &arguments);
Result<int> backUpVolume(Session &session, const Arguments &arguments);
Result<int> restoreVolume(Session &session, const Arguments &arguments);
Result<int> listVolumeFiles(Session &session, const Arguments &arguments);

} // namespace vitrine::gui
