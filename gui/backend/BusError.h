// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Error.h"

class QDBusMessage;

namespace vitrine::gui {

/// The error of an error reply: our own keep their kind and sentence, those of the bus get a sentence for a person.
Error busError(const QDBusMessage &reply);
/// A reply of a kind that the interface does not promise.
Error unexpectedReply(const QDBusMessage &reply);

} // namespace vitrine::gui
