// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/DetachKeys.h"

namespace vitrine::gui {

namespace {

constexpr char kCtrlP = 'P' & 0x1f;
constexpr char kCtrlQ = 'Q' & 0x1f;

} // namespace

DetachKeys::Typed DetachKeys::feed(std::string_view bytes)
{
    Typed typed;
    for (const char byte : bytes) {
        if (m_isHolding && byte == kCtrlQ) {
            typed.isDetached = true;
            m_isHolding = false;
            return typed;
        }
        if (m_isHolding)
            typed.forward += kCtrlP;
        m_isHolding = byte == kCtrlP;
        if (!m_isHolding)
            typed.forward += byte;
    }
    return typed;
}

} // namespace vitrine::gui
