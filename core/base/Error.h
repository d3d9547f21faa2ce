// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vitrine {

/// What kind of failure it was. Each crosses D-Bus as `io.vitrine.Error.<Code>` (core/ipc/ErrorNames).
enum class ErrorCode : std::uint8_t {
    InvalidName,
    InvalidConfig,
    InvalidArgs,
    TooLarge,
    NotAuthorized,
    NotFound,
    NameInUse,
    Busy,
    BadState,
    LimitExceeded,
    SourceNotAllowed,
    RootfsUnsafe,
    RangeInvalid,
    RangePoolExhausted,
    ImageCorrupt,
    ImageUnsafe,
    ImageUnpackFailed,
    AddressPoolExhausted,
    NoSpace,
    OutOfResources,
    Timeout,
    Cancelled,
    Unsupported,
    StateCorrupt,
    StateTooNew,
    VersionMismatch,
    StartFailed,
    System,
    Protocol,
};

/// A failure: its kind, the errno behind it (0 when none) and one sentence for a person, which says what was being
/// done, to what, and why it failed.
struct Error {
    ErrorCode code = ErrorCode::System;
    int sysErrno = 0;
    std::string what;

    /// The same failure with the caller's context in front: "starting web: making /dev: No space left on device".
    [[nodiscard]] Error wrap(std::string_view doing) const;

    /// From errno: "<doing>: <strerror>", with the code that fits (ENOSPC is NoSpace, EMFILE OutOfResources…).
    /// `code` is used where the errno says nothing more special.
    static Error fromErrno(int err, std::string_view doing, ErrorCode code = ErrorCode::System);

    bool operator==(const Error &) const = default;
};

} // namespace vitrine
