// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "gui/cli/Commands.h"
#include "gui/cli/Describe.h"
#include "gui/files/FilesCopy.h"

#include <QJsonArray>
#include <QJsonObject>

#include <sys/stat.h>

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace vitrine::gui {

namespace {

constexpr OptionInfo kDiffList[]{
    { "json", 0, "", "an array of objects, for programs" },
};
constexpr std::size_t kMaxChanges = 1'000'000;

/// NAME:PATH; a path on this computer otherwise, as everything that begins with a slash or a dot is.
struct Side {
    std::optional<std::string> container;
    std::string path;
};

Side readSide(const std::string &word)
{
    const auto colon = word.find(':');
    const auto slash = word.find('/');
    if (colon == std::string::npos || colon == 0 || word.front() == '.' || slash < colon)
        return { std::nullopt, word };
    return { word.substr(0, colon), word.substr(colon + 1) };
}

Result<std::unique_ptr<FilesLink>> openLink(Session &session, const ContainerInfo &info)
{
    using Fd = std::shared_ptr<UniqueFd>;
    VITRINE_TRY_ASSIGN(const Fd connection, session.ask<Fd>([&](Reply<Fd> reply) {
        session.backend().openFiles(info.id, std::move(reply));
    }));
    auto link = std::make_unique<FilesLink>(std::move(*connection));
    VITRINE_TRY(link->begin());
    return link;
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
        return failure(ErrorCode::InvalidArgs, "Say what to copy and where to, one of them as NAME:PATH");
    const Side from = readSide(arguments.words[0]);
    const Side to = readSide(arguments.words[1]);
    if (from.container.has_value() == to.container.has_value())
        return failure(ErrorCode::InvalidArgs, "Exactly one of the two is in a container, as NAME:PATH");
    VITRINE_TRY_ASSIGN(const ContainerInfo info, session.find(from.container ? *from.container : *to.container));
    VITRINE_TRY_ASSIGN(const std::unique_ptr<FilesLink> link, openLink(session, info));
    VITRINE_TRY_ASSIGN(const CopyResult copied,
                       from.container ? copyOut(*link, from.path, to.path) : copyIn(*link, from.path, to.path));
    for (const std::string &path : copied.skipped)
        complain(fmt::format("{} is no plain file, folder or link, and was not copied", printable(path)));
    return copied.skipped.empty() ? 0 : kVitrineFailed;
}

Result<int> runDiff(Session &session, Words words)
{
    VITRINE_TRY_ASSIGN(const Arguments arguments, parseWords(kDiffOptions, words, 1, 1));
    VITRINE_TRY_ASSIGN(const ContainerInfo info, session.find(arguments.words[0]));
    VITRINE_TRY_ASSIGN(const std::unique_ptr<FilesLink> link, openLink(session, info));
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
