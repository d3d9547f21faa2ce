// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nettle/sha2.h>

#include <string>
#include <string_view>

namespace vitrine::unpack {

/// A digest that is fed piece by piece.
class Sha256 {
public:
    Sha256();
    void add(std::string_view bytes);
    /// 64 hex digits of all that was added; starts afresh.
    std::string takeHex();

private:
    sha256_ctx m_context;
};

} // namespace vitrine::unpack
