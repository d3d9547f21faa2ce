// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <exception>
#include <new>

namespace vitrine::daemon {

/// Runs the body of something that a C library has called back, which an exception must not cross: it becomes the
/// error of the Result that the body returns.
template <typename Body> auto guard(Body &&body) noexcept -> decltype(body())
{
    try {
        return body();
    } catch (const std::bad_alloc &) {
        return failure(Error{ ErrorCode::OutOfResources, 0, "the helper is out of memory" });
    } catch (const std::exception &error) {
        return failure(Error{ ErrorCode::System, 0, error.what() });
    }
}

} // namespace vitrine::daemon
