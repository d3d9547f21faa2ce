// SPDX-License-Identifier: GPL-3.0-or-later
// How an archive becomes an image.
#include "core/base/Try.h"
#include "core/spec/ImageName.h"
#include "privhelper/daemon/Clock.h"
#include "privhelper/daemon/Images.h"
#include "privhelper/daemon/Journal.h"
#include "privhelper/daemon/RandomId.h"
#include "privhelper/daemon/Spawn.h"
#include "privhelper/shim/ShimConfig.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace vitrine::daemon {

namespace {

constexpr const char *kImageWork = "image"; ///< of vitrine-unpack

std::vector<std::string> withTags(const std::vector<std::string> &names)
{
    std::vector<std::string> full;
    for (const std::string &name : names) {
        std::string tagged = spec::withTag(name);
        // An archive may call itself what no image here may be called.
        if (spec::isRegistryName(name) && std::ranges::find(full, tagged) == full.end())
            full.push_back(std::move(tagged));
    }
    return full;
}

/// The new layer on top of those that it belongs on.
spec::ImageContent whole(const ImageDraft &draft, spec::ImageContent unpacked)
{
    spec::ImageContent content;
    content.config = draft.config;
    content.layers = draft.below;
    for (spec::ImageLayer &layer : unpacked.layers) {
        layer.createdBy = draft.config.history.empty() ? std::string() : draft.config.history.back().createdBy;
        content.layers.push_back(std::move(layer));
    }
    return content;
}

} // namespace

Result<> Images::checkNew(std::uint32_t uid, const std::vector<std::string> &names) const
{
    for (const std::string &name : names) {
        if (!spec::isRegistryName(name))
            return failure(ErrorCode::InvalidName,
                           "a name of an image has the form [HOST[:PORT]/]NAME[:TAG], in small letters");
    }
    if (names.size() > spec::kMaxImageNames)
        return failure(ErrorCode::LimitExceeded, fmt::format("an image has at most {} names", spec::kMaxImageNames));
    if (ownedBy(uid).size() >= kMaxImagesPerUser)
        return failure(ErrorCode::LimitExceeded,
                       fmt::format("you have {} images already: remove some that are not needed", kMaxImagesPerUser));
    return {};
}

Result<Image *> Images::import(std::uint32_t uid, const std::vector<std::string> &names, int archiveFd)
{
    VITRINE_TRY(checkNew(uid, names));
    VITRINE_TRY_ASSIGN(const Quota::Ticket ticket, m_jobs.take(uid));
    return begin(uid, [&](Image &image) { return startImport(image, names, archiveFd, ticket); });
}

Result<Image *> Images::begin(std::uint32_t uid, const std::function<Result<>(Image &image)> &start)
{
    ImageRecord record;
    VITRINE_TRY_ASSIGN(record.id, randomId());
    record.ownerUid = uid;
    record.importedAtUs = realtimeUs();
    Image *image = add(std::move(record), ImageState::Importing);
    if (auto started = start(*image); !started) {
        m_images.erase(image->id());
        collectAndEmpty(uid, [](const Result<> &) {});
        return failure(started.error());
    }
    m_observer->added(*image);
    return image;
}

Result<> Images::startImport(Image &image, const std::vector<std::string> &names, int archiveFd, Quota::Ticket ticket)
{
    VITRINE_TRY(m_store.beginImport({ image.ownerUid(), image.id() }));
    VITRINE_TRY_ASSIGN(auto job, startUnpacking(image, kImageWork, archiveFd, std::move(ticket)));
    m_imports.insert_or_assign(image.id(), Import{ std::move(job), names, {} });
    return {};
}

Result<std::unique_ptr<TreeJob>> Images::startUnpacking(const Image &image, const char *work, int archiveFd,
                                                        Quota::Ticket ticket)
{
    const std::string id = image.id();
    VITRINE_TRY_ASSIGN(const UniqueFd destination, m_store.openImport({ image.ownerUid(), id }));
    std::string stored;
    for (const std::string &diffId : m_store.layers(image.ownerUid()))
        stored += diffId + '\n';
    VITRINE_TRY_ASSIGN(const UniqueFd storedLayers, sealedMemfd("vitrine-layers", stored));
    const TreeProgram program = unpackProgram(m_context, { fmt::format("{}", shim::kStoredRange.base), work },
                                              archiveFd, destination.get(), storedLayers.get());
    TreeJob::Events events{
        [this, id](const unpack::Progress &progress) { onProgress(id, progress); },
        [this, id](const Result<unpack::Finished> &unpacked) { onFinished(id, unpacked); },
    };
    return TreeJob::start(m_context, program, std::move(ticket), std::move(events));
}

