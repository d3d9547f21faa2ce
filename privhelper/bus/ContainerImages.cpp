// SPDX-License-Identifier: GPL-3.0-or-later
// The verbs of a container of which something comes that is not a container.
#include "core/base/Try.h"
#include "core/ipc/Names.h"
#include "core/spec/ImageCommit.h"
#include "privhelper/bus/ContainerObject.h"
#include "privhelper/bus/Sources.h"

#include <string>

namespace vitrine::bus {

using daemon::Container;

Result<> ContainerObject::onCommit(sd_bus_message *message)
{
    VITRINE_TRY_ASSIGN(const std::string json, readText(message));
    VITRINE_TRY_ASSIGN(const spec::CommitRequest request, spec::commitFromJson(json));
    return perform(message, [this, request](Container &container, const CallPtr &call) {
        m_manager.commit(container, request, call->token(), [call](const Result<std::string> &image) {
            if (!image)
                return call->fail(image.error());
            const std::string path = ipc::kImagePathPrefix + *image;
            call->reply([&](sd_bus_message *reply) { return sd_bus_message_append(reply, "o", path.c_str()); });
        });
    });
}

Result<> ContainerObject::onExport(sd_bus_message *message)
{
    VITRINE_TRY_ASSIGN(const auto sources, readSources(message));
    VITRINE_TRY_ASSIGN(const auto file, readFile(message, checkOutput));
    if (!sources.empty())
        return failure(ErrorCode::InvalidArgs, "nothing of the caller's is read for an export");
    return perform(message, [this, file](Container &container, const CallPtr &call) {
        m_manager.exportRoot(container, file->get(), [call](const Result<> &done) { call->finish(done); });
    });
}

} // namespace vitrine::bus
