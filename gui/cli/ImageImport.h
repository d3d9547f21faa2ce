// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/cli/Session.h"
#include "gui/images/ArchiveSource.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine::gui {

struct SourceName {
    ArchiveSource::Kind kind;
    QString name;
};

/// "-" is standard input, a directory a folder, anything else a file.
SourceName sourceOf(const std::string &word);

/// Makes the archive, has it imported and prints the new image's id. Says how far it is when somebody watches; Ctrl+C
/// gives it up.
Result<int> importInto(Session &session, const SourceName &source, const std::vector<std::string> &names);

/// Waits until an image that is being made is ready, and prints its id. `doing` is what is said meanwhile, and
/// `subject` what could not be made into one.
Result<int> followImport(Session &session, const QString &id, std::string_view doing, const std::string &subject);

} // namespace vitrine::gui
