// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

#include <QStringList>

#include <functional>
#include <utility>
#include <vector>

class QWidget;

namespace vitrine::gui {

class MessageArea;

/// Something of the helper's that is to be written into a file of the person's.
struct Exportable {
    struct Format {
        QString word; ///< for the helper
        QString filter; ///< for the person: "OCI archive (*.tar)"
    };
    QString name;
    std::vector<Format> formats;
    std::function<void(const QString &format, UniqueFd out, Reply<void> reply)> write;
    std::function<void(Reply<void> reply)> cancel;
    std::function<std::pair<std::uint64_t, std::uint64_t>()> progress; ///< bytes done, and in all or 0
};

/// Asks where to, and has it written. Where it stands and what came of it is said in `messages`, with a button to give
/// it up.
void askToExport(Backend &backend, MessageArea &messages, const Exportable &what, QWidget *window);
/// The same once it is known where to.
void exportTo(Backend &backend, MessageArea &messages, const Exportable &what, const QString &format,
              const QString &path);

} // namespace vitrine::gui
