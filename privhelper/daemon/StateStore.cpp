// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/StateStore.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "privhelper/daemon/Directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <thread>

namespace vitrine::daemon {

namespace {

constexpr const char *kRecordFile = "container.json";
constexpr const char *kRunningFile = "running";
constexpr const char *kRunFile = "run.json";
constexpr const char *kExitFile = "exit";
constexpr std::size_t kMaxSmallFileBytes = 64 * 1024;

std::vector<std::string> idsIn(int dirFd)
{
    std::vector<std::string> names = listDirectory(dirFd);
    std::erase_if(names, [](const std::string &name) { return !isValidId(name); });
    return names;
}

Result<> checkId(const std::string &id)
{
    if (!isValidId(id))
        return failure(ErrorCode::StateCorrupt, "a container's id is not of the right form");
    return {};
}

Result<> makeDirectory(int dirFd, const std::string &name)
{
    if (::mkdirat(dirFd, name.c_str(), 0700) != 0)
        return failErrno(errno, "making the directory " + name);
    return {};
}

} // namespace

Result<StateStore> StateStore::open(const std::string &stateDir, const std::string &runDir)
{
    StateStore store;
    VITRINE_TRY_ASSIGN(const UniqueFd state, openPrivateDirectoryAt(AT_FDCWD, stateDir));
    VITRINE_TRY_ASSIGN(store.m_containers, openPrivateDirectoryAt(state.get(), "containers"));
    VITRINE_TRY_ASSIGN(store.m_trash, openPrivateDirectoryAt(state.get(), "trash"));
    VITRINE_TRY_ASSIGN(store.m_quarantine, openPrivateDirectoryAt(state.get(), "quarantine"));
    VITRINE_TRY_ASSIGN(store.m_runs, openPrivateDirectoryAt(AT_FDCWD, runDir));
    return store;
}

Result<> StateStore::lock(std::uint64_t patienceMs) const
{
    constexpr auto kPause = std::chrono::milliseconds(20);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(patienceMs);
    for (const int directory : { m_containers.get(), m_runs.get() }) {
        while (::flock(directory, LOCK_EX | LOCK_NB) != 0) {
            if (errno == EINTR)
                continue;
            if (errno != EWOULDBLOCK)
                return failErrno(errno, "locking the helper's directories");
            if (std::chrono::steady_clock::now() >= deadline)
                return failure(ErrorCode::Busy,
                               "another vitrine-helper works with these directories: end it first, or give this one "
                               "others with --state-dir and --run-dir");
            std::this_thread::sleep_for(kPause);
        }
    }
    return {};
}

std::vector<std::string> StateStore::containerIds() const
{
    return idsIn(m_containers.get());
}

bool StateStore::hasContainer(const std::string &id) const
{
    return isValidId(id) && ::faccessat(m_containers.get(), id.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

bool StateStore::hasRecord(const std::string &id) const
{
    return ::faccessat(m_containers.get(), (id + '/' + kRecordFile).c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

Result<ContainerRecord> StateStore::load(const std::string &id) const
{
    VITRINE_TRY_ASSIGN(const UniqueFd directory, openContainer(id));
    VITRINE_TRY_ASSIGN(const std::string text, readFileAt(directory.get(), kRecordFile, kMaxRecordBytes));
    VITRINE_TRY_ASSIGN(ContainerRecord record, recordFromJson(text));
    if (record.id != id)
        return failure(ErrorCode::StateCorrupt, "reading the record of " + id + ": it is of another container");
    return record;
}

Result<> StateStore::create(const ContainerRecord &record)
{
    VITRINE_TRY(checkId(record.id));
    VITRINE_TRY(makeDirectory(m_containers.get(), record.id));
    auto written = writeRecord(record);
    // The directory's own name has to reach the disk too before success is reported.
    if (written && !record.spec.removeWhenEnded && ::fsync(m_containers.get()) != 0)
        written = failErrno(errno, "syncing the directory of containers");
    if (!written)
        static_cast<void>(moveToTrash(record.id, record.index));
    return written;
}

Result<> StateStore::save(const ContainerRecord &record)
{
    VITRINE_TRY(checkId(record.id));
    return writeRecord(record);
}

Result<> StateStore::syncNames()
{
    if (::fsync(m_containers.get()) != 0)
        return failErrno(errno, "syncing the directory of containers");
    return {};
}

Result<> StateStore::writeRecord(const ContainerRecord &record)
{
    VITRINE_TRY_ASSIGN(const UniqueFd directory, openContainer(record.id));
    const std::string text = recordToJson(record);
    if (record.spec.removeWhenEnded)
        return replaceFileAt(directory.get(), kRecordFile, text);
    return writeFileAtomicAt(directory.get(), kRecordFile, text, 0600);
}

Result<UniqueFd> StateStore::openContainer(const std::string &id) const
{
    VITRINE_TRY(checkId(id));
    return openDirectoryAt(m_containers.get(), id);
}

Result<UniqueFd> StateStore::makeRootfs(const std::string &id)
{
    VITRINE_TRY_ASSIGN(const UniqueFd directory, openContainer(id));
    VITRINE_TRY(makeDirectory(directory.get(), "rootfs"));
    return openDirectoryAt(directory.get(), "rootfs");
}

Result<> StateStore::markRunning(const ContainerRecord &record, const std::string &bootId)
{
    VITRINE_TRY_ASSIGN(const UniqueFd directory, openContainer(record.id));
    VITRINE_TRY(replaceFileAt(directory.get(), kRunningFile, bootId));
    // That the file is there is what counts, so its directory is enough.
    if (!record.spec.removeWhenEnded && ::fsync(directory.get()) != 0)
        return failErrno(errno, "syncing the directory of " + record.id);
    return {};
}

void StateStore::unmarkRunning(const std::string &id)
{
    if (const auto directory = openContainer(id))
        ::unlinkat(directory->get(), kRunningFile, 0);
}

bool StateStore::isMarkedRunning(const std::string &id) const
{
    return ::faccessat(m_containers.get(), (id + '/' + kRunningFile).c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

Result<> StateStore::moveToTrash(const std::string &id, std::uint32_t index)
{
    VITRINE_TRY(checkId(id));
    const std::string name = fmt::format("{}.{}", id, index);
    if (::renameat(m_containers.get(), id.c_str(), m_trash.get(), name.c_str()) != 0)
        return failErrno(errno, "removing the directory of " + id);
    return {};
}

Result<> StateStore::remove(const ContainerRecord &record)
{
    VITRINE_TRY(moveToTrash(record.id, record.index));
    if (record.spec.removeWhenEnded || (::fsync(m_trash.get()) == 0 && ::fsync(m_containers.get()) == 0))
        return {};
    const int error = errno;
    ::renameat(m_trash.get(), fmt::format("{}.{}", record.id, record.index).c_str(), m_containers.get(),
               record.id.c_str());
    return failErrno(error, "syncing the removal of " + record.id);
}

Result<> StateStore::moveToQuarantine(const std::string &id)
{
    VITRINE_TRY(checkId(id));
    constexpr int kMaxAttempts = 100;
    for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
        const std::string name = fmt::format("{}.{}", id, attempt);
        if (::renameat2(m_containers.get(), id.c_str(), m_quarantine.get(), name.c_str(), RENAME_NOREPLACE) == 0)
            return {};
        if (errno != EEXIST)
            break;
    }
    return failErrno(errno, "setting the directory of " + id + " aside");
}

std::vector<TrashEntry> StateStore::trash() const
{
    std::vector<TrashEntry> entries;
    for (std::string &name : listDirectory(m_trash.get())) {
        const auto dot = name.find('.');
        const auto index = parseNumber<std::uint32_t>(std::string_view(name).substr(dot == name.npos ? 0 : dot + 1));
        if (dot == kIdLength && isValidId(name.substr(0, dot)) && index)
            entries.push_back({ std::move(name), *index });
    }
    return entries;
}

std::vector<std::string> StateStore::runIds() const
{
    return idsIn(m_runs.get());
}

bool StateStore::hasRun(const std::string &id) const
{
    return isValidId(id) && ::faccessat(m_runs.get(), id.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

Result<> StateStore::createRun(const std::string &id, const RunState &run)
{
    VITRINE_TRY(checkId(id));
    VITRINE_TRY(makeDirectory(m_runs.get(), id));
    return saveRun(id, run);
}

Result<> StateStore::saveRun(const std::string &id, const RunState &run)
{
    VITRINE_TRY_ASSIGN(const UniqueFd directory, openRun(id));
    return replaceFileAt(directory.get(), kRunFile, runStateToJson(run));
}

Result<RunState> StateStore::loadRun(const std::string &id) const
{
    VITRINE_TRY_ASSIGN(const UniqueFd directory, openRun(id));
    VITRINE_TRY_ASSIGN(const std::string text, readFileAt(directory.get(), kRunFile, kMaxSmallFileBytes));
    return runStateFromJson(text);
}

Result<UniqueFd> StateStore::openRun(const std::string &id) const
{
    VITRINE_TRY(checkId(id));
    return openDirectoryAt(m_runs.get(), id);
}

std::optional<ipc::Ended> StateStore::readExit(const std::string &id) const
{
    const auto directory = openRun(id);
    if (!directory)
        return std::nullopt;
    const auto text = readFileAt(directory->get(), kExitFile, kMaxSmallFileBytes);
    if (!text)
        return std::nullopt;
    auto ended = ipc::endedFromJson(*text);
    if (!ended)
        return std::nullopt;
    return std::move(*ended);
}

Result<> StateStore::removeRun(const std::string &id)
{
    VITRINE_TRY(checkId(id));
    const auto directory = openDirectoryAt(m_runs.get(), id);
    if (!directory)
        return directory.error().code == ErrorCode::NotFound ? Result<>() : failure(directory.error());
    for (const std::string &name : listDirectory(directory->get()))
        ::unlinkat(directory->get(), name.c_str(), 0);
    if (::unlinkat(m_runs.get(), id.c_str(), AT_REMOVEDIR) != 0)
        return failErrno(errno, "removing the run directory of " + id);
    return {};
}

} // namespace vitrine::daemon
