// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "gui/cli/Commands.h"
#include "gui/cli/Describe.h"
#include "gui/cli/FilesSide.h"
#include "gui/cli/Terminal.h"
#include "gui/files/FilesCopy.h"

#include <QJsonArray>
#include <QJsonObject>

#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace vitrine::gui {

namespace {

constexpr OptionInfo kDiffList[]{
    { "json", 0, "", "an array of objects, for programs" },
};
constexpr std::size_t kMaxChanges = 1'000'000;

bool isInside(const FilesSide &side)
{
    return side.place == FilesSide::Place::Container || side.place == FilesSide::Place::Volume;
}

Result<CopyResult> copyBetween(FilesLink &link, const FilesSide &from, const FilesSide &to)
{
    if (to.place == FilesSide::Place::Stream)
        return copyOutAsTar(link, from.path, STDOUT_FILENO);
    if (from.place == FilesSide::Place::Stream)
        return copyInFromTar(link, STDIN_FILENO, to.path);
    return isInside(from) ? copyOut(link, from.path, to.path) : copyIn(link, from.path, to.path);
}

char letterOf(const ipc::FileEntry &entry)
{
    switch (entry.mark) {
    case ipc::FileMark::Added:
        return 'A';
    case ipc::FileMark::Deleted:
        return 'D';
    default:
        return 'C';
    }
}

const char *wordOf(const ipc::FileEntry &entry)
{
    switch (entry.mark) {
    case ipc::FileMark::Added:
        return "added";
    case ipc::FileMark::Deleted:
        return "deleted";
    case ipc::FileMark::CopiedUp:
        return "copied";
    default:
        return "changed";
    }
}

QJsonArray changesToJson(const std::vector<ipc::FileEntry> &changes)
{
    QJsonArray array;
    for (const ipc::FileEntry &entry : changes)
        array.append(QJsonObject{ { QStringLiteral("path"), QString::fromStdString('/' + entry.name) },
                                  { QStringLiteral("change"), QString::fromLatin1(wordOf(entry)) },
                                  { QStringLiteral("isFolder"), S_ISDIR(entry.mode) },
                                  { QStringLiteral("bytes"), static_cast<qint64>(entry.size) } });
    return array;
}

} // namespace

const std::span<const OptionInfo> kDiffOptions = kDiffList;

Result<int> runCopy(Session &session, Words words)
{
    VITRINE_TRY_ASSIGN(const Arguments arguments, parseWords({}, words, 0, 2));
    if (arguments.words.size() < 2)
        return failure(ErrorCode::InvalidArgs,
                       "Say what to copy and where to, one of them as NAME:PATH or volume:NAME:PATH");
    const FilesSide from = readSide(arguments.words[0]);
    const FilesSide to = readSide(arguments.words[1]);
    if (isInside(from) == isInside(to))
        return failure(ErrorCode::InvalidArgs,
                       "Exactly one of the two is in a container or a volume, as NAME:PATH or volume:NAME:PATH");
    if (to.place == FilesSide::Place::Stream && isTerminal(STDOUT_FILENO))
        return failure(ErrorCode::InvalidArgs, "An archive is not written to a terminal");
    VITRINE_TRY_ASSIGN(const std::unique_ptr<FilesLink> link, openSide(session, isInside(from) ? from : to));
    VITRINE_TRY_ASSIGN(const CopyResult copied, copyBetween(*link, from, to));
    for (const std::string &path : copied.skipped)
        complain(fmt::format("{} is no plain file, folder or link, and was not copied", printable(path)));
    return copied.skipped.empty() ? 0 : kVitrineFailed;
}

Result<int> runDiff(Session &session, Words words)
{
    VITRINE_TRY_ASSIGN(const Arguments arguments, parseWords(kDiffOptions, words, 1, 1));
    VITRINE_TRY_ASSIGN(const std::unique_ptr<FilesLink> link,
                       openSide(session, { FilesSide::Place::Container, arguments.words[0], {} }));
    VITRINE_TRY_ASSIGN(std::vector<ipc::FileEntry> changes, link->changes(kMaxChanges));
    std::ranges::sort(changes, {}, &ipc::FileEntry::name);
    if (arguments.has("json")) {
        VITRINE_TRY(print(jsonText(changesToJson(changes))));
        return 0;
    }
    std::string text;
    for (const ipc::FileEntry &entry : changes)
        text += fmt::format("{} /{}\n", letterOf(entry), printable(entry.name, ipc::kMaxFilesPath));
    VITRINE_TRY(print(text));
    return 0;
}

} // namespace vitrine::gui
