// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ContainerSpec.h"
#include "privhelper/bus/SdBus.h"
#include "privhelper/daemon/Context.h"

#include <memory>

namespace vitrine::bus {

/// Reads an a{sh} and duplicates its descriptors, so that they stay as they are when the message goes. InvalidArgs for
/// an index out of range, a key that comes twice or too many of them.
Result<daemon::Sources> readSources(sd_bus_message *message);

/// InvalidArgs unless the keys are exactly those that a start of `spec` needs.
Result<> checkStartSources(const spec::ContainerSpec &spec, const daemon::Sources &sources);
/// The same for AddMount.
Result<> checkMountSources(const spec::Mount &mount, const daemon::Sources &sources);
/// InvalidArgs when one is of no bind mount of `spec`.
Result<> checkTrialSources(const spec::ContainerSpec &spec, const daemon::Sources &sources);
/// The same for a look at the files of a container.
Result<> checkFilesSources(const spec::ContainerSpec &spec, const daemon::Sources &sources);
/// The same for Create: the archive, as a plain file that can be read.
Result<> checkCreateSources(const spec::ContainerSpec &spec, const daemon::Sources &sources);

/// A plain file that a caller wants read, or written over.
Result<> checkArchive(int fd);
Result<> checkOutput(int fd);
/// Reads an h that passes one of these, and duplicates it: shared by all that must keep it until the work is done.
Result<std::shared_ptr<UniqueFd>> readFile(sd_bus_message *message, Result<> (*check)(int fd));

} // namespace vitrine::bus
