// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace vitrine::unpack {

/// Removes a directory with all that is in it, following nothing: 0, or the errno of what failed. ENOTEMPTY when it is
/// nested deeper than anybody would replace as a whole.
int removeTree(int parent, const char *name);

} // namespace vitrine::unpack
