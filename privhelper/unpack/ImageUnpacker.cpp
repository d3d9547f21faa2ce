// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/ImageUnpacker.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "privhelper/unpack/ImageArchive.h"
#include "privhelper/unpack/RemoveTree.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

namespace vitrine::unpack {

namespace {

constexpr std::size_t kMaxStoredBytes = 16 * 1024 * 1024;
/// A layer that is being unpacked; no diff id has this name.
constexpr const char *kUnfinished = "unfinished";
constexpr const char *kContentFile = "image.json";

class ImageUnpacker {
public:
    ImageUnpacker(PackedImage image, int destination, Workers &workers, const UnpackOptions &options,
                  Allowance allowance)
        : m_image(std::move(image))
        , m_destination(destination)
        , m_workers(workers)
        , m_options(options)
        , m_allowance(allowance)
    {
        m_progress.layersTotal = m_image.layers.size();
        for (const auto &layer : m_image.layers)
            m_progress.total += layer.region.size;
    }

    Result<Finished> run(std::set<std::string> known)
    {
        Finished finished;
        for (std::size_t i = 0; i < m_image.layers.size(); ++i) {
            const auto &layer = m_image.layers[i];
            if (layer.diffId.empty() || known.insert(layer.diffId).second) {
                const auto unpacked = unpack(i, known);
                if (!unpacked)
                    return failure(unpacked.error().wrap(describe(i)));
                finished.entries += unpacked->entries;
                finished.bytes += unpacked->bytes;
            }
            m_progress.done += layer.region.size;
            ++m_progress.layersDone;
        }
        copySizesToRepeats();
        VITRINE_TRY(writeContent());
        m_options.progress(m_progress);
        return finished;
    }

private:
    [[nodiscard]] std::string describe(std::size_t i) const
    {
        const auto &layer = m_image.layers[i];
        const auto &digest = layer.digest.empty() ? layer.diffId : layer.digest;
        if (digest.empty())
            return "reading the root file system";
        return fmt::format("layer {} of {} (sha256:{})", i + 1, m_image.layers.size(), digest.substr(0, 12));
    }

    Result<Finished> unpack(std::size_t i, std::set<std::string> &known)
    {
        const auto &layer = m_image.layers[i];
        if (::mkdirat(m_destination, kUnfinished, 0755) != 0)
            return failErrno(errno, "making the directory of a layer", ErrorCode::ImageUnpackFailed);
        const UniqueFd directory(::openat(m_destination, kUnfinished, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (!directory)
            return failErrno(errno, "opening the directory of a layer", ErrorCode::ImageUnpackFailed);
        LayerStream stream(m_workers, layer.region);
        const auto tick = [&](std::uint64_t done) {
            auto progress = m_progress;
            progress.done += done;
            return !m_clock.isDue() || m_options.progress(progress);
        };
        VITRINE_TRY_ASSIGN(
            const auto finished,
            unpackTar(stream, { directory.get(), TreeKind::Layer, m_options.owners }, m_allowance, tick));
        const auto digests = stream.digests();
        if (!layer.digest.empty() && digests.packed != layer.digest)
            return failure(ErrorCode::ImageCorrupt,
                           fmt::format("it has the digest sha256:{} instead", digests.packed.substr(0, 12)));
        if (!layer.diffId.empty() && digests.unpacked != layer.diffId)
            return failure(ErrorCode::ImageCorrupt,
                           fmt::format("unpacked it has the digest sha256:{}, and the image's configuration says {}",
                                       digests.unpacked.substr(0, 12), layer.diffId.substr(0, 12)));
        VITRINE_TRY(keep(digests.unpacked, known));
        auto &content = m_image.content.layers[i];
        content.diffId = digests.unpacked;
        content.bytes = finished.bytes;
        content.entries = finished.entries;
        return finished;
    }

    /// The layer gets its name; that of a plain root file system is known only now, and may be stored already.
    Result<> keep(const std::string &diffId, std::set<std::string> &known)
    {
        const bool isPlain = m_image.layers.front().diffId.empty();
        int err = 0;
        if (isPlain && !known.insert(diffId).second)
            err = removeTree(m_destination, kUnfinished);
        else if (::renameat(m_destination, kUnfinished, m_destination, diffId.c_str()) != 0)
            err = errno;
        if (err != 0)
            return failErrno(err, "giving a layer its name", ErrorCode::ImageUnpackFailed);
        return {};
    }

    /// A layer that is there twice was unpacked once.
    void copySizesToRepeats()
    {
        auto &layers = m_image.content.layers;
        for (auto &layer : layers) {
            const auto first = std::find_if(layers.begin(), layers.end(),
                                            [&](const auto &other) { return other.diffId == layer.diffId; });
            layer.bytes = first->bytes;
            layer.entries = first->entries;
        }
    }

    Result<> writeContent() const
    {
        const UniqueFd file(
            ::openat(m_destination, kContentFile, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
        if (!file)
            return failErrno(errno, "writing what the image holds", ErrorCode::ImageUnpackFailed);
        return writeAll(file.get(), spec::toJson(m_image.content));
    }

    PackedImage m_image;
    int m_destination;
    Workers &m_workers;
    const UnpackOptions &m_options;
    Allowance m_allowance;
    Progress m_progress;
    ProgressClock m_clock;
};

} // namespace

Result<std::set<std::string>> readStoredLayers(int file)
{
    VITRINE_TRY_ASSIGN(const auto text, readAll(file, kMaxStoredBytes));
    std::set<std::string> stored;
    for (const auto line : split(text, '\n')) {
        if (line.empty())
            continue;
        if (!spec::isDiffId(line))
            return failure(ErrorCode::ImageUnpackFailed, "reading the stored layers: a line is no diff id");
        stored.emplace(line);
    }
    return stored;
}

namespace {

using Opener = Result<PackedImage> (*)(int file, std::uint64_t fileSize, const Platform &here);

Result<Finished> unpackOpened(int archive, int destination, Workers &workers, const std::set<std::string> &stored,
                              const UnpackOptions &options, Opener open)
{
    struct stat status = {};
    if (::fstat(archive, &status) != 0 || !S_ISREG(status.st_mode))
        return failure(ErrorCode::ImageUnpackFailed, "reading the archive: it is not a regular file");
    VITRINE_TRY_ASSIGN(const auto allowance, allowanceFor(destination, options));
    VITRINE_TRY_ASSIGN(auto image, open(archive, static_cast<std::uint64_t>(status.st_size), thisPlatform()));
    VITRINE_TRY_ASSIGN(const auto finished,
                       ImageUnpacker(std::move(image), destination, workers, options, allowance).run(stored));
    // Whoever is told "done" must find it after a power loss.
    if (::syncfs(destination) != 0)
        return failErrno(errno, "writing the files to disk", ErrorCode::ImageUnpackFailed);
    return finished;
}

} // namespace

Result<Finished> unpackImage(int archive, int destination, Workers &workers, const std::set<std::string> &stored,
                             const UnpackOptions &options)
{
    return unpackOpened(archive, destination, workers, stored, options, openImage);
}

Result<Finished> unpackLayer(int archive, int destination, Workers &workers, const std::set<std::string> &stored,
                             const UnpackOptions &options)
{
    return unpackOpened(archive, destination, workers, stored, options, openLayer);
}

} // namespace vitrine::unpack
