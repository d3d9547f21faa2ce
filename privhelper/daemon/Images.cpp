// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/Images.h"

#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/spec/ImageName.h"
#include "privhelper/daemon/Journal.h"
#include "privhelper/daemon/Record.h"
#include "privhelper/daemon/Trash.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace vitrine::daemon {

namespace {

constexpr std::size_t kShortestId = 4; ///< fewer digits of an id are no id
constexpr std::string_view kDigestPrefix = "sha256:";

void note(const std::string &doing, const Result<> &result)
{
    if (!result)
        journal(Level::Error, doing + ": " + result.error().what);
}

bool isIdOf(const Image &image, const std::string &reference)
{
    if (const auto at = reference.find('@'); at != std::string::npos)
        return image.content().digest == reference.substr(at + 1);
    const std::string_view digest = image.content().digest;
    if (reference.starts_with(kDigestPrefix))
        return reference.size() >= kDigestPrefix.size() + kShortestId && digest.starts_with(reference);
    return reference.size() >= kShortestId
        && (image.id().starts_with(reference)
            || (digest.size() > kDigestPrefix.size() && digest.substr(kDigestPrefix.size()).starts_with(reference)));
}

bool hasName(const Image &image, const std::string &name)
{
    return std::ranges::find(image.content().names, name) != image.content().names.end();
}

bool isMeantBy(const Image &image, const std::string &reference)
{
    return std::ranges::any_of(image.content().names,
                               [&](const std::string &name) { return spec::namesImage(reference, name); });
}

} // namespace

std::string_view imageStateName(ImageState state)
{
    if (state == ImageState::Importing)
        return "importing";
    return state == ImageState::Ready ? "ready" : "failed";
}

std::uint64_t Image::bytes() const
{
    std::uint64_t sum = 0;
    for (const spec::ImageLayer &layer : m_record.content.layers)
        sum += layer.bytes;
    return sum;
}

Images::Images(Context &context, ImageStore store)
    : m_context(context)
    , m_store(std::move(store))
    , m_exports(context)
{
}

Images::~Images() = default;

void Images::load()
{
    for (const ImageStore::Place &place : m_store.places())
        loadImage(place);
    std::vector<const Image *> oldestFirst;
    std::set<std::uint32_t> uids;
    for (const auto &[id, image] : m_images) {
        oldestFirst.push_back(image.get());
        uids.insert(image->ownerUid());
    }
    std::ranges::sort(oldestFirst, {}, [](const Image *image) { return image->record().importedAtUs; });
    // A helper that was ended while a name went from one image to another has left it to both.
    for (const Image *image : oldestFirst)
        takeNames(*image);
    for (const std::uint32_t uid : uids)
        refreshSharing(uid);
}

void Images::loadImage(const ImageStore::Place &place)
{
    auto record = m_store.load(place);
    if (record) {
        const auto lacks = [&](const spec::ImageLayer &layer) {
            return !m_store.hasLayer(place.ownerUid, layer.diffId);
        };
        if (std::ranges::none_of(record->content.layers, lacks)) {
            add(std::move(*record), ImageState::Ready);
            return;
        }
        record = failure(ErrorCode::StateCorrupt, "a layer of it is missing");
    }
    journal(Level::Error, fmt::format("image {} is set aside: {}", place.id, record.error().what));
    // What a newer helper has written is left to it, with all layers that may be its.
    if (record.error().code == ErrorCode::StateTooNew)
        m_leftAlone.insert(place.ownerUid);
    else
        note("setting an image aside", m_store.moveToQuarantine(place));
}

void Images::clearUp(bool keepAll)
{
    m_keepsAll = keepAll;
    for (const std::uint32_t uid : m_store.owners())
        collectAndEmpty(uid, [](const Result<> &) {});
}

Image *Images::add(ImageRecord record, ImageState state)
{
    auto image = std::make_unique<Image>(std::move(record), state);
    image->m_sharing.resize(image->content().layers.size());
    Image *added = image.get();
    m_images.insert_or_assign(added->id(), std::move(image));
    return added;
}

Image *Images::find(const std::string &id) const
{
    const auto found = m_images.find(id);
    return found == m_images.end() ? nullptr : found->second.get();
}

std::vector<Image *> Images::ownedBy(std::uint32_t uid) const
{
    std::vector<Image *> owned;
    for (const auto &[id, image] : m_images) {
        if (image->ownerUid() == uid)
            owned.push_back(image.get());
    }
    return owned;
}

