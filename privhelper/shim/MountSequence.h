// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace vitrine::shim {

// Both work on a container that runs, with the descriptors of ShimConfig.h, answer the helper once and end; the exit
// status. A Failed of theirs has the name of the error (core/ipc/ErrorNames.h) where others have a step.

/// `vitrine-shim mount`: adds the only mount of the configuration's specification.
int runMount();
/// `vitrine-shim unmount`: takes a mount away that one of Vitrine's shims has made, known by its number. Where it lies
/// by now is read from the kernel; what lies under it is not touched.
int runUnmount();

} // namespace vitrine::shim
