// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/Sha256.h"

#include <fmt/format.h>

#include <array>
#include <iterator>

namespace vitrine::unpack {

Sha256::Sha256()
{
    ::sha256_init(&m_context);
}

void Sha256::add(std::string_view bytes)
{
    ::sha256_update(&m_context, bytes.size(), reinterpret_cast<const std::uint8_t *>(bytes.data()));
}

std::string Sha256::takeHex()
{
    std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
    ::sha256_digest(&m_context, digest.size(), digest.data());
    std::string hex;
    for (const auto byte : digest)
        fmt::format_to(std::back_inserter(hex), "{:02x}", byte);
    return hex;
}

} // namespace vitrine::unpack