Result<Image *> Images::resolve(std::uint32_t uid, const std::string &reference) const
{
    std::vector<Image *> ready = ownedBy(uid);
    std::erase_if(ready, [](const Image *image) { return image->state() != ImageState::Ready; });
    const std::string full = spec::withTag(reference);
    const auto named = std::ranges::find_if(ready, [&](const Image *image) { return hasName(*image, full); });
    if (named != ready.end())
        return *named;
    std::vector<Image *> found;
    std::ranges::copy_if(ready, std::back_inserter(found),
                         [&](const Image *image) { return isIdOf(*image, reference); });
    if (found.empty())
        std::ranges::copy_if(ready, std::back_inserter(found),
                             [&](const Image *image) { return isMeantBy(*image, reference); });
    if (found.empty())
        return failure(ErrorCode::NotFound, fmt::format("you have no image {}", printable(reference)));
    if (found.size() > 1)
        return failure(ErrorCode::InvalidArgs,
                       fmt::format("{} means {} of your images: say more of its name or id", reference, found.size()));
    return found.front();
}

Result<std::vector<UniqueFd>> Images::openLayers(std::uint32_t uid, const std::vector<std::string> &diffIds) const
{
    std::vector<UniqueFd> layers;
    for (const std::string &diffId : diffIds) {
        VITRINE_TRY_ASSIGN(UniqueFd layer, m_store.openLayer(uid, diffId));
        layers.push_back(std::move(layer));
    }
    return layers;
}

Result<> Images::saveNames(Image &image, std::vector<std::string> names)
{
    ImageRecord changed = image.record();
    changed.content.names = std::move(names);
    if (image.state() == ImageState::Ready)
        VITRINE_TRY(m_store.save(changed));
    image.m_record = std::move(changed);
    m_observer->changed(image, { "Names" });
    return {};
}

void Images::takeNames(const Image &winner)
{
    for (Image *other : ownedBy(winner.ownerUid())) {
        std::vector<std::string> names = other->content().names;
        if (other == &winner || std::erase_if(names, [&](const auto &name) { return hasName(winner, name); }) == 0)
            continue;
        note(fmt::format("taking a name from the image {}", other->id()), saveNames(*other, std::move(names)));
    }
}

Result<> Images::tag(Image &image, const std::string &name)
{
    if (!spec::isRegistryName(name))
        return failure(ErrorCode::InvalidName,
                       fmt::format("\"{}\" is no name for an image: it has the form "
                                   "[HOST[:PORT]/]NAME[:TAG] in small letters",
                                   printable(name)));
    if (image.state() != ImageState::Ready)
        return failure(ErrorCode::BadState, fmt::format("the image is {}", imageStateName(image.state())));
    const std::string full = spec::withTag(name);
    if (hasName(image, full))
        return {};
    std::vector<std::string> names = image.content().names;
    if (names.size() >= spec::kMaxImageNames)
        return failure(ErrorCode::LimitExceeded, fmt::format("the image has {} names already", names.size()));
    names.push_back(full);
    VITRINE_TRY(saveNames(image, std::move(names)));
    takeNames(image);
    return {};
}

Result<> Images::untag(Image &image, const std::string &name)
{
    std::vector<std::string> names = image.content().names;
    if (std::erase(names, spec::withTag(name)) == 0)
        return failure(ErrorCode::NotFound, fmt::format("the image has no name {}", printable(name)));
    return saveNames(image, std::move(names));
}

Result<> Images::removeRecord(Image &image)
{
    if (image.state() == ImageState::Importing)
        return failure(ErrorCode::BadState, "the image is being imported: cancel that first");
    if (!image.usedBy().empty())
        return failure(ErrorCode::Busy,
                       fmt::format("the image is used by {}: remove that first", join(image.usedBy(), ", ")));
    if (image.state() == ImageState::Ready)
        VITRINE_TRY(m_store.remove({ image.ownerUid(), image.id() }));
    forget(image);
    return {};
}

void Images::forget(Image &image)
{
    const std::string id = image.id();
    const std::uint32_t uid = image.ownerUid();
    m_images.erase(id);
    m_observer->removed(id, uid);
    refreshSharing(uid);
}

void Images::remove(Image &image, Done<> done)
{
    const std::uint32_t uid = image.ownerUid();
    if (auto removed = removeRecord(image); !removed)
        return done(std::move(removed));
    collectAndEmpty(uid, std::move(done));
}

