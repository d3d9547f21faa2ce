// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/SpecJson.h"

#include "core/base/StrictJson.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/spec/EnumNames.h"
#include "core/spec/FieldAccess.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace vitrine::spec {

using nlohmann::json;

namespace {

constexpr JsonCaps kCaps{ kMaxJsonBytes, kMaxJsonDepth };
constexpr std::string_view kLimitsGroup = "limits";

/// What is rare, and left out where it is off.
constexpr std::pair<std::string_view, bool Mount::*> kMountSwitches[]{
    { "noExec", &Mount::noExec },
    { "noCopy", &Mount::noCopy },
    { "anonymous", &Mount::anonymous },
};

template <typename T> void put(json &object, std::string_view key, const std::optional<T> &value)
{
    if (value)
        object[key] = *value;
}

/// One overload a type of member; null means "leave the key out".
struct Writer {
    json operator()(const std::string &value) const { return value; }
    json operator()(bool value) const { return value; }
    json operator()(std::uint64_t value) const { return value; }
    template <typename T> json operator()(const std::optional<T> &value) const { return value ? json(*value) : json(); }
    json operator()(const std::vector<std::string> &value) const { return value.empty() ? json() : json(value); }
    json operator()(RootKind value) const { return enumName<RootKind>(kRootKindNames, value); }
    json operator()(Identity value) const { return enumName<Identity>(kIdentityNames, value); }
    json operator()(NetworkKind value) const { return enumName<NetworkKind>(kNetworkNames, value); }
    template <typename Row> json operator()(const std::vector<Row> &rows) const
    {
        json list;
        for (const auto &row : rows)
            list.push_back(rowToJson(row));
        return list;
    }

    static json rowToJson(const IoLimit &row)
    {
        json object{ { "device", row.device } };
        put(object, "readBytesPerSec", row.readBytesPerSec);
        put(object, "writeBytesPerSec", row.writeBytesPerSec);
        put(object, "readOpsPerSec", row.readOpsPerSec);
        put(object, "writeOpsPerSec", row.writeOpsPerSec);
        return object;
    }
    static json rowToJson(const DeviceRule &row)
    {
        return { { "path", row.path }, { "read", row.read }, { "write", row.write }, { "mknod", row.mknod } };
    }
    static json rowToJson(const Mount &row)
    {
        json object{ { "kind", enumName<MountKind>(kMountKindNames, row.kind) },
                     { "source", row.source },
                     { "target", row.target },
                     { "access", enumName<Access>(kAccessNames, row.access) } };
        put(object, "sizeBytes", row.sizeBytes);
        if (row.kind == MountKind::Bind) {
            object["recursive"] = row.recursive;
            object["propagation"] = enumName<Propagation>(kPropagationNames, row.propagation);
        }
        for (const auto &[key, member] : kMountSwitches) {
            if (row.*member)
                object[std::string(key)] = true;
        }
        put(object, "mode", row.mode);
        return object;
    }
    static json rowToJson(const EnvVar &row) { return { { "name", row.name }, { "value", row.value } }; }
};

/// One overload a type of member. What grants something is off when its key is missing.
struct Reader {
    JsonObject &object;
    std::string_view key;

    template <typename T> void operator()(T *member) const { object.read(key, *member); }
    void operator()(RootKind *member) const { object.read<RootKind>(key, kRootKindNames, *member); }
    void operator()(Identity *member) const { object.read<Identity>(key, kIdentityNames, *member); }
    void operator()(NetworkKind *member) const { object.read<NetworkKind>(key, kNetworkNames, *member); }
    void operator()(std::vector<IoLimit> *rows) const { readRows(rows); }
    void operator()(std::vector<DeviceRule> *rows) const { readRows(rows); }
    void operator()(std::vector<Mount> *rows) const { readRows(rows); }
    void operator()(std::vector<EnvVar> *rows) const { readRows(rows); }

