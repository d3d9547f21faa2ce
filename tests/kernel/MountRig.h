// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ContainerSpec.h"
#include "tests/kernel/RealHelper.h"

#include <QStringList>

#include <memory>
#include <string>

namespace vitrine::tests {

inline constexpr uid_t kOwner = 1000;

std::string readText(const std::string &path);

/// The real helper and one container whose mounts come and go.
class MountRig {
public:
    [[nodiscard]] RealHelper &helper() { return m_helper; }
    test::BusClient &client() { return m_helper.client(); }

    /// Created by the test.
    std::string id;

    /// `source` is opened for the helper; none for a mount that has none.
    test::Answer add(const spec::Mount &mount, const std::string &source, bool keep = false);
    test::Answer remove(const std::string &target, bool keep = false);
    /// Words of nsenter, for `user` of the container.
    QStringList enter(int user);
    /// What a script says there.
    std::string inside(int user, const std::string &script);

private:
    RealHelper m_helper;
};

} // namespace vitrine::tests