void Images::prune(std::uint32_t uid, bool isDryRun, Done<PrunedImages> done)
{
    PrunedImages pruned;
    std::set<const Image *> unused;
    std::map<std::string, std::uint64_t> layers;
    for (const Image *image : ownedBy(uid)) {
        if (image->state() != ImageState::Ready || !image->usedBy().empty())
            continue;
        unused.insert(image);
        pruned.images.push_back({ image->id(), image->content().names, image->bytes() });
        for (const spec::ImageLayer &layer : image->content().layers)
            layers.insert_or_assign(layer.diffId, layer.bytes);
    }
    const std::set<std::string> kept = usedLayers(uid, unused);
    for (const auto &[diffId, bytes] : layers) {
        if (kept.contains(diffId))
            continue;
        ++pruned.layers;
        pruned.bytes += bytes;
    }
    if (isDryRun)
        return done(std::move(pruned));
    for (const PrunedImages::Item &item : pruned.images) {
        if (auto removed = removeRecord(*find(item.id)); !removed)
            return done(failure(removed.error()));
    }
    collectAndEmpty(uid, [pruned, done](const Result<> &emptied) {
        done(emptied ? Result<PrunedImages>(pruned) : failure(emptied.error()));
    });
}

void Images::setUses(std::uint32_t uid, const std::vector<ImageUse> &uses)
{
    std::map<std::string, std::vector<std::string>> users;
    std::set<std::string> layers;
    for (const ImageUse &use : uses) {
        users[use.image].push_back(use.container);
        layers.insert(use.layers.begin(), use.layers.end());
    }
    const bool lostAny = !std::ranges::includes(layers, m_containerLayers[uid]);
    m_containerLayers[uid] = std::move(layers);
    for (Image *image : ownedBy(uid)) {
        std::vector<std::string> names = users[image->id()];
        std::ranges::sort(names);
        if (image->m_usedBy == names)
            continue;
        image->m_usedBy = std::move(names);
        m_observer->changed(*image, { "UsedBy" });
    }
    // Layers of an image that could not be read any more go with the last container that had them.
    if (lostAny)
        collectAndEmpty(uid, [](const Result<> &) {});
}

void Images::refreshSharing(std::uint32_t uid)
{
    std::map<std::string, unsigned> counts;
    const std::vector<Image *> owned = ownedBy(uid);
    for (const Image *image : owned) {
        std::set<std::string_view> own;
        for (const spec::ImageLayer &layer : image->content().layers) {
            if (own.insert(layer.diffId).second)
                ++counts[layer.diffId];
        }
    }
    for (Image *image : owned) {
        std::vector<unsigned> sharing;
        for (const spec::ImageLayer &layer : image->content().layers)
            sharing.push_back(counts[layer.diffId] - 1);
        if (sharing == image->m_sharing)
            continue;
        image->m_sharing = std::move(sharing);
        m_observer->changed(*image, { "Layers" });
    }
}

std::set<std::string> Images::usedLayers(std::uint32_t uid, const std::set<const Image *> &without) const
{
    std::set<std::string> used;
    if (const auto found = m_containerLayers.find(uid); found != m_containerLayers.end())
        used = found->second;
    for (const Image *image : ownedBy(uid)) {
        if (image->state() != ImageState::Ready || without.contains(image))
            continue;
        for (const spec::ImageLayer &layer : image->content().layers)
            used.insert(layer.diffId);
    }
    return used;
}

std::vector<std::string> Images::collect(std::uint32_t uid)
{
    const std::vector<std::string> running = importsOf(uid);
    std::vector<std::string> trashed = m_store.discardImports(uid, running);
    // An import that runs was told which layers it need not bring.
    if (m_keepsAll || m_leftAlone.contains(uid) || !running.empty() || isExporting(uid))
        return trashed;
    const std::set<std::string> used = usedLayers(uid, {});
    for (const std::string &diffId : m_store.layers(uid)) {
        if (used.contains(diffId))
            continue;
        if (auto name = m_store.discardLayer(uid, diffId))
            trashed.push_back(std::move(*name));
        else
            journal(Level::Error, fmt::format("removing a layer: {}", name.error().what));
    }
    return trashed;
}

void Images::collectAndEmpty(std::uint32_t uid, Done<> done)
{
    m_context.trash.empty(
        collect(uid), [](const std::string &) {}, std::move(done));
}

} // namespace vitrine::daemon
