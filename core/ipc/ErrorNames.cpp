// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ipc/ErrorNames.h"

#include "core/ipc/Names.h"

#include <array>
#include <utility>

namespace vitrine::ipc {

namespace {

using enum ErrorCode;
constexpr std::pair<ErrorCode, std::string_view> kNames[]{
    { InvalidName, "InvalidName" },
    { InvalidConfig, "InvalidConfig" },
    { InvalidArgs, "InvalidArgs" },
    { TooLarge, "TooLarge" },
    { NotAuthorized, "NotAuthorized" },
    { NotFound, "NotFound" },
    { NameInUse, "NameInUse" },
    { Busy, "Busy" },
    { BadState, "BadState" },
    { LimitExceeded, "LimitExceeded" },
    { SourceNotAllowed, "SourceNotAllowed" },
    { RootfsUnsafe, "RootfsUnsafe" },
    { RangeInvalid, "RangeInvalid" },
    { RangePoolExhausted, "RangePoolExhausted" },
    { ImageCorrupt, "ImageCorrupt" },
    { ImageUnsafe, "ImageUnsafe" },
    { ImageUnpackFailed, "ImageUnpackFailed" },
    { AddressPoolExhausted, "AddressPoolExhausted" },
    { NoSpace, "NoSpace" },
    { OutOfResources, "OutOfResources" },
    { Timeout, "Timeout" },
    { Cancelled, "Cancelled" },
    { Unsupported, "Unsupported" },
    { StateCorrupt, "StateCorrupt" },
    { StateTooNew, "StateTooNew" },
    { VersionMismatch, "VersionMismatch" },
    { StartFailed, "StartFailed" },
    { System, "System" },
    { Protocol, "Protocol" },
};

// What the bus itself answers, in our words.
constexpr std::pair<std::string_view, ErrorCode> kBusNames[]{
    { "org.freedesktop.DBus.Error.AccessDenied", NotAuthorized },
    { "org.freedesktop.DBus.Error.NoReply", Timeout },
    { "org.freedesktop.DBus.Error.Timeout", Timeout },
    { "org.freedesktop.DBus.Error.InvalidArgs", InvalidArgs },
    { "org.freedesktop.DBus.Error.UnknownObject", NotFound },
};

} // namespace

std::string errorName(ErrorCode code)
{
    for (const auto &[known, name] : kNames) {
        if (known == code)
            return std::string(kErrorPrefix) + std::string(name);
    }
    return std::string(kErrorPrefix) + "System";
}

ErrorCode errorCode(std::string_view name)
{
    for (const auto &[known, code] : kBusNames) {
        if (known == name)
            return code;
    }
    const std::string_view prefix = kErrorPrefix;
    if (!name.starts_with(prefix))
        return System;
    for (const auto &[code, known] : kNames) {
        if (known == name.substr(prefix.size()))
            return code;
    }
    return System;
}

} // namespace vitrine::ipc
