// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/SpecChanges.h"

#include "core/base/StrictJson.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/spec/EnumNames.h"
#include "core/spec/FieldAccess.h"
#include "core/spec/SpecDiff.h"
#include "core/spec/SpecJson.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace vitrine::spec {

namespace {

using nlohmann::json;

/// Every value may stand in it twice, before and after, and beside the name of its row.
constexpr JsonCaps kCaps{ 4 * kMaxJsonBytes, kMaxJsonDepth };

/// The rights to a device change at once, and so does its loss; its node is made when /dev is.
Applies appliesOf(const FieldInfo &info, bool isNewRow)
{
    return info.id == FieldId::Devices && isNewRow ? Applies::AtNextStart : info.applies;
}

void addRowChanges(std::vector<SpecChange> &changes, const FieldInfo &info, std::vector<FieldRow> before,
                   const std::vector<FieldRow> &after)
{
    std::vector<const FieldRow *> isNew;
    for (const FieldRow &row : after) {
        const auto old = std::ranges::find(before, row.key, &FieldRow::key);
        if (old == before.end()) {
            isNew.push_back(&row);
            continue;
        }
        if (old->text != row.text)
            changes.push_back({ info.id, row.key, old->text, row.text, appliesOf(info, false) });
        before.erase(old);
    }
    for (const FieldRow &row : before)
        changes.push_back({ info.id, row.key, row.text, {}, appliesOf(info, false) });
    for (const FieldRow *row : isNew)
        changes.push_back({ info.id, row->key, {}, row->text, appliesOf(info, true) });
}

std::optional<FieldId> fieldNamed(std::string_view jsonKey)
{
    const auto found = std::ranges::find(fields(), jsonKey, &FieldInfo::jsonKey);
    return found == fields().end() ? std::nullopt : std::optional(found->id);
}

SpecChange readChange(const json &object, std::vector<std::string> &problems)
{
    SpecChange change;
    JsonObject reader(object, "", problems);
    std::string key;
    reader.read("field", key);
    reader.read("row", change.row);
    reader.read("before", change.before);
    reader.read("after", change.after);
    reader.read<Applies>("applies", kAppliesNames, change.applies);
    if (const auto id = fieldNamed(key))
        change.field = *id;
    else
        reader.addProblem("field", "is not a field");
    return change;
}

} // namespace

std::vector<SpecChange> specChanges(const ContainerSpec &before, const ContainerSpec &after)
{
    std::vector<SpecChange> changes;
    for (const FieldChange &change : diff(before, after)) {
        const FieldInfo &info = field(change.field);
        if (info.kind == FieldKind::List)
            addRowChanges(changes, info, fieldRows(before, info.id), fieldRows(after, info.id));
        else
            changes.push_back({ info.id, {}, change.before, change.after, info.applies });
    }
    return changes;
}

std::vector<SpecChange> waitingChanges(const ContainerSpec &started, const ContainerSpec &kept)
{
    auto changes = specChanges(started, kept);
    std::erase_if(changes, [](const SpecChange &change) { return change.applies != Applies::AtNextStart; });
    return changes;
}

ContainerSpec withoutWaiting(const ContainerSpec &started, const ContainerSpec &kept)
{
    ContainerSpec reverted = kept;
    for (const FieldInfo &info : fields()) {
        if (info.applies != Applies::AtNextStart)
            continue;
        visitField(started, info.id, [&](const auto &value) {
            using Member = std::remove_cvref_t<decltype(value)>;
            *std::get<Member *>(fieldRef(reverted, info.id)) = value;
        });
    }
    std::erase_if(reverted.limits.devices, [&](const DeviceRule &rule) {
        return std::ranges::find(started.limits.devices, rule.path, &DeviceRule::path) == started.limits.devices.end();
    });
    return reverted;
}

ContainerSpec mergeEdits(const ContainerSpec &read, const ContainerSpec &edited, ContainerSpec current)
{
    for (const FieldChange &change : diff(read, edited)) {
        visitField(edited, change.field, [&](const auto &value) {
            using Member = std::remove_cvref_t<decltype(value)>;
            *std::get<Member *>(fieldRef(current, change.field)) = value;
        });
    }
    return current;
}

std::string_view whyFixed(FieldId id)
{
    switch (id) {
    case FieldId::RootKind:
    case FieldId::RootPath:
        return "the files of a container stand on its root, which is chosen when it is created: create another one";
    case FieldId::Identity:
        return "the files of a container belong to its identity, which is chosen when it is created: create another "
               "one";
    case FieldId::Entrypoint:
        return "the entry point has become a part of the command when the container was created: change the command";
    default:
        return {};
    }
}

std::vector<Problem> fixedProblems(const ContainerSpec &before, const ContainerSpec &after)
{
    std::vector<Problem> problems;
    for (const FieldChange &change : diff(before, after)) {
        if (field(change.field).applies == Applies::Never)
            problems.push_back({ change.field, {}, Severity::Error, std::string(whyFixed(change.field)) });
    }
    return problems;
}

std::string changesToJson(const std::vector<SpecChange> &changes)
{
    json list = json::array();
    for (const SpecChange &change : changes)
        list.push_back({ { "field", field(change.field).jsonKey },
                         { "row", change.row },
                         { "before", change.before },
                         { "after", change.after },
                         { "applies", enumName<Applies>(kAppliesNames, change.applies) } });
    return dumpJson(list);
}

Result<std::vector<SpecChange>> changesFromJson(std::string_view text)
{
    VITRINE_TRY_ASSIGN(const json list, parseStrictJson(text, kCaps));
    if (!list.is_array())
        return failure(ErrorCode::InvalidConfig, "the changes are not a list");
    std::vector<SpecChange> changes;
    std::vector<std::string> problems;
    for (const json &row : list) {
        if (!row.is_object())
            return failure(ErrorCode::InvalidConfig, "the changes hold something that is no object");
        changes.push_back(readChange(row, problems));
    }
    if (!problems.empty())
        return failure(ErrorCode::InvalidConfig, "reading changes: " + join(problems, ", "));
    return changes;
}

} // namespace vitrine::spec
