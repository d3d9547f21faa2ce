// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Error.h"

#include <tl/expected.hpp>

#include <utility>

namespace vitrine {

/// The one way in which a function of ours fails. libstdc++ 12 has no monadic std::expected, hence tl's.
template <typename T = void> using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> failure(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}
inline tl::unexpected<Error> failure(ErrorCode code, std::string what)
{
    return tl::unexpected<Error>(Error{ code, 0, std::move(what) });
}
inline tl::unexpected<Error> failErrno(int err, std::string_view doing, ErrorCode code = ErrorCode::System)
{
    return tl::unexpected<Error>(Error::fromErrno(err, doing, code));
}

} // namespace vitrine
