// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

namespace vitrine::gui {

QStringList volumeNames(const Backend &backend);

/// Makes a container, and before it every volume that it names and that is not there yet.
void createWithVolumes(Backend &backend, const spec::ContainerSpec &spec, const Reply<QString> &reply);

} // namespace vitrine::gui