    template <typename Row> void readRows(std::vector<Row> *rows) const
    {
        rows->clear();
        object.readRows(key, [rows](JsonObject &member) {
            readRow(member, rows->emplace_back());
            member.refuseUnknownKeys();
        });
    }
    static void readRow(JsonObject &row, IoLimit &out)
    {
        row.read("device", out.device);
        row.read("readBytesPerSec", out.readBytesPerSec);
        row.read("writeBytesPerSec", out.writeBytesPerSec);
        row.read("readOpsPerSec", out.readOpsPerSec);
        row.read("writeOpsPerSec", out.writeOpsPerSec);
    }
    static void readRow(JsonObject &row, DeviceRule &out)
    {
        out.read = out.write = out.mknod = false;
        row.read("path", out.path);
        row.read("read", out.read);
        row.read("write", out.write);
        row.read("mknod", out.mknod);
    }
    static void readRow(JsonObject &row, Mount &out)
    {
        out.access = Access::ReadOnly;
        row.read<MountKind>("kind", kMountKindNames, out.kind);
        row.read("source", out.source);
        row.read("target", out.target);
        row.read<Access>("access", kAccessNames, out.access);
        row.read("sizeBytes", out.sizeBytes);
        row.read("recursive", out.recursive);
        row.read<Propagation>("propagation", kPropagationNames, out.propagation);
        for (const auto &[key, member] : kMountSwitches)
            row.read(key, out.*member);
        row.read("mode", out.mode);
    }
    static void readRow(JsonObject &row, EnvVar &out)
    {
        row.read("name", out.name);
        row.read("value", out.value);
    }
};

struct KeyPath {
    std::string_view group; ///< "" for a key of the outermost object
    std::string_view key;
};

KeyPath keyPath(const FieldInfo &info)
{
    const auto dot = info.jsonKey.find('.');
    if (dot == std::string_view::npos)
        return { {}, info.jsonKey };
    return { info.jsonKey.substr(0, dot), info.jsonKey.substr(dot + 1) };
}

/// The fields of one group, "" for those of the outermost object.
void readGroup(JsonObject &object, std::string_view group, ContainerSpec &spec)
{
    for (const auto &info : fields()) {
        if (const auto path = keyPath(info); path.group == group)
            std::visit(Reader{ object, path.key }, fieldRef(spec, info.id));
    }
}

void writeGroup(json &object, std::string_view group, const ContainerSpec &spec)
{
    for (const auto &info : fields()) {
        const auto path = keyPath(info);
        if (path.group != group)
            continue;
        if (json value = visitField(spec, info.id, Writer{}); !value.is_null())
            object[path.key] = std::move(value);
    }
}

constexpr std::string_view kGroups[]{ "root", kLimitsGroup, "desktop" };

std::optional<Error> checkVersion(JsonObject &object)
{
    std::uint64_t version = 0;
    if (!object.has("schemaVersion"))
        object.addProblem("schemaVersion", "is missing");
    object.read("schemaVersion", version);
    if (version > kSchemaVersion)
        return Error{ ErrorCode::StateTooNew, 0,
                      fmt::format("the specification has the schema version {}, this program knows up to {}", version,
                                  kSchemaVersion) };
    return std::nullopt;
}

} // namespace

std::string toJson(const ContainerSpec &spec)
{
    json object{ { "schemaVersion", kSchemaVersion } };
    writeGroup(object, {}, spec);
    for (const auto group : kGroups) {
        json child = json::object();
        writeGroup(child, group, spec);
        if (!child.empty())
            object[group] = std::move(child);
    }
    return dumpJson(object);
}

std::string limitsToJson(const Limits &limits)
{
    ContainerSpec spec;
    spec.limits = limits;
    json object = json::object();
    writeGroup(object, kLimitsGroup, spec);
    return dumpJson(object);
}

std::string mountToJson(const Mount &mount)
{
    return dumpJson(Writer::rowToJson(mount));
}

Result<Mount> mountFromJson(std::string_view text)
{
    VITRINE_TRY_ASSIGN(const auto value, parseStrictJson(text, kCaps));
    std::vector<std::string> problems;
    JsonObject object(value, {}, problems);
    Mount mount;
    Reader::readRow(object, mount);
    object.refuseUnknownKeys();
    if (!problems.empty())
        return failure(ErrorCode::InvalidConfig, join(problems, "; "));
    return mount;
}

Result<ContainerSpec> fromJson(std::string_view text)
{
    VITRINE_TRY_ASSIGN(const auto value, parseStrictJson(text, kCaps));
    std::vector<std::string> problems;
    JsonObject object(value, {}, problems);
    if (auto tooNew = checkVersion(object))
        return failure(*std::move(tooNew));
    ContainerSpec spec;
    readGroup(object, {}, spec);
    for (const auto group : kGroups) {
        object.readObject(group, [&](JsonObject &child) {
            readGroup(child, group, spec);
            child.refuseUnknownKeys();
        });
    }
    object.refuseUnknownKeys();
    if (!problems.empty())
        return failure(ErrorCode::InvalidConfig, join(problems, "; "));
    return spec;
}

Result<Limits> limitsFromJson(std::string_view text)
{
    VITRINE_TRY_ASSIGN(const auto value, parseStrictJson(text, kCaps));
    std::vector<std::string> problems;
    JsonObject object(value, {}, problems);
    ContainerSpec spec;
    readGroup(object, kLimitsGroup, spec);
    object.refuseUnknownKeys();
    if (!problems.empty())
        return failure(ErrorCode::InvalidConfig, join(problems, "; "));
    return std::move(spec.limits);
}

} // namespace vitrine::spec
