// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/daemon/Context.h"

#include <functional>
#include <string>
#include <vector>

namespace vitrine::daemon {

/// Deletes what was moved to the trash: a little at once, more in a process of its own.
class Trash {
public:
    explicit Trash(Context &context)
        : m_context(context)
    {
    }

    /// `names` are those in the trash. `gone` is called for each that is; `done` at the end, also when some are left,
    /// which are tried again when the helper starts the next time.
    void empty(const std::vector<std::string> &names, std::function<void(const std::string &name)> gone, Done<> done);

    [[nodiscard]] bool isWorking() const { return m_processes > 0; }

private:
    Context &m_context;
    unsigned m_processes = 0;
};

} // namespace vitrine::daemon
