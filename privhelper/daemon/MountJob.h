// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ContainerSpec.h"
#include "privhelper/daemon/ShimJob.h"

#include <cstdint>
#include <string>

namespace vitrine::daemon {

/// One change to the mounts of a container that runs: lives until its shim has answered, or has not for ten seconds.
class MountJob : public ShimJob<std::uint64_t> {
public:
    /// Adds `mount`; `sources` holds "mount:0" for a bind mount. Answers with its number.
    static void add(Context &context, const ContainerRecord &record, int initPidfd, const spec::Mount &mount,
                    const Sources &sources, Done<std::uint64_t> done);
    /// Takes a mount away. Busy, saying what uses it, when it is in use.
    static void remove(Context &context, const ContainerRecord &record, int initPidfd,
                       const shim::UnmountConfig &wanted, Done<std::uint64_t> done);

private:
    struct Order {
        const char *verb;
        std::string config;
        const Sources &sources;
    };
    MountJob(Context &context, Done<std::uint64_t> done);
    static void start(Context &context, const std::string &id, int initPidfd, const Order &order,
                      Done<std::uint64_t> done);
    Result<> launch(const std::string &id, int initPidfd, const Order &order);
    void onMessage(Result<shim::ShimMessage> message) override;
};

} // namespace vitrine::daemon
