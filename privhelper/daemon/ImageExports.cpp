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

void Images::exportImage(Image &image, const std::string &format, int outputFd, Done<> done)
{
    const auto start = [&]() -> Result<std::unique_ptr<TreeJob>> {
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
        const std::string id = image.id();
        TreeJob::Events events{
            [this, id](const unpack::Progress &progress) { onProgress(id, progress); },
            [this, id](const Result<unpack::Finished> &written) { onExported(id, written); },
        };
        return TreeJob::start(
            m_context, packProgram(m_context, argumentsOf(format, layers.size()), outputFd, content.get(), layers),
            std::move(ticket), std::move(events));
    };
    auto job = start();
    if (!job)
        return done(failure(job.error()));
    m_exports.insert_or_assign(image.id(), Export{ std::move(*job), std::move(done), {} });
}

void Images::onExported(const std::string &id, const Result<unpack::Finished> &written)
{
    const auto ended = m_exports.extract(id);
    Image *image = find(id);
    if (ended.empty() || image == nullptr)
        return;
    image->m_progress = {};
    m_observer->changed(*image, { "Progress" });
    // What was removed meanwhile could not go while it was read.
    collectAndEmpty(image->ownerUid(), [](const Result<> &) {});
    if (ended.mapped().cancellation.isWished())
        ended.mapped().cancellation.whoWaits()({});
    ended.mapped().done(written ? Result<>() : failure(written.error()));
}

void Images::cancelExport(Export &running, const Done<> &done)
{
    if (running.cancellation.isWished())
        return done(failure(ErrorCode::Busy, "the export is being given up already"));
    const auto wished = running.cancellation.wish(
        m_context.loop, "the export has been ended but has not gone yet, since the file's file system does not answer",
        done);
    if (!wished)
        return done(wished);
    running.job->cancel();
}

bool Images::isExporting(std::uint32_t uid) const
{
    return std::ranges::any_of(m_exports, [&](const auto &running) {
        const Image *image = find(running.first);
        return image != nullptr && image->ownerUid() == uid;
    });
}

} // namespace vitrine::daemon
