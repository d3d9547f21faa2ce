// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/Marks.h"

#include <QString>

namespace vitrine::gui {

/// A mark in the person's language: "134 process starts were refused".
QString markTitle(const metrics::Mark &mark);
/// What the title does not say: "Memory, hard limit: 256 MiB → 128 MiB"; often empty.
QString markDetail(const metrics::Mark &mark);
/// Trouble stands out on the charts; what a person did, and beginnings and ends, stay in the background.
bool isTrouble(metrics::MarkKind kind);

} // namespace vitrine::gui
