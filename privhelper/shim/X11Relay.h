// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace vitrine::shim {

/// Accepts on `listener` and carries the bytes of each connection to a new one with the socket behind `serverFd`
/// (O_PATH) and back, understanding none of them. What it holds of a connection is bounded, and so is their number.
/// Returns when the listener fails.
void runX11Relay(int listener, int serverFd);

} // namespace vitrine::shim
