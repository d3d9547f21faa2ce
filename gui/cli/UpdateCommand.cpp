// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Try.h"
#include "core/plan/ImageVolumes.h"
#include "core/spec/CommandLine.h"
#include "core/spec/SpecChanges.h"
#include "gui/cli/Commands.h"
#include "gui/cli/Describe.h"
#include "gui/cli/Volumes.h"

namespace vitrine::gui {

namespace {

enum class Say { AllChanges, WhatWaits };

bool changesOnlyLimits(const spec::ContainerSpec &before, spec::ContainerSpec after)
{
    after.limits = before.limits;
    return after == before;
}

Result<> send(Session &session, const ContainerInfo &info, const spec::ContainerSpec &changed)
{
    return session.ask<void>([&](Reply<void> reply) {
        if (changesOnlyLimits(info.spec, changed))
            session.backend().updateLimits(info.id, changed.limits, std::move(reply));
        else
            session.backend().updateSpec(info.id, changed, std::move(reply));
    });
}

/// With a container that does not run nothing has to wait.
Result<> say(const ContainerInfo &info, const spec::ContainerSpec &changed, Say what)
{
    auto changes = spec::specChanges(info.spec, changed);
    const bool isAlive = ipc::isAlive(info.state);
    if (what == Say::WhatWaits)
        std::erase_if(changes, [isAlive](const spec::SpecChange &change) {
            return !isAlive || change.applies != spec::Applies::AtNextStart;
        });
    return print(describeChanges(changes));
}

Result<int> change(Session &session, Words words, Say what)
{
    VITRINE_TRY_ASSIGN(const spec::SetOptions options, spec::parseSet(words));
    VITRINE_TRY_ASSIGN(const ContainerInfo info, session.find(options.container));
    if (options.revert) {
        VITRINE_TRY(
            session.ask<void>([&](Reply<void> reply) { session.backend().revertSpec(info.id, std::move(reply)); }));
        return 0;
    }
    VITRINE_TRY_ASSIGN(spec::ContainerSpec changed, spec::applySet(info.spec, options, spec::processSurroundings()));
    plan::nameAnonymousVolumes(changed, freshVolumeName);
    if (changed.mounts != info.spec.mounts)
        VITRINE_TRY(makeMissingVolumes(session, changed));
    VITRINE_TRY(send(session, info, changed));
    VITRINE_TRY(say(info, changed, what));
    if (changed.mounts != info.spec.mounts)
        complainAboutMounts(session, changed);
    return 0;
}

} // namespace

Result<int> runSet(Session &session, Words words)
{
    return change(session, words, Say::WhatWaits);
}

Result<int> runUpdate(Session &session, Words words)
{
    return change(session, words, Say::AllChanges);
}

} // namespace vitrine::gui
