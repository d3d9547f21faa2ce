// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/bus/ContainerObject.h"

#include "core/base/Try.h"
#include "core/ipc/FilesFrame.h"
#include "core/ipc/Names.h"
#include "core/spec/SpecJson.h"
#include "core/spec/SpecValidate.h"
#include "privhelper/bus/ContainerProperties.h"
#include "privhelper/bus/Policy.h"
#include "privhelper/bus/Sources.h"

#include <fmt/format.h>

#include <csignal>

namespace vitrine::bus {

using daemon::Container;

namespace {

/// A day: more is a mistake, and the timer would run over.
constexpr std::uint32_t kMaxStopTimeoutMs = 24 * 60 * 60 * 1000;

int appendFd(sd_bus_message *reply, int fd)
{
    return sd_bus_message_append_basic(reply, SD_BUS_TYPE_UNIX_FD, &fd);
}

int appendFds(sd_bus_message *reply, const std::vector<UniqueFd> &fds)
{
    int r = sd_bus_message_open_container(reply, SD_BUS_TYPE_ARRAY, "h");
    for (auto fd = fds.begin(); r >= 0 && fd != fds.end(); ++fd)
        r = appendFd(reply, fd->get());
    return r < 0 ? r : sd_bus_message_close_container(reply);
}

void replyFd(const CallPtr &call, const Result<UniqueFd> &fd)
{
    if (!fd)
        return call->fail(fd.error());
    call->reply([&](sd_bus_message *reply) { return appendFd(reply, fd->get()); });
}

Result<std::uint32_t> readTimeout(sd_bus_message *message)
{
    std::uint32_t timeoutMs = 0;
    VITRINE_TRY(readable(sd_bus_message_read(message, "u", &timeoutMs)));
    if (timeoutMs != ipc::kDefaultStopTimeout && timeoutMs > kMaxStopTimeoutMs)
        return failure(ErrorCode::InvalidArgs, "the time-out is longer than a day");
    return timeoutMs;
}

Result<daemon::Keep> readKeep(sd_bus_message *message)
{
    int keep = 0;
    VITRINE_TRY(readable(sd_bus_message_read(message, "b", &keep)));
    return keep != 0 ? daemon::Keep::Yes : daemon::Keep::No;
}

std::uint64_t stopTimeout(const Container &container, std::uint32_t wantedMs)
{
    return wantedMs == ipc::kDefaultStopTimeout ? container.record().spec.stopTimeoutMs : wantedMs;
}

} // namespace

#define VITRINE_METHOD(name, in, inNames, out, outNames)                                                               \
    SD_BUS_METHOD_WITH_NAMES(#name, in, inNames, out, outNames,                                                        \
                             (handleCall<&ContainerObject::on##name, ContainerObject>), SD_BUS_VTABLE_UNPRIVILEGED)
#define VITRINE_PROPERTY(name, signature, flags)                                                                       \
    SD_BUS_PROPERTY(name, signature, &ContainerObject::getProperty, 0, flags)

const sd_bus_vtable ContainerObject::kVtable[] = {
    SD_BUS_VTABLE_START(0),
    VITRINE_PROPERTY("Id", "s", SD_BUS_VTABLE_PROPERTY_CONST),
    VITRINE_PROPERTY("Name", "s", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_PROPERTY("State", "s", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_PROPERTY("InitPid", "u", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_PROPERTY("CgroupPath", "s", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_PROPERTY("NetworkInterface", "s", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_PROPERTY("Address", "s", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_PROPERTY("CreatedAt", "t", SD_BUS_VTABLE_PROPERTY_CONST),
    VITRINE_PROPERTY("StartedAt", "t", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_PROPERTY("Spec", "s", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_PROPERTY("Mounts", "s", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_PROPERTY("Ended", "s", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_PROPERTY("Progress", "(tt)", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_PROPERTY("Waiting", "s", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_METHOD(Start, "a{sh}", SD_BUS_PARAM(sources), "h", SD_BUS_PARAM(console)),
    VITRINE_METHOD(Stop, "u", SD_BUS_PARAM(timeoutMs), "", ""),
    VITRINE_METHOD(Kill, "i", SD_BUS_PARAM(signal), "", ""),
    VITRINE_METHOD(Pause, "", "", "", ""),
    VITRINE_METHOD(Resume, "", "", "", ""),
    VITRINE_METHOD(Restart, "ua{sh}", SD_BUS_PARAM(timeoutMs) SD_BUS_PARAM(sources), "h", SD_BUS_PARAM(console)),
    VITRINE_METHOD(Remove, "b", SD_BUS_PARAM(force), "", ""),
    VITRINE_METHOD(Rename, "s", SD_BUS_PARAM(name), "", ""),
    VITRINE_METHOD(UpdateLimits, "s", SD_BUS_PARAM(limits), "", ""),
    VITRINE_METHOD(AddMount, "sa{sh}b", SD_BUS_PARAM(mount) SD_BUS_PARAM(sources) SD_BUS_PARAM(keep), "", ""),
    VITRINE_METHOD(RemoveMount, "sb", SD_BUS_PARAM(target) SD_BUS_PARAM(keep), "", ""),
    VITRINE_METHOD(Exec, "s", SD_BUS_PARAM(request), "ahh", SD_BUS_PARAM(streams) SD_BUS_PARAM(status)),
    VITRINE_METHOD(OpenConsole, "", "", "h", SD_BUS_PARAM(console)),
    VITRINE_METHOD(OpenLog, "", "", "ah", SD_BUS_PARAM(files)),
    VITRINE_METHOD(OpenFiles, "a{sh}", SD_BUS_PARAM(sources), "h", SD_BUS_PARAM(files)),
    VITRINE_METHOD(RestoreFile, "a{sh}s", SD_BUS_PARAM(sources) SD_BUS_PARAM(path), "t", SD_BUS_PARAM(removed)),
    VITRINE_METHOD(DiscardChanges, "a{sh}", SD_BUS_PARAM(sources), "t", SD_BUS_PARAM(removed)),
    VITRINE_METHOD(Cancel, "", "", "", ""),
    VITRINE_METHOD(UpdateSpec, "s", SD_BUS_PARAM(spec), "", ""),
    VITRINE_METHOD(RevertSpec, "", "", "", ""),
    VITRINE_METHOD(Commit, "s", SD_BUS_PARAM(request), "o", SD_BUS_PARAM(image)),
    VITRINE_METHOD(Export, "a{sh}h", SD_BUS_PARAM(sources) SD_BUS_PARAM(out), "", ""),
    SD_BUS_VTABLE_END,
};

#undef VITRINE_METHOD
#undef VITRINE_PROPERTY

ContainerObject::ContainerObject(sd_bus *bus, daemon::Manager &manager, Gate &gate, Subscribers &subscribers)
    : OwnedObjects(bus, gate, subscribers, ipc::kContainerPathPrefix, ipc::kContainerInterface, "container",
                   containerProperties())
    , m_manager(manager)
{
}

std::vector<Container *> ContainerObject::ownedBy(std::uint32_t uid) const
{
    return m_manager.ownedBy(uid);
}

Result<> ContainerObject::onStart(sd_bus_message *message)
{
    VITRINE_TRY_ASSIGN(auto read, readSources(message));
    const auto sources = std::make_shared<daemon::Sources>(std::move(read));
    return perform(message, [sources](Container &container, const CallPtr &call) {
        if (const auto fit = checkStartSources(container.record().spec, *sources); !fit)
            return call->fail(fit.error());
        container.start(sources, [call](const Result<UniqueFd> &console) { replyFd(call, console); });
    });
}

Result<> ContainerObject::onStop(sd_bus_message *message)
{
    VITRINE_TRY_ASSIGN(const std::uint32_t timeoutMs, readTimeout(message));
    return perform(message, [timeoutMs](Container &container, const CallPtr &call) {
        container.stop(stopTimeout(container, timeoutMs), [call](const Result<> &stopped) { call->finish(stopped); });
    });
}

Result<> ContainerObject::onKill(sd_bus_message *message)
{
    int signal = 0;
    VITRINE_TRY(readable(sd_bus_message_read(message, "i", &signal)));
    if (signal < 1 || signal > SIGRTMAX)
        return failure(ErrorCode::InvalidArgs, fmt::format("{} is not a signal", signal));
    return perform(message,
                   [signal](Container &container, const CallPtr &call) { call->finish(container.kill(signal)); });
}

Result<> ContainerObject::onPause(sd_bus_message *message)
{
    return perform(message, [](Container &container, const CallPtr &call) {
        container.pause([call](const Result<> &paused) { call->finish(paused); });
    });
}

Result<> ContainerObject::onResume(sd_bus_message *message)
{
    return perform(message, [](Container &container, const CallPtr &call) { call->finish(container.resume()); });
}

Result<> ContainerObject::onRestart(sd_bus_message *message)
{
    VITRINE_TRY_ASSIGN(const std::uint32_t timeoutMs, readTimeout(message));
    VITRINE_TRY_ASSIGN(auto read, readSources(message));
    const auto sources = std::make_shared<daemon::Sources>(std::move(read));
    return perform(message, [timeoutMs, sources](Container &container, const CallPtr &call) {
        if (const auto fit = checkStartSources(container.record().spec, *sources); !fit)
            return call->fail(fit.error());
        container.restart(stopTimeout(container, timeoutMs), sources,
                          [call](const Result<UniqueFd> &console) { replyFd(call, console); });
    });
}

Result<> ContainerObject::onRemove(sd_bus_message *message)
{
    int force = 0;
    VITRINE_TRY(readable(sd_bus_message_read(message, "b", &force)));
    return perform(message, [this, force](Container &container, const CallPtr &call) {
        m_manager.remove(container, force != 0, [call](const Result<> &removed) { call->finish(removed); });
    });
}

Result<> ContainerObject::onRename(sd_bus_message *message)
{
    VITRINE_TRY_ASSIGN(const std::string name, readText(message));
    if (!spec::isValidName(name))
        return failure(ErrorCode::InvalidName,
                       "a name is a letter or a digit and then up to 62 letters, digits, dots, dashes and underscores");
    return perform(message, [this, name](Container &container, const CallPtr &call) {
        call->finish(m_manager.rename(container, name));
    });
}

Result<> ContainerObject::onAddMount(sd_bus_message *message)
{
    return m_gate.admit(message, [&](const CallPtr &call) { return addMount(message, call); });
}

Result<> ContainerObject::addMount(sd_bus_message *message, const CallPtr &opened)
{
    VITRINE_TRY_ASSIGN(const std::string json, readText(message));
    VITRINE_TRY_ASSIGN(auto read, readSources(message));
    VITRINE_TRY_ASSIGN(const daemon::Keep keep, readKeep(message));
    VITRINE_TRY_ASSIGN(const spec::Mount mount, spec::mountFromJson(json));
    if (const auto problems = spec::validateMounts({ mount }); spec::hasErrors(problems))
        return failure(ErrorCode::InvalidConfig, spec::describe(problems));
    VITRINE_TRY(checkMountSources(mount, read));
    const auto sources = std::make_shared<daemon::Sources>(std::move(read));
    return perform(message, opened, [this, mount, sources, keep](Container &container, const CallPtr &call) {
        m_manager.addMount(container, mount, *sources, keep, [call](const Result<> &added) { call->finish(added); });
    });
}

Result<> ContainerObject::onRemoveMount(sd_bus_message *message)
{
    VITRINE_TRY_ASSIGN(const std::string target, readText(message));
    VITRINE_TRY_ASSIGN(const daemon::Keep keep, readKeep(message));
    return perform(message, [target, keep](Container &container, const CallPtr &call) {
        container.removeMount(target, keep, [call](const Result<> &removed) { call->finish(removed); });
    });
}

Result<> ContainerObject::onExec(sd_bus_message *message)
{
    return m_gate.admit(message, [&](const CallPtr &call) { return exec(message, call); });
}

Result<> ContainerObject::exec(sd_bus_message *message, const CallPtr &opened)
{
    VITRINE_TRY_ASSIGN(const std::string json, readText(message));
    VITRINE_TRY_ASSIGN(const spec::ExecSpec request, spec::execFromJson(json));
    if (const auto problems = spec::validateExec(request); spec::hasErrors(problems))
        return failure(ErrorCode::InvalidConfig, spec::describe(problems));
    return perform(message, opened, [this, request](Container &container, const CallPtr &call) {
        auto ticket = m_gate.execs().take(call->uid());
        if (!ticket)
            return call->fail(ticket.error());
        container.exec(request, std::move(*ticket), [call](const Result<daemon::ExecStreams> &ready) {
            if (!ready)
                return call->fail(ready.error());
            call->reply([&](sd_bus_message *reply) {
                const int r = appendFds(reply, ready->streams);
                return r < 0 ? r : appendFd(reply, ready->status.get());
            });
        });
    });
}

Result<> ContainerObject::onOpenConsole(sd_bus_message *message)
{
    return perform(message, [](Container &container, const CallPtr &call) {
        container.openConsole([call](const Result<UniqueFd> &console) { replyFd(call, console); });
    });
}

Result<> ContainerObject::onOpenLog(sd_bus_message *message)
{
    return perform(message, [](const Container &container, const CallPtr &call) {
        const auto files = container.openLog();
        if (!files)
            return call->fail(files.error());
        call->reply([&](sd_bus_message *reply) { return appendFds(reply, *files); });
    });
}

Result<> ContainerObject::onOpenFiles(sd_bus_message *message)
{
    VITRINE_TRY_ASSIGN(auto read, readSources(message));
    const auto sources = std::make_shared<daemon::Sources>(std::move(read));
    return perform(message, [this, sources](Container &container, const CallPtr &call) {
        auto ticket = m_gate.files().take(call->uid());
        if (!ticket)
            return call->fail(ticket.error());
        if (const auto fit = checkFilesSources(container.record().spec, *sources); !fit)
            return call->fail(fit.error());
        replyFd(call, container.openFiles(*sources, std::move(*ticket)));
    });
}

Result<> ContainerObject::onRestoreFile(sd_bus_message *message)
{
    VITRINE_TRY_ASSIGN(auto sources, readSources(message));
    VITRINE_TRY_ASSIGN(const std::string path, readText(message));
    if (path.size() > ipc::kMaxFilesPath || !ipc::isPlainRelative(path))
        return failure(ErrorCode::InvalidArgs, "a path in the layer goes neither up nor has it empty parts");
    return restore(message, std::move(sources), path);
}

Result<> ContainerObject::onDiscardChanges(sd_bus_message *message)
{
    VITRINE_TRY_ASSIGN(auto sources, readSources(message));
    return restore(message, std::move(sources), {});
}

Result<> ContainerObject::restore(sd_bus_message *message, daemon::Sources read, const std::string &path)
{
    const auto sources = std::make_shared<daemon::Sources>(std::move(read));
    return perform(message, [this, sources, path](Container &container, const CallPtr &call) {
        auto ticket = m_gate.files().take(call->uid());
        if (!ticket)
            return call->fail(ticket.error());
        if (const auto fit = checkFilesSources(container.record().spec, *sources); !fit)
            return call->fail(fit.error());
        container.restore(sources, path, std::move(*ticket), [call](const Result<std::uint64_t> &removed) {
            if (!removed)
                return call->fail(removed.error());
            call->reply([&](sd_bus_message *reply) { return sd_bus_message_append(reply, "t", *removed); });
        });
    });
}

Result<> ContainerObject::onCancel(sd_bus_message *message)
{
    return perform(message, [this](Container &container, const CallPtr &call) {
        m_manager.cancel(container, [call](const Result<> &cancelled) { call->finish(cancelled); });
    });
}

} // namespace vitrine::bus
