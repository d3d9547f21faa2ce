// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/bus/ImageObject.h"

#include "core/base/StrictJson.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/ipc/Names.h"
#include "privhelper/bus/ImageProperties.h"
#include "privhelper/bus/Policy.h"
#include "privhelper/bus/Sources.h"

#include <nlohmann/json.hpp>

#include <memory>
#include <utility>

namespace vitrine::bus {

using daemon::Image;
using nlohmann::json;

namespace {

constexpr JsonCaps kRequestCaps{ 64 * 1024, 4 };

Result<std::vector<std::string>> readNames(const std::string &request)
{
    VITRINE_TRY_ASSIGN(const json object, parseStrictJson(request, kRequestCaps));
    std::vector<std::string> names;
    std::vector<std::string> problems;
    JsonObject reader(object, "", problems);
    reader.read("names", names);
    reader.refuseUnknownKeys();
    if (!problems.empty())
        return failure(ErrorCode::InvalidArgs, join(problems, "; "));
    return names;
}

std::string reportOf(const daemon::PrunedImages &pruned)
{
    json images = json::array();
    for (const auto &item : pruned.images)
        images.push_back({ { "id", item.id }, { "names", item.names }, { "bytes", item.bytes } });
    return dumpJson({ { "images", images }, { "layers", pruned.layers }, { "bytes", pruned.bytes } });
}

} // namespace

#define VITRINE_METHOD(name, in, inNames)                                                                              \
    SD_BUS_METHOD_WITH_NAMES(#name, in, inNames, "", "", (handleCall<&ImageObject::on##name, ImageObject>),            \
                             SD_BUS_VTABLE_UNPRIVILEGED)
#define VITRINE_PROPERTY(name, signature, flags) SD_BUS_PROPERTY(name, signature, &ImageObject::getProperty, 0, flags)

const sd_bus_vtable ImageObject::kVtable[] = {
    SD_BUS_VTABLE_START(0),
    VITRINE_PROPERTY("Id", "s", SD_BUS_VTABLE_PROPERTY_CONST),
    VITRINE_PROPERTY("State", "s", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_PROPERTY("Names", "as", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_PROPERTY("Digest", "s", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_PROPERTY("CreatedAt", "t", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_PROPERTY("ImportedAt", "t", SD_BUS_VTABLE_PROPERTY_CONST),
    VITRINE_PROPERTY("Config", "s", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_PROPERTY("Layers", "s", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_PROPERTY("Size", "t", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_PROPERTY("UsedBy", "as", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_PROPERTY("Progress", "(tttt)", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_PROPERTY("Failure", "s", SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    VITRINE_METHOD(Tag, "s", SD_BUS_PARAM(name)),
    VITRINE_METHOD(Untag, "s", SD_BUS_PARAM(name)),
    VITRINE_METHOD(Remove, "", ""),
    VITRINE_METHOD(Cancel, "", ""),
    VITRINE_METHOD(Export, "sh", SD_BUS_PARAM(format) SD_BUS_PARAM(out)),
    SD_BUS_VTABLE_END,
};

#undef VITRINE_METHOD
#undef VITRINE_PROPERTY

ImageObject::ImageObject(sd_bus *bus, daemon::Images &images, Gate &gate, Subscribers &subscribers)
    : OwnedObjects(bus, gate, subscribers, ipc::kImagePathPrefix, ipc::kImageInterface, "image", imageProperties())
    , m_images(images)
{
}

std::vector<Image *> ImageObject::ownedBy(std::uint32_t uid) const
{
    return m_images.ownedBy(uid);
}

Result<> ImageObject::importImage(sd_bus_message *message)
{
    return m_gate.admit(message, [&](const CallPtr &call) { return import(message, call); });
}

Result<> ImageObject::import(sd_bus_message *message, const CallPtr &call)
{
    VITRINE_TRY_ASSIGN(const std::string request, readText(message));
    VITRINE_TRY_ASSIGN(const std::vector<std::string> names, readNames(request));
    VITRINE_TRY_ASSIGN(const auto archive, readFile(message, checkArchive));
    VITRINE_TRY(m_images.checkNew(call->uid(), names));
    m_gate.authorize(call, { policyOf(ipc::kManagerInterface, "ImportImage")->action }, [this, call, names, archive] {
        const auto image = m_images.import(call->uid(), names, archive->get());
        if (!image)
            return call->fail(image.error());
        const std::string path = pathOf((*image)->id());
        call->reply([&](sd_bus_message *reply) { return sd_bus_message_append(reply, "o", path.c_str()); });
    });
    return {};
}

Result<> ImageObject::pruneImages(sd_bus_message *message)
{
    int isDryRun = 0;
    VITRINE_TRY(readable(sd_bus_message_read(message, "b", &isDryRun)));
    return m_gate.admit(message, [&](const CallPtr &call) -> Result<> {
        m_gate.authorize(call, { policyOf(ipc::kManagerInterface, "PruneImages")->action }, [this, call, isDryRun] {
            m_images.prune(call->uid(), isDryRun != 0, [call](const Result<daemon::PrunedImages> &pruned) {
                if (!pruned)
                    return call->fail(pruned.error());
                const std::string report = reportOf(*pruned);
                call->reply([&](sd_bus_message *reply) { return sd_bus_message_append(reply, "s", report.c_str()); });
            });
        });
        return {};
    });
}

Result<> ImageObject::onTag(sd_bus_message *message)
{
    VITRINE_TRY_ASSIGN(const std::string name, readText(message));
    return perform(message,
                   [this, name](Image &image, const CallPtr &call) { call->finish(m_images.tag(image, name)); });
}

Result<> ImageObject::onUntag(sd_bus_message *message)
{
    VITRINE_TRY_ASSIGN(const std::string name, readText(message));
    return perform(message,
                   [this, name](Image &image, const CallPtr &call) { call->finish(m_images.untag(image, name)); });
}

Result<> ImageObject::onRemove(sd_bus_message *message)
{
    return perform(message, [this](Image &image, const CallPtr &call) {
        m_images.remove(image, [call](const Result<> &removed) { call->finish(removed); });
    });
}

Result<> ImageObject::onCancel(sd_bus_message *message)
{
    return perform(message, [this](Image &image, const CallPtr &call) {
        m_images.cancel(image, [call](const Result<> &cancelled) { call->finish(cancelled); });
    });
}

Result<> ImageObject::onExport(sd_bus_message *message)
{
    VITRINE_TRY_ASSIGN(const std::string format, readText(message));
    VITRINE_TRY_ASSIGN(const auto file, readFile(message, checkOutput));
    return perform(message, [this, format, file](Image &image, const CallPtr &call) {
        m_images.exportImage(image, format, file->get(), [call](const Result<> &done) { call->finish(done); });
    });
}

} // namespace vitrine::bus
