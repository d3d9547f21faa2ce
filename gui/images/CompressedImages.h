// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace vitrine::gui {

/// The program that decompresses the file, when it is a compressed archive of images (an OCI or a docker archive).
/// Those of one root file system are unpacked as they are. The file is read from its beginning, and stands there again.
std::optional<QString> decompressorOfImages(int fd);

} // namespace vitrine::gui
