// SPDX-License-Identifier: GPL-3.0-or-later
// How an image leaves.
#include "core/base/Try.h"
#include "privhelper/daemon/Images.h"
#include "privhelper/daemon/Spawn.h"
#include "privhelper/shim/ShimConfig.h"

#include <fmt/format.h>

#include <algorithm>

namespace vitrine::daemon {

namespace {

constexpr std::string_view kRootfs = "rootfs";

std::vector<std::string> argumentsOf(const std::string &format, std::size_t layers)
{
    const std::string base = fmt::format("{}", shim::kStoredRange.base);
    const std::string count = fmt::format("{}", layers);
    if (format == kRootfs)
        return { base, "merge", count };
    return { base, "export", format, count };
}

} // namespace

void Images::exportImage(Image &image, const std::string &format, int outputFd, const Done<> &done)
{
    if (const auto started = startExport(image, format, outputFd, done); !started)
        done(started);
}

Result<> Images::startExport(Image &image, const std::string &format, int outputFd, const Done<> &done)
{
    if (image.state() != ImageState::Ready)
        return failure(ErrorCode::BadState, fmt::format("the image is {}", imageStateName(image.state())));
    if (format != "oci-archive" && format != "docker-archive" && format != kRootfs)
        return failure(ErrorCode::InvalidArgs, "the formats are oci-archive, docker-archive and rootfs");
    VITRINE_TRY_ASSIGN(Quota::Ticket ticket, m_exportJobs.take(image.ownerUid()));
    std::vector<std::string> diffIds;
    for (const spec::ImageLayer &layer : image.content().layers)
        diffIds.push_back(layer.diffId);
    VITRINE_TRY_ASSIGN(const auto layers, openLayers(image.ownerUid(), diffIds));
    VITRINE_TRY_ASSIGN(const UniqueFd content, sealedMemfd("vitrine-image", spec::toJson(image.content())));
    const TreeExports::Events events{
        [this, id = image.id()](const unpack::Progress &progress) { onProgress(id, progress); },
        [this, id = image.id(), uid = image.ownerUid()](const Result<unpack::Finished> &written) {
            onProgress(id, {});
            // What was removed meanwhile could not go while it was read.
            collectAndEmpty(uid, [](const Result<> &) {});
            return written ? Result<>() : failure(written.error());
        },
    };
    return m_exports.start(image.id(),
                           packProgram(m_context, argumentsOf(format, layers.size()), outputFd, content.get(), layers),
                           std::move(ticket), events, done);
}

bool Images::isExporting(std::uint32_t uid) const
{
    return std::ranges::any_of(m_images, [&](const auto &known) {
        return known.second->ownerUid() == uid && m_exports.contains(known.first);
    });
}

} // namespace vitrine::daemon
