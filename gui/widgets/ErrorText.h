// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Error.h"

#include <QString>

namespace vitrine::gui {

/// A failure in the words of a person: what happened, why, what to do; the raw text for who wants it.
struct ErrorText {
    QString what; ///< "Could not start “web”."
    QString why;
    QString fix; ///< empty when there is nothing to do but try again
    QString details; ///< code, errno and the whole message
    bool seeThisComputer = false; ///< the page This Computer says more
};

/// `what` is a sentence that names the act that failed.
ErrorText explain(const QString &what, const Error &error);

} // namespace vitrine::gui
