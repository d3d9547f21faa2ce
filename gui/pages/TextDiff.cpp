// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/TextDiff.h"

#include "core/base/Text.h"

#include <QStringList>

#include <algorithm>

namespace vitrine::gui {

namespace {

constexpr qsizetype kMaxCells = 2'000'000;

QStringList linesOf(const QString &text)
{
    QStringList lines = text.split(u'\n');
    if (!lines.isEmpty() && lines.constLast().isEmpty())
        lines.removeLast();
    return lines;
}

/// The longest common subsequence, told as lines.
void diffMiddle(const QStringList &before, const QStringList &after, std::vector<DiffLine> &out)
{
    const qsizetype rows = before.size();
    const qsizetype columns = after.size();
    std::vector<int> longest;
    const auto at = [&](qsizetype row, qsizetype column) -> int & {
        return longest[static_cast<std::size_t>(row * (columns + 1) + column)];
    };
    const bool isSmall = (rows + 1) * (columns + 1) <= kMaxCells;
    longest.resize(isSmall ? static_cast<std::size_t>((rows + 1) * (columns + 1)) : 0);
    for (qsizetype row = rows; isSmall && row-- > 0;) {
        for (qsizetype column = columns; column-- > 0;)
            at(row, column) = before[row] == after[column] ? at(row + 1, column + 1) + 1
                                                           : std::max(at(row + 1, column), at(row, column + 1));
    }
    qsizetype row = 0;
    qsizetype column = 0;
    while (row < rows || column < columns) {
        const bool bothLeft = row < rows && column < columns;
        if (bothLeft && isSmall && before[row] == after[column]) {
            out.push_back({ DiffLine::Kind::Same, before[row++] });
            ++column;
        } else if (row < rows && (!bothLeft || !isSmall || at(row + 1, column) >= at(row, column + 1))) {
            out.push_back({ DiffLine::Kind::Removed, before[row++] });
        } else {
            out.push_back({ DiffLine::Kind::Added, after[column++] });
        }
    }
}

} // namespace

std::vector<DiffLine> diffLines(const QString &before, const QString &after)
{
    const QStringList old = linesOf(before);
    const QStringList now = linesOf(after);
    qsizetype head = 0;
    while (head < old.size() && head < now.size() && old[head] == now[head])
        ++head;
    qsizetype tail = 0;
    while (tail < old.size() - head && tail < now.size() - head
           && old[old.size() - 1 - tail] == now[now.size() - 1 - tail])
        ++tail;
    std::vector<DiffLine> lines;
    for (qsizetype i = 0; i < head; ++i)
        lines.push_back({ DiffLine::Kind::Same, old[i] });
    diffMiddle(old.mid(head, old.size() - head - tail), now.mid(head, now.size() - head - tail), lines);
    for (qsizetype i = old.size() - tail; i < old.size(); ++i)
        lines.push_back({ DiffLine::Kind::Same, old[i] });
    return lines;
}

bool isReadableText(const QByteArray &bytes)
{
    const std::string_view text(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    const auto isForeign = [](char c) {
        const auto code = static_cast<unsigned char>(c);
        return (code < 0x20 && c != '\n' && c != '\t' && c != '\r') || code == 0x7f;
    };
    // The last letter may have been cut through.
    std::string_view whole = text;
    for (int cut = 0; cut < 3 && !whole.empty() && !isValidUtf8(whole); ++cut)
        whole.remove_suffix(1);
    return isValidUtf8(whole) && std::none_of(text.begin(), text.end(), isForeign);
}

} // namespace vitrine::gui
