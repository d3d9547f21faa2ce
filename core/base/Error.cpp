// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Error.h"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

namespace vitrine {

Error Error::wrap(std::string_view doing) const
{
    return Error{ code, sysErrno, fmt::format("{}: {}", doing, what) };
}

Error Error::fromErrno(int err, std::string_view doing, ErrorCode code)
{
    switch (err) {
    case ENOSPC:
    case EDQUOT:
        code = ErrorCode::NoSpace;
        break;
    case EMFILE:
    case ENFILE:
    case ENOMEM:
        code = ErrorCode::OutOfResources;
        break;
    default:
        break;
    }
    return Error{ code, err, fmt::format("{}: {}", doing, std::generic_category().message(err)) };
}

} // namespace vitrine
