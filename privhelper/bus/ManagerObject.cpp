// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/bus/ManagerObject.h"

#include "core/base/Try.h"
#include "core/ipc/Names.h"
#include "core/spec/SpecJson.h"
#include "core/spec/SpecValidate.h"
#include "privhelper/bus/Policy.h"
#include "privhelper/bus/Sources.h"

#include <algorithm>
#include <utility>

namespace vitrine::bus {

namespace {

/// The probes of a report are work, and anybody may ask for one at any time.
constexpr auto kReportAge = std::chrono::seconds(2);
constexpr const char *kObjectManager = "org.freedesktop.DBus.ObjectManager";

/// Root's own id is never mapped; see README, "Who the processes inside are".
Result<> checkIdentity(const spec::ContainerSpec &spec, std::uint32_t uid)
{
    if (uid == 0 && spec.identity != spec::Identity::Isolated)
        return failure(ErrorCode::InvalidConfig, "identity: root's containers are isolated ones; choose \"isolated\"");
    return {};
}

Result<spec::ContainerSpec> readSpec(sd_bus_message *message, std::uint32_t uid)
{
    const char *json = nullptr;
    VITRINE_TRY(readable(sd_bus_message_read(message, "s", &json)));
    VITRINE_TRY_ASSIGN(spec::ContainerSpec spec, spec::fromJson(json));
    const auto problems = spec::validate(spec);
    if (spec::hasErrors(problems)) {
        const bool isOnlyName = std::all_of(problems.begin(), problems.end(), [](const spec::Problem &problem) {
            return problem.field == spec::FieldId::Name || problem.severity == spec::Severity::Warning;
        });
        return failure(isOnlyName ? ErrorCode::InvalidName : ErrorCode::InvalidConfig, spec::describe(problems));
    }
    VITRINE_TRY(checkIdentity(spec, uid));
    return spec;
}

std::vector<std::string> actionsFor(const spec::ContainerSpec &spec)
{
    std::vector<std::string> actions{ policyOf(ipc::kManagerInterface, "Create")->action };
    if (!spec.limits.devices.empty())
        actions.emplace_back(kActionDevice);
    return actions;
}

/// One entry of what GetManagedObjects answers.
int appendObject(sd_bus_message *reply, const ObjectKind &kind, const std::string &id)
{
    int r = sd_bus_message_open_container(reply, SD_BUS_TYPE_DICT_ENTRY, "oa{sa{sv}}");
    if (r >= 0)
        r = sd_bus_message_append(reply, "o", kind.pathOf(id).c_str());
    if (r >= 0)
        r = kind.appendInterfaces(reply, id);
    return r < 0 ? r : sd_bus_message_close_container(reply);
}

} // namespace

const sd_bus_vtable ManagerObject::kVtable[] = {
    SD_BUS_VTABLE_START(0),
    SD_BUS_PROPERTY("Version", "s", &ManagerObject::getProperty, 0, SD_BUS_VTABLE_PROPERTY_CONST),
    SD_BUS_PROPERTY("ApiLevel", "u", &ManagerObject::getProperty, 0, SD_BUS_VTABLE_PROPERTY_CONST),
    SD_BUS_METHOD_WITH_NAMES("Ping", "", "", "", "", (handleCall<&ManagerObject::onPing, ManagerObject>),
                             SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_NAMES("Create", "sa{sh}", SD_BUS_PARAM(spec) SD_BUS_PARAM(sources), "o", SD_BUS_PARAM(container),
                             (handleCall<&ManagerObject::onCreate, ManagerObject>), SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_NAMES("ImportImage", "sh", SD_BUS_PARAM(request) SD_BUS_PARAM(archive), "o", SD_BUS_PARAM(image),
                             (handleCall<&ManagerObject::onImportImage, ManagerObject>), SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_NAMES("PruneImages", "b", SD_BUS_PARAM(dryRun), "s", SD_BUS_PARAM(report),
                             (handleCall<&ManagerObject::onPruneImages, ManagerObject>), SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_NAMES("TryMounts", "sa{sh}", SD_BUS_PARAM(spec) SD_BUS_PARAM(sources), "s",
                             SD_BUS_PARAM(verdicts), (handleCall<&ManagerObject::onTryMounts, ManagerObject>),
                             SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_NAMES("SystemReport", "", "", "s", SD_BUS_PARAM(report),
                             (handleCall<&ManagerObject::onSystemReport, ManagerObject>), SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_NAMES("CreateVolume", "s", SD_BUS_PARAM(request), "o", SD_BUS_PARAM(volume),
                             (handleCall<&ManagerObject::onCreateVolume, ManagerObject>), SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_NAMES("PruneVolumes", "b", SD_BUS_PARAM(dryRun), "s", SD_BUS_PARAM(report),
                             (handleCall<&ManagerObject::onPruneVolumes, ManagerObject>), SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_VTABLE_END,
};

ManagerObject::ManagerObject(sd_bus *bus, daemon::Manager &manager, ImageObject &images, VolumeObject &volumes,
                             daemon::HostResources &host, Gate &gate, Subscribers &subscribers,
                             std::vector<const ObjectKind *> kinds)
    : m_bus(bus)
    , m_manager(manager)
    , m_images(images)
    , m_volumes(volumes)
    , m_host(host)
    , m_gate(gate)
    , m_subscribers(subscribers)
    , m_kinds(std::move(kinds))
{
}

Result<> ManagerObject::publish()
{
    sd_bus_slot *slot = nullptr;
    // sd-bus's own object manager is there for the introspection only: onAnyCall() comes first and answers.
    VITRINE_TRY(checked(sd_bus_add_object_manager(m_bus, &slot, ipc::kManagerPath), "publishing the manager"));
    m_objectManagerSlot.reset(slot);
    VITRINE_TRY(checked(sd_bus_add_object(m_bus, &slot, ipc::kManagerPath, onAnyCall, this), "publishing the manager"));
    m_objectSlot.reset(slot);
    VITRINE_TRY(
        checked(sd_bus_add_object_vtable(m_bus, &slot, ipc::kManagerPath, ipc::kManagerInterface, kVtable, this),
                "publishing the manager"));
    m_vtableSlot.reset(slot);
    return {};
}

int ManagerObject::getProperty(sd_bus *, const char *, const char *, const char *property, sd_bus_message *reply,
                               void *, sd_bus_error *)
{
    if (std::string_view(property) == "ApiLevel")
        return sd_bus_message_append(reply, "u", ipc::kApiLevel);
    return sd_bus_message_append(reply, "s", VITRINE_VERSION);
}

int ManagerObject::onAnyCall(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
    if (sd_bus_message_is_method_call(message, kObjectManager, "GetManagedObjects") <= 0)
        return 0;
    return handleCall<&ManagerObject::onGetManagedObjects, ManagerObject>(message, userdata, error);
}

Result<> ManagerObject::onGetManagedObjects(sd_bus_message *message)
{
    VITRINE_TRY_ASSIGN(const std::uint32_t uid, m_gate.uidOf(message));
    VITRINE_TRY(m_subscribers.add(uid, sd_bus_message_get_sender(message)));
    sd_bus_message *raw = nullptr;
    int r = sd_bus_message_new_method_return(message, &raw);
    const MessagePtr reply(raw);
    if (r >= 0)
        r = sd_bus_message_open_container(reply.get(), SD_BUS_TYPE_ARRAY, "{oa{sa{sv}}}");
    for (const ObjectKind *kind : m_kinds) {
        for (const std::string &id : kind->idsOf(uid))
            r = r < 0 ? r : appendObject(reply.get(), *kind, id);
    }
    if (r >= 0)
        r = sd_bus_message_close_container(reply.get());
    if (r >= 0)
        r = sd_bus_send(m_bus, reply.get(), nullptr);
    return checked(r, "listing what an account has");
}

Result<> ManagerObject::onPing(sd_bus_message *message)
{
    return checked(sd_bus_reply_method_return(message, ""), "answering a ping");
}

Result<> ManagerObject::onCreate(sd_bus_message *message)
{
    return m_gate.admit(message, [&](const CallPtr &call) { return create(message, call); });
}

Result<> ManagerObject::create(sd_bus_message *message, const CallPtr &call)
{
    VITRINE_TRY_ASSIGN(const spec::ContainerSpec spec, readSpec(message, call->uid()));
    VITRINE_TRY_ASSIGN(auto read, readSources(message));
    VITRINE_TRY(checkCreateSources(spec, read));
    VITRINE_TRY(m_manager.checkNew(call->uid(), spec));
    const auto sources = std::make_shared<daemon::Sources>(std::move(read));
    m_gate.authorize(call, actionsFor(spec), [this, call, spec, sources] {
        const auto made = m_manager.create(call->uid(), spec, std::move(*sources));
        if (!made)
            return call->fail(made.error());
        const std::string path = ipc::kContainerPathPrefix + (*made)->id();
        call->reply([&](sd_bus_message *reply) { return sd_bus_message_append(reply, "o", path.c_str()); });
    });
    return {};
}

Result<> ManagerObject::onTryMounts(sd_bus_message *message)
{
    return m_gate.admit(message, [&](const CallPtr &call) { return tryMounts(message, call); });
}

/// No person is asked: it does nothing that the caller could not do in a user namespace of his own.
Result<> ManagerObject::tryMounts(sd_bus_message *message, const CallPtr &call)
{
    const char *json = nullptr;
    VITRINE_TRY(readable(sd_bus_message_read(message, "s", &json)));
    VITRINE_TRY_ASSIGN(const spec::ContainerSpec spec, spec::fromJson(json));
    VITRINE_TRY(checkIdentity(spec, call->uid()));
    // As a person is still typing it, names and places inside need not be right yet, nor every source be given.
    const auto problems = spec::validate(spec);
    if (std::ranges::any_of(problems, [](const spec::Problem &problem) {
            return problem.field == spec::FieldId::User && problem.severity == spec::Severity::Error;
        }))
        return failure(ErrorCode::InvalidConfig, spec::describe(problems));
    VITRINE_TRY_ASSIGN(const daemon::Sources sources, readSources(message));
    VITRINE_TRY(checkTrialSources(spec, sources));
    m_manager.tryMounts(call->uid(), spec, sources, [call](const Result<daemon::TrialJob::Verdicts> &verdicts) {
        if (!verdicts)
            return call->fail(verdicts.error());
        const std::string answer = spec::verdictsToJson(*verdicts);
        call->reply([&](sd_bus_message *reply) { return sd_bus_message_append(reply, "s", answer.c_str()); });
    });
    return {};
}

Result<> ManagerObject::onSystemReport(sd_bus_message *message)
{
    const auto now = std::chrono::steady_clock::now();
    if (m_report.empty() || now - m_reportedAt > kReportAge) {
        daemon::HelperFacts facts;
        facts.freePlaces = m_manager.freePlaces();
        m_gate.authorizer().describe(facts);
        VITRINE_TRY_ASSIGN(const ipc::SystemReport report, m_host.report(facts));
        m_report = ipc::reportToJson(report);
        m_reportedAt = now;
    }
    return checked(sd_bus_reply_method_return(message, "s", m_report.c_str()), "answering with the system report");
}

} // namespace vitrine::bus
