// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/bus/Sources.h"

#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/ipc/Names.h"
#include "privhelper/daemon/Spawn.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>

namespace vitrine::bus {

namespace {

/// More than a message of the system bus can carry.
constexpr std::size_t kMaxSources = 64;
constexpr std::size_t kMaxKeyBytes = 32;

Result<daemon::Source> readSource(sd_bus_message *message)
{
    const char *key = nullptr;
    int borrowed = -1;
    VITRINE_TRY(readable(sd_bus_message_read(message, "sh", &key, &borrowed)));
    const std::string_view text = key;
    if (text.empty() || text.size() > kMaxKeyBytes)
        return failure(ErrorCode::InvalidArgs, "a key of the descriptors is empty or too long");
    VITRINE_TRY_ASSIGN(UniqueFd fd, daemon::duplicate(borrowed));
    return daemon::Source{ std::string(text), std::move(fd) };
}

bool hasKey(const daemon::Sources &sources, const std::string &key)
{
    return std::any_of(sources.begin(), sources.end(), [&](const auto &source) { return source.key == key; });
}

Result<> checkKeys(const std::vector<std::string> &wanted, const daemon::Sources &sources)
{
    for (const std::string &key : wanted) {
        if (!hasKey(sources, key))
            return failure(ErrorCode::InvalidArgs, fmt::format("the descriptor \"{}\" is missing", key));
    }
    for (const auto &source : sources) {
        if (std::find(wanted.begin(), wanted.end(), source.key) == wanted.end())
            return failure(ErrorCode::InvalidArgs,
                           fmt::format("nothing needs the descriptor \"{}\"", printable(source.key)));
    }
    return {};
}

/// Never asks the server of the file's file system, which may be the caller's own and may never answer. What is not
/// known here the unpacker finds out, in a process of its own.
bool isKnownToBeNoFile(int fd)
{
    struct statx status { };
    if (::statx(fd, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_TYPE, &status) != 0)
        return false;
    return (status.stx_mask & STATX_TYPE) != 0 && !S_ISREG(status.stx_mode);
}

Result<int> statusFlags(int fd)
{
    const int flags = ::fcntl(fd, F_GETFL);
    if (flags < 0)
        return failErrno(errno, "looking at a descriptor");
    return flags;
}

} // namespace

Result<daemon::Sources> readSources(sd_bus_message *message)
{
    daemon::Sources sources;
    VITRINE_TRY(readable(sd_bus_message_enter_container(message, SD_BUS_TYPE_ARRAY, "{sh}")));
    for (;;) {
        const int more = sd_bus_message_enter_container(message, SD_BUS_TYPE_DICT_ENTRY, "sh");
        VITRINE_TRY(readable(more));
        if (more == 0)
            break;
        if (sources.size() >= kMaxSources)
            return failure(ErrorCode::InvalidArgs, "there are too many descriptors");
        VITRINE_TRY_ASSIGN(daemon::Source source, readSource(message));
        for (const auto &earlier : sources) {
            if (earlier.key == source.key)
                return failure(ErrorCode::InvalidArgs,
                               fmt::format("the descriptor \"{}\" is given twice", printable(source.key)));
        }
        sources.push_back(std::move(source));
        VITRINE_TRY(readable(sd_bus_message_exit_container(message)));
    }
    VITRINE_TRY(readable(sd_bus_message_exit_container(message)));
    return sources;
}

Result<> checkStartSources(const spec::ContainerSpec &spec, const daemon::Sources &sources)
{
    std::vector<std::string> wanted;
    if (spec.root.kind == spec::RootKind::Folder)
        wanted.emplace_back(ipc::kSourceRoot);
    for (std::size_t row = 0; row < spec.mounts.size(); ++row) {
        if (spec.mounts[row].kind == spec::MountKind::Bind)
            wanted.push_back(fmt::format("{}{}", ipc::kSourceMountPrefix, row));
    }
    if (spec.desktop.display && !hasKey(sources, ipc::kSourceX11)) {
        wanted.emplace_back(ipc::kSourceDisplay);
    } else if (spec.desktop.display) {
        wanted.emplace_back(ipc::kSourceX11);
        wanted.emplace_back(ipc::kSourceX11Cookie);
    }
    return checkKeys(wanted, sources);
}

Result<> checkMountSources(const spec::Mount &mount, const daemon::Sources &sources)
{
    if (mount.kind == spec::MountKind::Volume)
        return failure(ErrorCode::Unsupported,
                       "a volume is mounted when a container starts: make a container that has it from the beginning");
    // A mount that is there already and only to be kept needs none; the shim wants what it lacks.
    if (mount.kind != spec::MountKind::Bind || sources.empty())
        return checkKeys({}, sources);
    return checkKeys({ fmt::format("{}0", ipc::kSourceMountPrefix) }, sources);
}

Result<> checkTrialSources(const spec::ContainerSpec &spec, const daemon::Sources &sources)
{
    std::vector<std::string> wanted;
    for (std::size_t row = 0; row < spec.mounts.size(); ++row) {
        std::string key = fmt::format("{}{}", ipc::kSourceMountPrefix, row);
        if (spec.mounts[row].kind == spec::MountKind::Bind && hasKey(sources, key))
            wanted.push_back(std::move(key));
    }
    return checkKeys(wanted, sources);
}

Result<> checkFilesSources(const spec::ContainerSpec &spec, const daemon::Sources &sources)
{
    // A folder that is gone by now is not needed for a container that runs.
    const bool isGiven = spec.root.kind == spec::RootKind::Folder && !sources.empty();
    return checkKeys(isGiven ? std::vector<std::string>{ ipc::kSourceRoot } : std::vector<std::string>(), sources);
}

Result<> checkCreateSources(const spec::ContainerSpec &spec, const daemon::Sources &sources)
{
    if (spec.root.kind != spec::RootKind::Tar)
        return checkKeys({}, sources);
    VITRINE_TRY(checkKeys({ ipc::kSourceRoot }, sources));
    return checkArchive(sources.front().fd.get());
}

Result<> checkArchive(int fd)
{
    VITRINE_TRY_ASSIGN(const int flags, statusFlags(fd));
    const bool isReadable = (flags & O_PATH) == 0 && (flags & O_ACCMODE) != O_WRONLY;
    if (!isReadable || isKnownToBeNoFile(fd))
        return failure(ErrorCode::SourceNotAllowed, "the archive must be a plain file that is open for reading");
    return {};
}

Result<> checkOutput(int fd)
{
    VITRINE_TRY_ASSIGN(const int flags, statusFlags(fd));
    const bool isWritable = (flags & O_PATH) == 0 && (flags & O_ACCMODE) != O_RDONLY;
    if (!isWritable || isKnownToBeNoFile(fd))
        return failure(ErrorCode::SourceNotAllowed, "the output must be a plain file that is open for writing");
    return {};
}

Result<std::shared_ptr<UniqueFd>> readFile(sd_bus_message *message, Result<> (*check)(int fd))
{
    int borrowed = -1;
    VITRINE_TRY(readable(sd_bus_message_read(message, "h", &borrowed)));
    VITRINE_TRY(check(borrowed));
    VITRINE_TRY_ASSIGN(UniqueFd fd, daemon::duplicate(borrowed));
    return std::make_shared<UniqueFd>(std::move(fd));
}

} // namespace vitrine::bus
