// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

namespace vitrine::gui {

QStringList volumeNames(const Backend &backend);

/// Makes a container, and before it every volume that it names and that is not there yet.
void createWithVolumes(Backend &backend, const spec::ContainerSpec &spec, const Reply<QString> &reply);
/// The same before a container is changed.
void updateWithVolumes(Backend &backend, const QString &id, const spec::ContainerSpec &spec, const Reply<void> &reply);

} // namespace vitrine::gui
