// SPDX-License-Identifier: GPL-3.0-or-later
// The verbs of io.vitrine.Container1 that change a container's specification.
#include "core/base/Try.h"
#include "core/spec/SpecJson.h"
#include "core/spec/SpecValidate.h"
#include "privhelper/bus/ContainerObject.h"
#include "privhelper/bus/Policy.h"

namespace vitrine::bus {

using daemon::Container;

namespace {

bool grantsMore(const spec::Limits &before, const spec::Limits &after)
{
    for (const spec::DeviceRule &rule : after.devices) {
        bool isKnown = false;
        for (const spec::DeviceRule &old : before.devices)
            isKnown = isKnown
                || (old.path == rule.path && old.read >= rule.read && old.write >= rule.write
                    && old.mknod >= rule.mknod);
        if (!isKnown)
            return true;
    }
    return false;
}

/// Besides the one of the method itself.
std::vector<std::string> actionsFor(const spec::Limits &before, const spec::Limits &after)
{
    std::vector<std::string> actions;
    if (grantsMore(before, after))
        actions.emplace_back(kActionDevice);
    return actions;
}

/// Every problem of a specification that is to take the place of another.
Result<> checkChanged(const spec::ContainerSpec &before, const spec::ContainerSpec &after)
{
    auto problems = spec::validate(after);
    for (spec::Problem &problem : spec::fixedProblems(before, after))
        problems.push_back(std::move(problem));
    // Only a new container takes it from its image.
    if (after.command.empty() && after.root.kind == spec::RootKind::Image)
        problems.push_back({ spec::FieldId::Command, {}, spec::Severity::Error, "Say what to run" });
    if (spec::hasErrors(problems))
        return failure(ErrorCode::InvalidConfig, spec::describe(problems));
    return {};
}

} // namespace

Result<> ContainerObject::onUpdateLimits(sd_bus_message *message)
{
    return m_gate.admit(message, [&](const CallPtr &call) { return updateLimits(message, call); });
}

Result<> ContainerObject::updateLimits(sd_bus_message *message, const CallPtr &opened)
{
    VITRINE_TRY_ASSIGN(const std::string json, readText(message));
    VITRINE_TRY_ASSIGN(const spec::Limits limits, spec::limitsFromJson(json));
    if (const auto problems = spec::validateLimits(limits); spec::hasErrors(problems))
        return failure(ErrorCode::InvalidConfig, spec::describe(problems));
    VITRINE_TRY_ASSIGN(const Container *container, resolve(message));
    return perform(
        message, opened,
        [this, limits](Container &changed, const CallPtr &call) {
            call->finish(m_manager.updateLimits(changed, limits));
        },
        actionsFor(container->record().spec.limits, limits));
}

Result<> ContainerObject::onUpdateSpec(sd_bus_message *message)
{
    return m_gate.admit(message, [&](const CallPtr &call) { return updateSpec(message, call); });
}

Result<> ContainerObject::updateSpec(sd_bus_message *message, const CallPtr &opened)
{
    VITRINE_TRY_ASSIGN(const std::string json, readText(message));
    VITRINE_TRY_ASSIGN(const spec::ContainerSpec spec, spec::fromJson(json));
    VITRINE_TRY_ASSIGN(const Container *container, resolve(message));
    VITRINE_TRY(checkChanged(container->record().spec, spec));
    return perform(
        message, opened,
        [this, spec](Container &changed, const CallPtr &call) { call->finish(m_manager.updateSpec(changed, spec)); },
        actionsFor(container->record().spec.limits, spec.limits));
}

Result<> ContainerObject::onRevertSpec(sd_bus_message *message)
{
    return perform(message, [](Container &container, const CallPtr &call) { call->finish(container.revertSpec()); });
}

} // namespace vitrine::bus
