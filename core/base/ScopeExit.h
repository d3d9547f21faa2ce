// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>

namespace vitrine {

/// Runs an undo step at the end of the scope unless dismiss() was called: what a failed start leaves behind is nothing.
template <typename Undo> class ScopeExit {
public:
    explicit ScopeExit(Undo undo)
        : m_undo(std::move(undo))
    {
    }
    ScopeExit(const ScopeExit &) = delete;
    ScopeExit &operator=(const ScopeExit &) = delete;
    ~ScopeExit()
    {
        if (m_armed)
            m_undo();
    }
    void dismiss() { m_armed = false; }

private:
    Undo m_undo;
    bool m_armed = true;
};

} // namespace vitrine
