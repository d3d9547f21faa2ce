// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>

namespace vitrine::daemon {

inline constexpr unsigned kMaxContainersPerUser = 256;
/// Of all specifications of one user: they come in one answer, and a bus ends whoever sends one that is too large.
inline constexpr std::size_t kMaxSpecBytesPerUser = 8 * 1024 * 1024;
inline constexpr unsigned kMaxOperationsPerUser = 80; ///< 16 that run and 64 that wait for a decision or an end
inline constexpr unsigned kMaxExecsPerUser = 64;
inline constexpr unsigned kMaxTrialsPerUser = 4;
inline constexpr unsigned kMaxFilesPerUser = 8;
inline constexpr unsigned kMaxUnpacksPerUser = 2;
inline constexpr unsigned kMaxVolumesPerUser = 256;
inline constexpr unsigned kMaxVolumeJobsPerUser = 4;
inline constexpr unsigned kMaxImagesPerUser = 256;
inline constexpr unsigned kMaxImportsPerUser = 2;
inline constexpr unsigned kMaxExportsPerUser = 2;
/// Of the configurations and layer lists of one user's images, for the same reason.
inline constexpr std::size_t kMaxImageBytesPerUser = 8 * 1024 * 1024;
inline constexpr unsigned kMaxSubscriptionsPerUser = 16;

/// Counts one kind of thing for each user. A ticket is one of them, until it is gone, and says whose it is.
class Quota {
public:
    using Ticket = std::shared_ptr<const std::uint32_t>;

    Quota(const char *what, unsigned limit)
        : m_what(what)
        , m_limit(limit)
        , m_counts(std::make_shared<std::map<std::uint32_t, unsigned>>())
    {
    }

    Result<Ticket> take(std::uint32_t uid)
    {
        unsigned &count = (*m_counts)[uid];
        if (count >= m_limit)
            return failure(ErrorCode::LimitExceeded, fmt::format("you have {} {} at once already", m_limit, m_what));
        ++count;
        return Ticket(new std::uint32_t(uid), [counts = m_counts](const std::uint32_t *owner) {
            if (const auto found = counts->find(*owner); found != counts->end() && --found->second == 0)
                counts->erase(found);
            delete owner;
        });
    }
    [[nodiscard]] bool isUnused() const { return m_counts->empty(); }

private:
    const char *m_what;
    unsigned m_limit;
    std::shared_ptr<std::map<std::uint32_t, unsigned>> m_counts; // outlives this for the tickets' sake
};

} // namespace vitrine::daemon
