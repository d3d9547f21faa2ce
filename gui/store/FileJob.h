// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

#include <memory>

namespace vitrine::gui {

// Files of the person's, opened and put in place in threads of their own: one on a dead share holds up nothing.

struct Archive {
    UniqueFd fd;
    bool isFolder = false;
    bool isLayout = false; ///< an OCI layout, which names its images itself
};
/// A file or folder to be read; anything else is refused.
void openArchive(const QString &path, Reply<std::shared_ptr<Archive>> reply);

/// A file that comes to be only when all of it is written: until then it stands beside its place as "NAME.part".
class NewFile {
public:
    explicit NewFile(QString path)
        : m_path(std::move(path))
    {
    }
    void open(Reply<std::shared_ptr<UniqueFd>> reply) const;
    void putInPlace(Reply<void> reply) const;
    void discard() const;
    [[nodiscard]] const QString &path() const { return m_path; }

private:
    QString m_path;
};

} // namespace vitrine::gui
