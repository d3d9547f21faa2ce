// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace vitrine::gui {

struct DiffLine {
    enum class Kind { Same, Removed, Added };
    Kind kind = Kind::Same;
    QString text;
    bool operator==(const DiffLine &) const = default;
};

/// What changed from one text to the other, line by line, as few as can be. Texts with so many lines that this would
/// take long are told as all removed and all added, but for what they begin and end with alike.
std::vector<DiffLine> diffLines(const QString &before, const QString &after);

/// Something that a person can read: UTF-8 and no control characters but those of lines.
bool isReadableText(const QByteArray &bytes);

} // namespace vitrine::gui
