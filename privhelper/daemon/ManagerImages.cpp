// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves a container: an image of it, or a tar of all its files.
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/plan/IdMapPlan.h"
#include "privhelper/daemon/Clock.h"
#include "privhelper/daemon/Directory.h"
#include "privhelper/daemon/Images.h"
#include "privhelper/daemon/Manager.h"

#include <fmt/format.h>

#include <utility>

namespace vitrine::daemon {

namespace {

/// Ids of the container as they are inside, and those of stored layers beside them (unpack::kStoredIds).
std::string treeIds(const ContainerRecord &record)
{
    const shim::IdRange range = IdPool::range(record.index);
    const auto mapFor = [&](std::uint32_t ownerId) {
        std::string map;
        for (const auto &line : plan::planIdMap(record.spec.identity, range.base, range.size, ownerId))
            map += fmt::format("{}:{}:{},", line.inside, line.outside, line.count);
        return map + fmt::format("{}:{}:{}", unpack::kStoredIds, shim::kStoredRange.base, shim::kStoredRange.size);
    };
    return mapFor(record.ownerUid) + '/' + mapFor(record.ownerGid);
}

Result<UniqueFd> openUpper(int stateFd)
{
    VITRINE_TRY_ASSIGN(const UniqueFd overlay, openDirectoryAt(stateFd, "overlay"));
    return openDirectoryAt(overlay.get(), "upper");
}

Result<> checkSettled(const Container &container)
{
    switch (container.state()) {
    case ipc::ContainerState::Running:
    case ipc::ContainerState::Paused:
    case ipc::ContainerState::Created:
    case ipc::ContainerState::Ended:
        return {};
    default:
        return failure(ErrorCode::BadState,
                       fmt::format("the container is {}: try again in a moment", ipc::stateName(container.state())));
    }
}

/// What somebody who makes a container of its image would have to say anew.
spec::ImageConfig configOf(const spec::ContainerSpec &spec)
{
    spec::ImageConfig config;
    config.cmd = spec.command;
    config.env = spec.env;
    config.user = spec.user;
    config.workingDir = spec.workdir;
    return config;
}

spec::ImageHistory stepOf(const ContainerRecord &record, const spec::CommitRequest &request)
{
    std::string command = join(record.spec.command, " ");
    if (command.size() > spec::kMaxCreatedByBytes)
        command = printable(command, spec::kMaxCreatedByBytes / 2);
    return { std::move(command), realtimeUs(), false, request.comment };
}

} // namespace

/// Those that only this container has, the lowest first.
Result<std::vector<UniqueFd>> Manager::openOwnTrees(const ContainerRecord &record) const
{
    std::vector<UniqueFd> trees;
    VITRINE_TRY_ASSIGN(const UniqueFd state, m_context.store.openContainer(record.id));
    switch (record.spec.root.kind) {
    case spec::RootKind::Image:
        break;
    case spec::RootKind::Tar: {
        VITRINE_TRY_ASSIGN(UniqueFd unpacked, openDirectoryAt(state.get(), "rootfs"));
        trees.push_back(std::move(unpacked));
        break;
    }
    case spec::RootKind::Folder:
    case spec::RootKind::Host:
        return failure(ErrorCode::Unsupported,
                       "the container's root is a folder of this computer: only one made of an image or of an archive "
                       "has all of its files in Vitrine's keeping");
    }
    // There is none before the first start.
    if (auto upper = openUpper(state.get()))
        trees.push_back(std::move(*upper));
    return trees;
}

Result<ImageDraft> Manager::draftOf(const ContainerRecord &record, const spec::CommitRequest &request) const
{
    ImageDraft draft;
    draft.names = request.names;
    draft.arguments = treeIds(record);
    VITRINE_TRY_ASSIGN(draft.trees, openOwnTrees(record));
    spec::ImageConfig config = configOf(record.spec);
    if (record.spec.root.kind == spec::RootKind::Image) {
        if (draft.trees.empty())
            return failure(ErrorCode::BadState, "the container has never been started: it is what its image is");
        const Image *image = m_context.images.find(record.image);
        if (image == nullptr)
            return failure(ErrorCode::NotFound, "the image of the container is no longer there");
        config = image->content().config;
        draft.below = image->content().layers;
    }
    draft.config = spec::withChanges(std::move(config), request.changes);
    draft.config.createdUs = realtimeUs();
    draft.config.author = request.author;
    spec::completeHistory(draft.config.history, draft.below);
    draft.config.history.push_back(stepOf(record, request));
    return draft;
}

void Manager::commit(Container &container, const spec::CommitRequest &request, OperationToken token,
                     Done<std::string> done)
{
    auto draft = draftOf(container.record(), request);
    const auto settled = checkSettled(container);
    const auto fits = m_context.images.checkNew(container.ownerUid(), request.names);
    if (!settled || !fits || !draft)
        return done(failure(!settled ? settled.error() : !fits ? fits.error() : draft.error()));
    if (!request.isPausing || container.state() != ipc::ContainerState::Running)
        return done(beginImage(container, std::move(*draft), false, std::move(token)));
    const auto kept = std::make_shared<ImageDraft>(std::move(*draft));
    container.hold(
        [this, id = container.id(), kept, token = std::move(token), done = std::move(done)](const Result<> &held) {
            if (!held)
                return done(failure(held.error()));
            done(beginImage(*find(id), std::move(*kept), true, token));
        });
}

Result<std::string> Manager::beginImage(Container &container, ImageDraft draft, bool isHeld, OperationToken token)
{
    const auto letGo = [this, id = container.id(), isHeld] {
        if (Container *still = find(id); still != nullptr && isHeld)
            still->letGo();
    };
    draft.afterReading = [this, letGo, id = container.id(), token = std::move(token)]() mutable -> Result<> {
        letGo();
        token.reset();
        if (find(id) == nullptr)
            return failure(ErrorCode::NotFound, "the container went away while its files were read");
        return {};
    };
    const auto image = m_context.images.make(container.ownerUid(), std::move(draft));
    if (image)
        return (*image)->id();
    letGo();
    return failure(image.error());
}

void Manager::exportRoot(Container &container, int outputFd, Done<> done)
{
    if (auto started = startExport(container, outputFd, done); !started)
        done(std::move(started));
}

Result<> Manager::startExport(Container &container, int outputFd, const Done<> &done)
{
    const std::string id = container.id();
    VITRINE_TRY(checkSettled(container));
    VITRINE_TRY_ASSIGN(Quota::Ticket ticket, m_exportJobs.take(container.ownerUid()));
    VITRINE_TRY_ASSIGN(auto own, openOwnTrees(container.record()));
    VITRINE_TRY_ASSIGN(auto trees, m_context.images.openLayers(container.ownerUid(), container.record().layers));
    for (UniqueFd &tree : own)
        trees.push_back(std::move(tree));
    const TreeExports::Events events{
        [this, id](const unpack::Progress &progress) {
            if (Container *exported = find(id))
                exported->setProgress(progress.done, progress.total);
        },
        [this, id](const Result<unpack::Finished> &written) { return endExport(id, written); },
    };
    const TreeProgram program = packProgram(
        m_context, { treeIds(container.record()), "merge", fmt::format("{}", trees.size()) }, outputFd, -1, trees);
    return m_exports.start(id, program, std::move(ticket), events, done);
}

Result<> Manager::endExport(const std::string &id, const Result<unpack::Finished> &written)
{
    Container *container = find(id);
    if (container != nullptr)
        container->setProgress(0, 0);
    if (!written)
        return failure(written.error());
    if (container == nullptr)
        return failure(ErrorCode::NotFound, "the container went away while its files were read");
    return {};
}

} // namespace vitrine::daemon
