// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace vitrine::gui {

/// Watches what is typed for Ctrl+P Ctrl+Q, which leaves the container running and goes.
class DetachKeys {
public:
    struct Typed {
        std::string forward; ///< what is to be handed on
        bool isDetached = false;
    };
    /// A lone Ctrl+P is held back until the next key shows what it was.
    Typed feed(std::string_view bytes);

private:
    bool m_isHolding = false;
};

} // namespace vitrine::gui
