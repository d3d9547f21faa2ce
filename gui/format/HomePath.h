// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>

namespace vitrine::gui {

/// A path as the person knows it: "~/site".
QString homePath(const std::string &path);

} // namespace vitrine::gui
