// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ContainerSpec.h"
#include "gui/cli/Session.h"

namespace vitrine::gui {

/// A volume that a new container names comes to be with it, as with podman.
Result<> makeMissingVolumes(Session &session, const spec::ContainerSpec &spec);

/// A name for a volume for one container alone.
std::string freshVolumeName();
/// Those of a container that has gone, or has not come to be. One that another container uses stays.
void removeAnonymousVolumes(Session &session, const spec::ContainerSpec &spec);

} // namespace vitrine::gui