void Images::onProgress(const std::string &id, const unpack::Progress &progress)
{
    Image *image = find(id);
    if (image == nullptr)
        return;
    image->m_progress = progress;
    m_observer->changed(*image, { "Progress" });
}

void Images::onFinished(const std::string &id, const Result<unpack::Finished> &unpacked)
{
    const auto import = m_imports.extract(id);
    Image *image = find(id);
    if (import.empty() || image == nullptr)
        return;
    const std::uint32_t uid = image->ownerUid();
    if (import.mapped().cancellation.isWished()) {
        forget(*image);
        return collectAndEmpty(uid, import.mapped().cancellation.whoWaits());
    }
    const Result<> settled = unpacked ? settle(*image, import.mapped()) : failure(unpacked.error());
    image->m_progress = {};
    if (settled) {
        image->m_state = ImageState::Ready;
        takeNames(*image);
        replaceSame(*image);
    } else {
        image->m_state = ImageState::Failed;
        image->m_failure = settled.error().what;
    }
    m_observer->changed(*image,
                        { "State", "Names", "Digest", "CreatedAt", "Config", "Layers", "Size", "Progress", "Failure" });
    refreshSharing(uid);
    collectAndEmpty(uid, [](const Result<> &) {});
}

Result<> Images::settle(Image &image, const Import &import)
{
    const ImageStore::Place place{ image.ownerUid(), image.id() };
    ImageRecord record = image.record();
    VITRINE_TRY_ASSIGN(record.content, m_store.readImport(place));
    if (import.draft)
        record.content = whole(*import.draft, std::move(record.content));
    record.content.names = withTags(import.names.empty() ? record.content.names : import.names);
    fillSizes(image.ownerUid(), record.content);
    std::size_t bytes = spec::toJson(record.content).size();
    for (const Image *other : ownedBy(image.ownerUid()))
        bytes += spec::toJson(other->content()).size();
    if (bytes > kMaxImageBytesPerUser)
        return failure(ErrorCode::LimitExceeded,
                       fmt::format("the descriptions of your images would have {} bytes together, and {} is the most: "
                                   "remove images that are not needed",
                                   bytes, kMaxImageBytesPerUser));
    VITRINE_TRY(m_store.commitImport(place, record.content.layers));
    VITRINE_TRY(m_store.save(record));
    image.m_record = std::move(record);
    image.m_sharing.assign(image.content().layers.size(), 0);
    return {};
}

/// Layers that were there already have not been read, so the archive's description lacks their sizes.
void Images::fillSizes(std::uint32_t uid, spec::ImageContent &content) const
{
    std::map<std::string, const spec::ImageLayer *> known;
    for (const Image *other : ownedBy(uid)) {
        for (const spec::ImageLayer &layer : other->content().layers)
            known.insert_or_assign(layer.diffId, &layer);
    }
    for (spec::ImageLayer &layer : content.layers) {
        const auto found = known.find(layer.diffId);
        if (layer.entries != 0 || found == known.end())
            continue;
        layer.bytes = found->second->bytes;
        layer.entries = found->second->entries;
    }
}

/// The same image again: the new one takes the names of the old one, which goes unless a container uses it.
void Images::replaceSame(const Image &image)
{
    const std::string id = image.id();
    for (Image *other : ownedBy(image.ownerUid())) {
        const bool isSame = other->id() != id && other->state() == ImageState::Ready && !image.content().digest.empty()
            && other->content().digest == image.content().digest;
        if (!isSame)
            continue;
        for (const std::string &name : std::vector(other->content().names)) {
            if (const auto tagged = tag(*find(id), name); !tagged)
                journal(Level::Warning, fmt::format("image {}: {}", id, tagged.error().what));
        }
        if (!other->usedBy().empty())
            continue;
        if (const auto removed = removeRecord(*other); !removed)
            journal(Level::Error, fmt::format("replacing an image by the same: {}", removed.error().what));
    }
}

std::vector<std::string> Images::importsOf(std::uint32_t uid) const
{
    std::vector<std::string> ids;
    for (const auto &[id, import] : m_imports) {
        if (const Image *image = find(id); image != nullptr && image->ownerUid() == uid)
            ids.push_back(id);
    }
    return ids;
}

void Images::cancel(Image &image, Done<> done)
{
    if (m_exports.contains(image.id()))
        return m_exports.cancel(image.id(), std::move(done));
    const auto import = m_imports.find(image.id());
    if (import == m_imports.end())
        return done(failure(ErrorCode::BadState,
                            fmt::format("the image is {}: there is nothing to cancel", imageStateName(image.state()))));
    // It stays in the list, and so the image goes when the program does.
    import->second.cancellation.wish(
        m_context.loop, *import->second.job, "the import",
        "the unpacker has been killed but has not ended yet, since the archive's file system does not answer; "
        "the image goes when it has",
        std::move(done));
}

} // namespace vitrine::daemon
