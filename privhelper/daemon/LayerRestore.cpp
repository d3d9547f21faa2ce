// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/LayerRestore.h"

#include "core/base/Try.h"
#include "privhelper/daemon/FilesSessions.h"
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
    VITRINE_TRY_ASSIGN(auto control, controlSockets());
    shim::ShimMessage go;
    go.type = shim::ShimMessageType::Go;
    go.text = path;
    VITRINE_TRY(shim::sendMessage(control.first.get(), go));
    VITRINE_TRY_ASSIGN(const pid_t pid, spawnOnFiles(context, record, sources, { "restore", control.second.get() }));
    // Kept by the watch until the process has ended: only then is the layer in nobody's use.
    const auto kept = std::make_shared<UniqueFd>(std::move(control.first));
    return context.children.watch(pid, kept,
                                  [kept, record, done, ticket = std::move(ticket)](EventSource::ChildStatus status) {
                                      if (const auto silence = silenceOf(record, status))
                                          return done(failure(*silence));
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
