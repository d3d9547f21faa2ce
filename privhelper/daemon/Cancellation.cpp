// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/Cancellation.h"

#include "core/base/Try.h"

#include <fmt/format.h>

#include <utility>

namespace vitrine::daemon {

namespace {

constexpr std::uint64_t kPatienceMs = 5'000;

} // namespace

void Cancellation::wish(sd_event *loop, TreeJob &job, std::string_view what, std::string whenLate, Done<> done)
{
    if (isWished())
        return done(failure(ErrorCode::Busy, fmt::format("{} is being given up already", what)));
    if (auto remembered = remember(loop, std::move(whenLate), done); !remembered)
        return done(std::move(remembered));
    job.cancel();
}

Result<> Cancellation::remember(sd_event *loop, std::string whenLate, Done<> done)
{
    auto wish = std::make_unique<Wish>();
    VITRINE_TRY_ASSIGN(wish->patience,
                       EventSource::timer(loop, kPatienceMs, [wish = wish.get(), whenLate = std::move(whenLate)] {
                           const auto waiting = std::exchange(wish->done, [](const Result<> &) {});
                           waiting(failure(ErrorCode::Timeout, whenLate));
                       }));
    wish->done = std::move(done);
    m_wish = std::move(wish);
    return {};
}

} // namespace vitrine::daemon
