// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/SpecDiff.h"

#include "core/base/Text.h"
#include "core/spec/CommandLine.h"
#include "core/spec/EnumNames.h"
#include "core/spec/FieldAccess.h"
#include "core/spec/Sizes.h"

#include <fmt/format.h>

namespace vitrine::spec {

namespace {

std::string rate(std::string_view what, const std::optional<std::uint64_t> &value, bool isBytes)
{
    if (!value)
        return {};
    return fmt::format(" {} {}/s", what, isBytes ? formatSize(*value) : fmt::format("{}", *value));
}

std::string rowText(const IoLimit &row)
{
    return row.device + rate("read", row.readBytesPerSec, true) + rate("write", row.writeBytesPerSec, true)
        + rate("read operations", row.readOpsPerSec, false) + rate("write operations", row.writeOpsPerSec, false);
}
std::string rowText(const DeviceRule &row)
{
    return fmt::format("{}:{}{}{}", row.path, row.read ? "r" : "", row.write ? "w" : "", row.mknod ? "m" : "");
}
std::string rowText(const Mount &row)
{
    const auto access = row.access == Access::ReadOnly ? " (read-only)" : "";
    if (row.kind == MountKind::Volume)
        return fmt::format("volume {} on {}{}", row.source, row.target, access);
    if (row.kind == MountKind::Bind)
        return fmt::format("{} on {}{}", row.source, row.target, access);
    const auto size = row.sizeBytes ? ", " + formatSize(*row.sizeBytes) : std::string();
    return fmt::format("tmpfs on {}{}{}", row.target, access, size);
}
std::string rowText(const EnvVar &row)
{
    return row.name + "=" + row.value;
}

const std::string &rowKey(const IoLimit &row)
{
    return row.device;
}
const std::string &rowKey(const DeviceRule &row)
{
    return row.path;
}
const std::string &rowKey(const Mount &row)
{
    return row.target;
}
const std::string &rowKey(const EnvVar &row)
{
    return row.name;
}

/// One overload a type of member.
struct PersonText {
    const FieldInfo &info;

    std::string operator()(const std::string &value) const { return value; }
    std::string operator()(bool value) const { return value ? "on" : "off"; }
    std::string operator()(std::uint64_t value) const
    {
        if (info.kind == FieldKind::Bytes)
            return formatSize(value);
        if (info.kind == FieldKind::DurationMs)
            return fmt::format("{} s", static_cast<double>(value) / 1000);
        return fmt::format("{}", value);
    }
    std::string operator()(double value) const { return fmt::format("{} {}", value, value == 1 ? "core" : "cores"); }
    template <typename T> std::string operator()(const std::optional<T> &value) const
    {
        return value ? (*this)(*value) : std::string("no limit");
    }
    std::string operator()(const std::vector<std::string> &words) const { return quoteShell(words); }
    std::string operator()(RootKind value) const { return std::string(enumName<RootKind>(kRootKindNames, value)); }
    std::string operator()(Identity value) const { return std::string(enumName<Identity>(kIdentityNames, value)); }
    std::string operator()(NetworkKind value) const { return std::string(enumName<NetworkKind>(kNetworkNames, value)); }
    template <typename Row> std::string operator()(const std::vector<Row> &rows) const
    {
        std::vector<std::string> texts;
        for (const auto &row : rows)
            texts.push_back(rowText(row));
        return texts.empty() ? "none" : join(texts, ", ");
    }
};

} // namespace

std::string fieldText(const ContainerSpec &spec, FieldId id)
{
    return visitField(spec, id, PersonText{ field(id) });
}

std::vector<FieldRow> fieldRows(const ContainerSpec &spec, FieldId id)
{
    return visitField(spec, id, [](const auto &rows) {
        std::vector<FieldRow> texts;
        if constexpr (requires { rowKey(rows[0]); }) {
            for (const auto &row : rows)
                texts.push_back({ rowKey(row), rowText(row) });
        }
        return texts;
    });
}

std::vector<FieldChange> diff(const ContainerSpec &before, const ContainerSpec &after)
{
    std::vector<FieldChange> changes;
    for (const auto &info : fields()) {
        const bool isSame = visitField(before, info.id, [&](const auto &old) {
            using Member = std::remove_cvref_t<decltype(old)>;
            return old == *std::get<Member *>(fieldRef(const_cast<ContainerSpec &>(after), info.id));
        });
        if (!isSame)
            changes.push_back({ info.id, fieldText(before, info.id), fieldText(after, info.id) });
    }
    return changes;
}

} // namespace vitrine::spec
