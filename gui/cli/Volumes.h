// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ContainerSpec.h"
#include "gui/cli/Session.h"

namespace vitrine::gui {

/// A volume that a new container names comes to be with it, as with podman.
Result<> makeMissingVolumes(Session &session, const spec::ContainerSpec &spec);

} // namespace vitrine::gui
