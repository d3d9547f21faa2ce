// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/LimitText.h"

#include "core/base/Try.h"
#include "core/spec/FieldAccess.h"
#include "core/spec/Sizes.h"
#include "gui/format/Translate.h"
#include "gui/spec/FieldText.h"

namespace vitrine::gui {

namespace {

using spec::FieldId;

/// The member of a limit that is one whole number; nullptr for the others.
std::optional<std::uint64_t> *wholeNumber(spec::Limits &limits, FieldId id)
{
    const spec::FieldRef member = spec::limitRef(limits, id);
    const auto *number = std::get_if<std::optional<std::uint64_t> *>(&member);
    return number ? *number : nullptr;
}

Result<std::uint64_t> readNumber(FieldId id, const QString &text)
{
    if (spec::field(id).kind == spec::FieldKind::Bytes)
        return spec::parseSize(text.toStdString());
    bool ok = false;
    const qulonglong value = text.toULongLong(&ok);
    if (!ok)
        return failure(ErrorCode::InvalidArgs, tr("“%1” is not a whole number").arg(text).toStdString());
    return value;
}

} // namespace

QString limitText(const spec::Limits &limits, FieldId id)
{
    if (id == FieldId::Cpus)
        return limits.cpus ? QString::number(*limits.cpus) : QString();
    if (id == FieldId::CpusetCpus)
        return QString::fromStdString(limits.cpusetCpus.value_or(""));
    spec::Limits copy = limits;
    const auto *value = wholeNumber(copy, id);
    if (!value || !*value)
        return {};
    return spec::field(id).kind == spec::FieldKind::Bytes ? QString::fromStdString(spec::formatSize(**value))
                                                          : QString::number(**value);
}

Result<> setLimitText(spec::Limits &limits, FieldId id, const QString &text)
{
    QString wanted = text.trimmed();
    if (id == FieldId::CpusetCpus) {
        limits.cpusetCpus = wanted.isEmpty() ? std::nullopt : std::optional(wanted.toStdString());
        return {};
    }
    wanted.replace(QLatin1Char(','), QLatin1Char('.')); // as many languages write it
    if (id == FieldId::Cpus) {
        bool ok = false;
        const double cores = wanted.toDouble(&ok);
        if (!ok && !wanted.isEmpty())
            return failure(ErrorCode::InvalidArgs, tr("“%1” is not a number of cores").arg(wanted).toStdString());
        limits.cpus = ok ? std::optional(cores) : std::nullopt;
        return {};
    }
    auto *value = wholeNumber(limits, id);
    if (wanted.isEmpty()) {
        value->reset();
        return {};
    }
    VITRINE_TRY_ASSIGN(*value, readNumber(id, wanted));
    return {};
}

QString controllerOf(FieldId id)
{
    const std::string_view file = spec::field(id).cgroupFile;
    return QString::fromUtf8(file.data(), static_cast<qsizetype>(file.substr(0, file.find('.')).size()));
}

} // namespace vitrine::gui
