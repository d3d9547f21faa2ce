// SPDX-License-Identifier: GPL-3.0-or-later
// How files that lie here become an image: they are packed, and what comes of that is unpacked as an archive is. So a
// layer is made in one way, whoever has written it, and its id is the digest of what would leave this computer.
#include "core/base/Try.h"
#include "privhelper/daemon/Images.h"

#include <fmt/format.h>

#include <utility>

namespace vitrine::daemon {

namespace {

constexpr const char *kLayerWork = "layer"; ///< of vitrine-unpack

std::vector<std::string> argumentsOf(const ImageDraft &draft)
{
    if (draft.trees.size() == 1)
        return { draft.arguments, "pack" };
    return { draft.arguments, "merge", fmt::format("{}", draft.trees.size()) };
}

} // namespace

Result<Image *> Images::make(std::uint32_t uid, ImageDraft draft)
{
    VITRINE_TRY(checkNew(uid, draft.names));
    if (draft.below.size() >= spec::kMaxImageLayers)
        return failure(ErrorCode::LimitExceeded, fmt::format("an image has at most {} layers", spec::kMaxImageLayers));
    if (const auto problems = spec::problemsOf(draft.config); !problems.empty())
        return failure(ErrorCode::InvalidConfig, problems.front());
    VITRINE_TRY_ASSIGN(const Quota::Ticket ticket, m_jobs.take(uid));
    return begin(uid, [&](Image &image) { return startReading(image, std::move(draft), ticket); });
}

Result<> Images::startReading(const Image &image, ImageDraft draft, Quota::Ticket ticket)
{
    const std::string id = image.id();
    VITRINE_TRY(m_store.beginImport({ image.ownerUid(), id }));
    Import import;
    VITRINE_TRY_ASSIGN(import.packed, m_store.makeScratch({ image.ownerUid(), id }));
    import.names = draft.names;
    const std::vector<UniqueFd> none;
    const bool isOneLayer = draft.trees.size() == 1;
    const TreeProgram program = packProgram(m_context, argumentsOf(draft), import.packed.get(),
                                            draft.trees.front().get(), isOneLayer ? none : draft.trees);
    TreeJob::Events events{
        [this, id](const unpack::Progress &progress) { onProgress(id, progress); },
        [this, id, ticket](const Result<unpack::Finished> &packed) { onRead(id, packed, ticket); },
    };
    VITRINE_TRY_ASSIGN(import.job, TreeJob::start(m_context, program, std::move(ticket), std::move(events)));
    draft.trees.clear();
    import.draft = std::make_unique<ImageDraft>(std::move(draft));
    m_imports.insert_or_assign(id, std::move(import));
    return {};
}

void Images::onRead(const std::string &id, const Result<unpack::Finished> &packed, const Quota::Ticket &ticket)
{
    const auto found = m_imports.find(id);
    const Image *image = find(id);
    if (found == m_imports.end() || image == nullptr)
        return;
    Import &import = found->second;
    Result<> counts = import.draft->afterReading();
    if (!packed)
        return onFinished(id, packed);
    if (counts && import.cancellation.isWished())
        counts = failure(ErrorCode::Cancelled, "it was cancelled");
    if (!counts)
        return onFinished(id, failure(counts.error()));
    auto job = startUnpacking(*image, kLayerWork, import.packed.get(), ticket);
    if (!job)
        return onFinished(id, failure(job.error()));
    import.job = std::move(*job);
}

} // namespace vitrine::daemon
