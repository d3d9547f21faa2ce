// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/ImageStore.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "privhelper/daemon/Directory.h"
#include "privhelper/daemon/IdPool.h"
#include "privhelper/daemon/RandomId.h"
#include "privhelper/daemon/Record.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

namespace vitrine::daemon {

namespace {

constexpr std::string_view kRecordSuffix = ".json";
constexpr std::string_view kImportPrefix = "import.";
constexpr const char *kContentFile = "image.json";

std::string recordName(const std::string &id)
{
    return id + std::string(kRecordSuffix);
}

std::string importName(const std::string &id)
{
    return std::string(kImportPrefix) + id;
}

Result<> checkId(const std::string &id)
{
    if (!isValidId(id))
        return failure(ErrorCode::StateCorrupt, "an image's id is not of the right form");
    return {};
}

Result<> checkDiffId(const std::string &diffId)
{
    if (!spec::isDiffId(diffId))
        return failure(ErrorCode::StateCorrupt, "a layer's id is not of the right form");
    return {};
}

bool exists(int dirFd, const std::string &name)
{
    return ::faccessat(dirFd, name.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/// uid and directory of each account in `parentFd`.
template <typename Use> void forEachUser(int parentFd, Use use)
{
    for (const std::string &user : listDirectory(parentFd)) {
        const auto uid = parseNumber<std::uint32_t>(user);
        const auto directory = openDirectoryAt(parentFd, user);
        if (uid && directory)
            use(*uid, directory->get());
    }
}

} // namespace

Result<ImageStore> ImageStore::open(const std::string &stateDir, int trashFd, int quarantineFd)
{
    ImageStore store;
    VITRINE_TRY_ASSIGN(const UniqueFd state, openPrivateDirectoryAt(AT_FDCWD, stateDir));
    VITRINE_TRY_ASSIGN(store.m_images, openPrivateDirectoryAt(state.get(), "images"));
    VITRINE_TRY_ASSIGN(store.m_layers, openPrivateDirectoryAt(state.get(), "layers"));
    store.m_trashFd = trashFd;
    store.m_quarantineFd = quarantineFd;
    return store;
}

Result<UniqueFd> ImageStore::openUser(const UniqueFd &parent, std::uint32_t uid) const
{
    return openPrivateDirectoryAt(parent.get(), fmt::format("{}", uid));
}

std::vector<ImageStore::Place> ImageStore::places() const
{
    std::vector<Place> found;
    forEachUser(m_images.get(), [&](std::uint32_t uid, int directory) {
        for (const std::string &name : listDirectory(directory)) {
            const std::string id = name.substr(0, name.size() - std::min(name.size(), kRecordSuffix.size()));
            if (name.ends_with(kRecordSuffix) && isValidId(id))
                found.push_back({ uid, id });
        }
    });
    return found;
}

Result<ImageRecord> ImageStore::load(const Place &place) const
{
    VITRINE_TRY_ASSIGN(const UniqueFd user, openUser(m_images, place.ownerUid));
    VITRINE_TRY_ASSIGN(const std::string text,
                       readFileAt(user.get(), recordName(place.id).c_str(), kMaxImageRecordBytes));
    VITRINE_TRY_ASSIGN(ImageRecord record, imageRecordFromJson(text));
    if (record.id != place.id || record.ownerUid != place.ownerUid)
        return failure(ErrorCode::StateCorrupt, "reading the record of an image: it is of another one");
    return record;
}

Result<> ImageStore::save(const ImageRecord &record)
{
    VITRINE_TRY(checkId(record.id));
    VITRINE_TRY_ASSIGN(const UniqueFd user, openUser(m_images, record.ownerUid));
    VITRINE_TRY(writeFileAtomicAt(user.get(), recordName(record.id), imageRecordToJson(record), 0600));
    if (::fsync(m_images.get()) != 0)
        return failErrno(errno, "syncing the directory of images");
    return {};
}

Result<> ImageStore::remove(const Place &place)
{
    VITRINE_TRY(checkId(place.id));
    VITRINE_TRY_ASSIGN(const UniqueFd user, openUser(m_images, place.ownerUid));
    if (::unlinkat(user.get(), recordName(place.id).c_str(), 0) != 0 && errno != ENOENT)
        return failErrno(errno, "removing the record of an image");
    // Before its layers go: an image that came back after a power loss would have none.
    if (::fsync(user.get()) != 0)
        return failErrno(errno, "syncing the removal of an image");
    return {};
}

Result<> ImageStore::moveToQuarantine(const Place &place)
{
    VITRINE_TRY(checkId(place.id));
    VITRINE_TRY_ASSIGN(const UniqueFd user, openUser(m_images, place.ownerUid));
    VITRINE_TRY_ASSIGN(const std::string salt, randomId());
    const std::string name = fmt::format("{}.image.{}", place.id, salt);
    if (::renameat2(user.get(), recordName(place.id).c_str(), m_quarantineFd, name.c_str(), RENAME_NOREPLACE) != 0)
        return failErrno(errno, "setting the record of an image aside");
    return {};
}

std::vector<std::uint32_t> ImageStore::owners() const
{
    std::vector<std::uint32_t> uids;
    forEachUser(m_layers.get(), [&](std::uint32_t uid, int) { uids.push_back(uid); });
    return uids;
}

std::vector<std::string> ImageStore::layers(std::uint32_t uid) const
{
    const auto user = openUser(m_layers, uid);
    std::vector<std::string> names = user ? listDirectory(user->get()) : std::vector<std::string>();
    std::erase_if(names, [](const std::string &name) { return !spec::isDiffId(name); });
    return names;
}

bool ImageStore::hasLayer(std::uint32_t uid, const std::string &diffId) const
{
    const auto user = openUser(m_layers, uid);
    return user && spec::isDiffId(diffId) && exists(user->get(), diffId);
}

Result<UniqueFd> ImageStore::openLayer(std::uint32_t uid, const std::string &diffId) const
{
    VITRINE_TRY(checkDiffId(diffId));
    VITRINE_TRY_ASSIGN(const UniqueFd user, openUser(m_layers, uid));
    UniqueFd layer(::openat(user.get(), diffId.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!layer)
        return failErrno(errno, fmt::format("opening the layer {}", diffId.substr(0, 12)), ErrorCode::StateCorrupt);
    return layer;
}

Result<std::string> ImageStore::discard(int dirFd, const std::string &name) const
{
    VITRINE_TRY_ASSIGN(const std::string id, randomId());
    std::string trashed = fmt::format("{}.{}", id, IdPool::kPlaces);
    if (::renameat2(dirFd, name.c_str(), m_trashFd, trashed.c_str(), RENAME_NOREPLACE) != 0)
        return failErrno(errno, "removing " + name);
    return trashed;
}

Result<std::string> ImageStore::discardLayer(std::uint32_t uid, const std::string &diffId)
{
    VITRINE_TRY(checkDiffId(diffId));
    VITRINE_TRY_ASSIGN(const UniqueFd user, openUser(m_layers, uid));
    return discard(user.get(), diffId);
}

Result<UniqueFd> ImageStore::openImport(const Place &place) const
{
    VITRINE_TRY(checkId(place.id));
    VITRINE_TRY_ASSIGN(const UniqueFd user, openUser(m_layers, place.ownerUid));
    return openDirectoryAt(user.get(), importName(place.id));
}

Result<UniqueFd> ImageStore::makeScratch(const Place &place) const
{
    VITRINE_TRY_ASSIGN(const UniqueFd directory, openImport(place));
    UniqueFd file(::openat(directory.get(), ".", O_RDWR | O_TMPFILE | O_EXCL | O_CLOEXEC, 0600));
    if (!file)
        return failErrno(errno, "making a file for a new layer");
    return file;
}

Result<UniqueFd> ImageStore::beginImport(const Place &place)
{
    VITRINE_TRY(checkId(place.id));
    VITRINE_TRY_ASSIGN(const UniqueFd user, openUser(m_layers, place.ownerUid));
    if (::mkdirat(user.get(), importName(place.id).c_str(), 0700) != 0)
        return failErrno(errno, "making the directory of an import");
    return openImport(place);
}

Result<spec::ImageContent> ImageStore::readImport(const Place &place) const
{
    VITRINE_TRY_ASSIGN(const UniqueFd directory, openImport(place));
    auto text = readFileAt(directory.get(), kContentFile, spec::kMaxImageJsonBytes);
    if (!text)
        return failure(ErrorCode::ImageUnpackFailed, "reading what the archive holds: " + text.error().what);
    auto content = spec::contentFromJson(*text);
    if (!content)
        return failure(ErrorCode::ImageUnpackFailed, "reading what the archive holds: " + content.error().what);
    if (content->layers.empty())
        return failure(ErrorCode::Unsupported, "the image has no layers");
    return content;
}

Result<> ImageStore::commitImport(const Place &place, const std::vector<spec::ImageLayer> &layers)
{
    VITRINE_TRY_ASSIGN(const UniqueFd user, openUser(m_layers, place.ownerUid));
    VITRINE_TRY_ASSIGN(const UniqueFd directory, openImport(place));
    for (const spec::ImageLayer &layer : layers) {
        VITRINE_TRY(checkDiffId(layer.diffId));
        if (exists(user.get(), layer.diffId))
            continue;
        if (!openDirectoryAt(directory.get(), layer.diffId))
            return failure(ErrorCode::ImageUnpackFailed,
                           fmt::format("the layer {} is missing after unpacking", layer.diffId.substr(0, 12)));
        if (::renameat2(directory.get(), layer.diffId.c_str(), user.get(), layer.diffId.c_str(), RENAME_NOREPLACE) != 0)
            return failErrno(errno, "putting a layer in its place");
    }
    if (::fsync(user.get()) != 0 || ::fsync(m_layers.get()) != 0)
        return failErrno(errno, "syncing the directory of layers");
    return {};
}

std::vector<std::string> ImageStore::discardImports(std::uint32_t uid, const std::vector<std::string> &running)
{
    std::vector<std::string> trashed;
    const auto user = openUser(m_layers, uid);
    if (!user)
        return trashed;
    for (const std::string &name : listDirectory(user->get())) {
        const bool isRunning = name.starts_with(kImportPrefix)
            && std::ranges::find(running, name.substr(kImportPrefix.size())) != running.end();
        if (spec::isDiffId(name) || isRunning)
            continue;
        if (auto gone = discard(user->get(), name))
            trashed.push_back(std::move(*gone));
    }
    return trashed;
}

} // namespace vitrine::daemon
