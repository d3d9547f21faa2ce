// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/bus/VolumeObject.h"

#include "core/base/Try.h"
#include "core/ipc/Names.h"
#include "privhelper/bus/Sources.h"
#include "privhelper/bus/VolumeMessages.h"

#include <memory>

namespace vitrine::bus {

using daemon::Volume;

namespace {

constexpr Property<Volume> kProperties[]{
    { "Id", "s", [](sd_bus_message *m, const Volume &v) { return appendText(m, v.id()); } },
    { "Name", "s", [](sd_bus_message *m, const Volume &v) { return appendText(m, v.record().name); } },
    { "CreatedAt", "t",
      [](sd_bus_message *m, const Volume &v) { return sd_bus_message_append(m, "t", v.record().createdAtUs); } },
    { "Owner", "s", [](sd_bus_message *m, const Volume &v) { return appendText(m, v.record().owner); } },
    { "UsedBy", "as", [](sd_bus_message *m, const Volume &v) { return appendTexts(m, v.usedBy()); } },
    { "Progress", "(stt)",
      [](sd_bus_message *m, const Volume &v) {
          const daemon::VolumeProgress &now = v.progress();
          return sd_bus_message_append(m, "(stt)", now.doing.c_str(), now.done, now.total);
      } },
};

daemon::Done<> answer(const CallPtr &call)
{
    return [call](const Result<> &done) { call->finish(done); };
}

/// The file is there until the answer: the work with it may begin only after something else.
daemon::Done<> answerWith(const CallPtr &call, std::shared_ptr<UniqueFd> file)
{
    return [call, file = std::move(file)](const Result<> &done) { call->finish(done); };
}

} // namespace

#define VITRINE_METHOD(name, in, inNames, out, outNames)                                                               \
    SD_BUS_METHOD_WITH_NAMES(#name, in, inNames, out, outNames, (handleCall<&VolumeObject::on##name, VolumeObject>),   \
                             SD_BUS_VTABLE_UNPRIVILEGED)
#define VITRINE_PROPERTY(name, signature, flags) SD_BUS_PROPERTY(name, signature, &VolumeObject::getProperty, 0, flags)

const sd_bus_vtable VolumeObject::kVtable[] = {
    SD_BUS_VTABLE_START(0),
    VITRINE_PROPERTY("Id", "s", SD_BUS_VTABLE_PROPERTY_CONST),
    VITRINE_PROPERTY("Name", "s", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_PROPERTY("CreatedAt", "t", SD_BUS_VTABLE_PROPERTY_CONST),
    VITRINE_PROPERTY("Owner", "s", SD_BUS_VTABLE_PROPERTY_CONST),
    VITRINE_PROPERTY("UsedBy", "as", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_PROPERTY("Progress", "(stt)", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_METHOD(Rename, "s", SD_BUS_PARAM(name), "", ""),
    VITRINE_METHOD(Remove, "", "", "", ""),
    VITRINE_METHOD(Clone, "s", SD_BUS_PARAM(name), "o", SD_BUS_PARAM(volume)),
    VITRINE_METHOD(Empty, "", "", "", ""),
    VITRINE_METHOD(Measure, "", "", "tt", SD_BUS_PARAM(bytes) SD_BUS_PARAM(files)),
    VITRINE_METHOD(Backup, "h", SD_BUS_PARAM(out), "", ""),
    VITRINE_METHOD(Restore, "h", SD_BUS_PARAM(archive), "", ""),
    VITRINE_METHOD(OpenFiles, "", "", "h", SD_BUS_PARAM(files)),
    VITRINE_METHOD(Cancel, "", "", "", ""),
    SD_BUS_VTABLE_END,
};

#undef VITRINE_METHOD
#undef VITRINE_PROPERTY

VolumeObject::VolumeObject(sd_bus *bus, daemon::Volumes &volumes, Gate &gate, Subscribers &subscribers)
    : OwnedObjects(bus, gate, subscribers, ipc::kVolumePathPrefix, ipc::kVolumeInterface, "volume", kProperties)
    , m_volumes(volumes)
{
}

std::vector<Volume *> VolumeObject::ownedBy(std::uint32_t uid) const
{
    return m_volumes.ownedBy(uid);
}

Result<> VolumeObject::createVolume(sd_bus_message *message)
{
    return m_gate.admit(message, [&](const CallPtr &call) { return create(message, call); });
}

Result<> VolumeObject::create(sd_bus_message *message, const CallPtr &call)
{
    VITRINE_TRY_ASSIGN(const std::string json, readText(message));
    VITRINE_TRY_ASSIGN(const VolumeRequest request, volumeRequestFromJson(json));
    m_gate.authorize(call, { policyOf(ipc::kManagerInterface, "CreateVolume")->action }, [this, call, request] {
        const auto made = m_volumes.create(call->uid(), request.name, request.owner);
        if (!made)
            return call->fail(made.error());
        const std::string path = pathOf((*made)->id());
        call->reply([&](sd_bus_message *reply) { return sd_bus_message_append(reply, "o", path.c_str()); });
    });
    return {};
}

Result<> VolumeObject::pruneVolumes(sd_bus_message *message)
{
    int isDryRun = 1;
    VITRINE_TRY(readable(sd_bus_message_read(message, "b", &isDryRun)));
    return m_gate.admit(message, [&](const CallPtr &call) -> Result<> {
        const char *action = policyOf(ipc::kManagerInterface, "PruneVolumes")->action;
        m_gate.authorize(call, { action }, [this, call, isDryRun] {
            m_volumes.prune(call->uid(), isDryRun != 0,
                            [call](const Result<std::vector<daemon::PrunedVolume>> &pruned) {
                                if (!pruned)
                                    return call->fail(pruned.error());
                                const std::string report = prunedVolumesToJson(*pruned);
                                call->reply([&](sd_bus_message *reply) {
                                    return sd_bus_message_append(reply, "s", report.c_str());
                                });
                            });
        });
        return {};
    });
}

Result<> VolumeObject::onRename(sd_bus_message *message)
{
    VITRINE_TRY_ASSIGN(const std::string name, readText(message));
    return perform(message,
                   [this, name](Volume &volume, const CallPtr &call) { call->finish(m_volumes.rename(volume, name)); });
}

Result<> VolumeObject::onRemove(sd_bus_message *message)
{
    return perform(message, [this](Volume &volume, const CallPtr &call) { m_volumes.remove(volume, answer(call)); });
}

Result<> VolumeObject::onClone(sd_bus_message *message)
{
    VITRINE_TRY_ASSIGN(const std::string name, readText(message));
    return perform(message, [this, name](Volume &volume, const CallPtr &call) {
        m_volumes.clone(volume, name, [this, call](const Result<std::string> &id) {
            if (!id)
                return call->fail(id.error());
            const std::string path = pathOf(*id);
            call->reply([&](sd_bus_message *reply) { return sd_bus_message_append(reply, "o", path.c_str()); });
        });
    });
}

Result<> VolumeObject::onEmpty(sd_bus_message *message)
{
    return perform(message, [this](Volume &volume, const CallPtr &call) { m_volumes.empty(volume, answer(call)); });
}

Result<> VolumeObject::onMeasure(sd_bus_message *message)
{
    return perform(message, [this](const Volume &volume, const CallPtr &call) {
        m_volumes.measure(volume, [call](const Result<unpack::Finished> &measured) {
            if (!measured)
                return call->fail(measured.error());
            call->reply([&](sd_bus_message *reply) {
                return sd_bus_message_append(reply, "tt", measured->bytes, measured->entries);
            });
        });
    });
}

Result<> VolumeObject::onBackup(sd_bus_message *message)
{
    VITRINE_TRY_ASSIGN(const auto file, readFile(message, checkOutput));
    return perform(message, [this, file](Volume &volume, const CallPtr &call) {
        m_volumes.backup(volume, file->get(), answerWith(call, file));
    });
}

Result<> VolumeObject::onRestore(sd_bus_message *message)
{
    VITRINE_TRY_ASSIGN(const auto file, readFile(message, checkArchive));
    return perform(message, [this, file](Volume &volume, const CallPtr &call) {
        m_volumes.restore(volume, file->get(), answerWith(call, file));
    });
}

Result<> VolumeObject::onOpenFiles(sd_bus_message *message)
{
    return perform(message, [this](Volume &volume, const CallPtr &call) {
        auto ticket = m_gate.files().take(call->uid());
        if (!ticket)
            return call->fail(ticket.error());
        const auto files = m_volumes.openFiles(volume, std::move(*ticket));
        if (!files)
            return call->fail(files.error());
        call->reply([&](sd_bus_message *reply) { return sd_bus_message_append(reply, "h", files->get()); });
    });
}

Result<> VolumeObject::onCancel(sd_bus_message *message)
{
    return perform(message, [this](Volume &volume, const CallPtr &call) { call->finish(m_volumes.cancel(volume)); });
}

} // namespace vitrine::bus
