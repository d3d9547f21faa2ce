// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/LayerRestore.h"

#include "core/base/Try.h"
#include "privhelper/daemon/FilesSessions.h"
#include "privhelper/daemon/Images.h"
#include "privhelper/daemon/Spawn.h"
#include "privhelper/shim/ShimMessage.h"

#include <memory>
#include <utility>

namespace vitrine::daemon {

namespace {

/// What the process has said before it ended.
Result<std::uint64_t> readOutcome(int control)
{
    const auto message = shim::receiveMessage(control);
    if (message && message->type == shim::ShimMessageType::ExecReady && message->value >= 0)
        return static_cast<std::uint64_t>(message->value);
    if (message && message->type == shim::ShimMessageType::Failed)
        return failure(Error{ ErrorCode::System, static_cast<int>(message->value),
                              message->text.substr(message->text.find('\n') + 1) });
    return failure(ErrorCode::System, "the writable layer could not be changed: its process ended early");
}

Result<> launch(Context &context, const ContainerRecord &record, const Sources &sources, const std::string &path,
                Quota::Ticket ticket, const Done<std::uint64_t> &done)
{
    constexpr int kNothing = -1;
    std::vector<std::string> keys;
    for (const Source &source : sources)
        keys.push_back(source.key);
    VITRINE_TRY_ASSIGN(const UniqueFd config, filesConfig(record, std::move(keys)));
    VITRINE_TRY_ASSIGN(auto control, controlSockets());
    VITRINE_TRY_ASSIGN(const UniqueFd state, context.store.openContainer(record.id));
    shim::ShimMessage go;
    go.type = shim::ShimMessageType::Go;
    go.text = path;
    VITRINE_TRY(shim::sendMessage(control.first.get(), go));
    std::vector<int> fds{ config.get(), control.second.get(), kNothing, kNothing, kNothing, state.get(), kNothing };
    for (const Source &source : sources)
        fds.push_back(source.fd.get());
    VITRINE_TRY_ASSIGN(const auto layers, context.images.openLayers(record.ownerUid, record.layers));
    for (const UniqueFd &layer : layers)
        fds.push_back(layer.get());
    VITRINE_TRY_ASSIGN(const pid_t pid, spawnProgram(context.libexecDir + "/vitrine-shim", { "restore" }, fds));
    // Kept by the watch until the process has ended: only then is the layer in nobody's use.
    const auto kept = std::make_shared<UniqueFd>(std::move(control.first));
    return context.children.watch(pid, kept, [kept, done, ticket = std::move(ticket)](EventSource::ChildStatus) {
        done(readOutcome(kept->get()));
    });
}

} // namespace

void restoreLayer(Context &context, const ContainerRecord &record, const Sources &sources, const std::string &path,
                  Quota::Ticket ticket, const Done<std::uint64_t> &done)
{
    if (auto launched = launch(context, record, sources, path, std::move(ticket), done); !launched)
        done(failure(launched.error()));
}

} // namespace vitrine::daemon
