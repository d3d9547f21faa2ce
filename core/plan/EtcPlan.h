// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plan/UserPlan.h"
#include "core/spec/ContainerSpec.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::plan {

/// The container's own files in /etc, which Vitrine writes.
struct EtcFile {
    std::string name;
    std::string content;
    bool operator==(const EtcFile &) const = default;
};

/// hosts, hostname and resolv.conf: every container has them, whatever its root holds. `address` is empty without a
/// network.
std::vector<EtcFile> planNetworkFiles(const std::string &hostname, const std::string &address,
                                      const std::vector<std::string> &nameservers);

/// passwd and group for this computer as a root: root, nobody and, under Identity::Me, the owner.
std::vector<EtcFile> planUserFiles(const std::optional<User> &owner);

/// What a container on this computer's files sees of the host's /etc, read-only: nothing that is about people or
/// secrets.
std::span<const std::string_view> sharedEtcEntries();

/// The host name inside: the specification's, or the container's name.
std::string hostnameOf(const spec::ContainerSpec &spec);

} // namespace vitrine::plan
