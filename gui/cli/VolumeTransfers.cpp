// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/spec/Sizes.h"
#include "gui/cli/Commands.h"
#include "gui/cli/Describe.h"
#include "gui/cli/FilesSide.h"
#include "gui/cli/OutputFile.h"
#include "gui/cli/ProgressLine.h"
#include "gui/cli/Table.h"
#include "gui/cli/Terminal.h"
#include "gui/cli/Volumes.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::gui {

namespace {

constexpr std::size_t kMaxNames = 1'000'000;
constexpr std::int64_t kNanosecondsPerMs = 1'000'000;

/// Asks for what takes its time. A signal gives it up, and the answer says so.
template <typename T, typename Call>
Result<T> watched(Session &session, const QString &id, std::string_view verb, Call call)
{
    Backend &backend = session.backend();
    ProgressLine line;
    QObject here;
    bool isUnwanted = false;
    const auto look = [&] {
        const auto info = backend.volume(id);
        if (!info || info->progress.doing.isEmpty())
            return;
        if (isUnwanted)
            return backend.cancelVolumeJob(id, {});
        line.show(fmt::format("{} … {}", verb, partText(info->progress.done, info->progress.total)));
    };
    SignalCatcher catcher({ SIGINT, SIGTERM });
    QObject::connect(&catcher, &SignalCatcher::caught, &here, [&] {
        isUnwanted = true;
        look();
    });
    QObject::connect(&backend, &Backend::volumeChanged, &here, look);
    return session.ask<T>(call);
}

/// "drwxr-xr-x"
std::string modeText(std::uint32_t mode)
{
    std::string text = S_ISDIR(mode) ? "d" : S_ISLNK(mode) ? "l" : S_ISREG(mode) ? "-" : "?";
    for (unsigned bit = 0; bit < 9; ++bit)
        text += (mode & (0400U >> bit)) != 0 ? "rwx"[bit % 3] : '-';
    return text;
}

QString timeText(const ipc::FileEntry &entry)
{
    return QDateTime::fromMSecsSinceEpoch(entry.mtimeNs / kNanosecondsPerMs).toString(Qt::ISODate);
}

QJsonObject toJson(const ipc::FileEntry &entry)
{
    return { { QStringLiteral("name"), QString::fromStdString(entry.name) },
             { QStringLiteral("mode"), QString::fromStdString(modeText(entry.mode)) },
             { QStringLiteral("uid"), static_cast<qint64>(entry.uid) },
             { QStringLiteral("gid"), static_cast<qint64>(entry.gid) },
             { QStringLiteral("bytes"), static_cast<qint64>(entry.size) },
             { QStringLiteral("changed"), timeText(entry) },
             { QStringLiteral("link"), QString::fromStdString(entry.link) } };
}

} // namespace

Result<int> cloneVolume(Session &session, const Arguments &arguments)
{
    VITRINE_TRY(expectWords(arguments, 2, "which volume, and the name of the new one"));
    VITRINE_TRY_ASSIGN(const VolumeInfo volume, findVolume(session, arguments.words[0]));
    VITRINE_TRY(watched<QString>(session, volume.id, "Cloning", [&](Reply<QString> reply) {
        session.backend().cloneVolume(volume.id, QString::fromStdString(arguments.words[1]), std::move(reply));
    }));
    VITRINE_TRY(print(arguments.words[1] + "\n"));
    return 0;
}

/// Never over a file that is there, and nothing half written stays.
Result<int> backUpVolume(Session &session, const Arguments &arguments)
{
    VITRINE_TRY(expectWords(arguments, 2, "which volume, and the archive to write"));
    VITRINE_TRY_ASSIGN(const VolumeInfo volume, findVolume(session, arguments.words[0]));
    VITRINE_TRY_ASSIGN(OutputFile output, OutputFile::open(arguments.words[1]));
    VITRINE_TRY_ASSIGN(UniqueFd out, output.duplicate());
    VITRINE_TRY(watched<void>(session, volume.id, "Backing up", [&](Reply<void> reply) {
        session.backend().backupVolume(volume.id, std::move(out), std::move(reply));
    }));
    VITRINE_TRY(output.keep());
    return 0;
}

Result<int> restoreVolume(Session &session, const Arguments &arguments)
{
    VITRINE_TRY(expectWords(arguments, 2, "which volume, and the archive to read"));
    VITRINE_TRY_ASSIGN(const VolumeInfo volume, findVolume(session, arguments.words[0]));
    UniqueFd file(::open(arguments.words[1].c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file)
        return failErrno(errno, "Opening " + arguments.words[1]);
    VITRINE_TRY(watched<void>(session, volume.id, "Restoring", [&](Reply<void> reply) {
        session.backend().restoreVolume(volume.id, std::move(file), std::move(reply));
    }));
    return 0;
}

Result<int> listVolumeFiles(Session &session, const Arguments &arguments)
{
    if (arguments.words.empty() || arguments.words.size() > 2)
        return failure(ErrorCode::InvalidArgs, "Say which volume, and a folder in it: `vitrine volume --help`");
    const std::string path = arguments.words.size() == 2 ? arguments.words[1] : "/";
    VITRINE_TRY_ASSIGN(const auto link, openSide(session, { FilesSide::Place::Volume, arguments.words[0], path }));
    VITRINE_TRY_ASSIGN(std::vector<ipc::FileEntry> entries, link->list(ipc::FilesRoot::Merged, path, kMaxNames));
    std::ranges::sort(entries, {}, &ipc::FileEntry::name);
    QJsonArray array;
    std::vector<std::vector<std::string>> rows{ { "MODE", "OWNER", "SIZE", "CHANGED", "NAME" } };
    for (const ipc::FileEntry &entry : entries) {
        array.append(toJson(entry));
        std::string name = printable(entry.name, ipc::kMaxFilesPath);
        if (S_ISLNK(entry.mode))
            name += " -> " + printable(entry.link, ipc::kMaxFilesPath);
        rows.push_back({ modeText(entry.mode), fmt::format("{}:{}", entry.uid, entry.gid),
                         S_ISREG(entry.mode) ? spec::formatSize(entry.size) : "", timeText(entry).toStdString(),
                         name });
    }
    VITRINE_TRY(print(arguments.has("json") ? jsonText(array) : formatTable(rows)));
    return 0;
}

} // namespace vitrine::gui
