// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/ImageName.h"

#include "core/base/Text.h"

#include <algorithm>
#include <vector>

namespace vitrine::spec {

namespace {

constexpr std::size_t kMaxBytes = 255;
constexpr std::size_t kMaxTagBytes = 128;
constexpr std::size_t kDigestDigits = 64;
constexpr std::string_view kDigestMark = "@sha256:";

bool isLower(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}
bool isWord(char c)
{
    return isLower(c) || (c >= 'A' && c <= 'Z');
}
bool isHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

bool isPathPart(std::string_view part)
{
    return !part.empty() && isLower(part.front()) && isLower(part.back())
        && std::ranges::all_of(part, [](char c) { return isLower(c) || c == '.' || c == '_' || c == '-'; });
}

/// Only with a dot, a port or as "localhost" is the first part a host.
bool isHost(std::string_view part)
{
    const auto colon = part.find(':');
    const auto host = part.substr(0, colon);
    if (colon == std::string_view::npos && host.find('.') == std::string_view::npos && host != "localhost")
        return false;
    if (colon != std::string_view::npos && !parseNumber<std::uint16_t>(part.substr(colon + 1)))
        return false;
    return !host.empty() && isWord(host.front())
        && std::ranges::all_of(host, [](char c) { return isWord(c) || c == '.' || c == '-'; });
}

bool isTag(std::string_view tag)
{
    return !tag.empty() && tag.size() <= kMaxTagBytes && (isWord(tag.front()) || tag.front() == '_')
        && std::ranges::all_of(tag, [](char c) { return isWord(c) || c == '.' || c == '_' || c == '-'; });
}

/// Of the colon before the tag; a colon before the last slash stands before a port.
std::size_t tagColon(std::string_view name)
{
    const auto slash = name.rfind('/');
    return name.find(':', slash == std::string_view::npos ? 0 : slash);
}

bool isDigestText(std::string_view digits)
{
    return digits.size() == kDigestDigits && std::ranges::all_of(digits, isHex);
}

} // namespace

bool isRegistryName(std::string_view name)
{
    if (name.size() > kMaxBytes)
        return false;
    const auto colon = tagColon(name);
    if (colon != std::string_view::npos && !isTag(name.substr(colon + 1)))
        return false;
    const auto parts = split(name.substr(0, colon), '/');
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool mayBeHost = i == 0 && parts.size() > 1;
        if (!isPathPart(parts[i]) && !(mayBeHost && isHost(parts[i])))
            return false;
    }
    return true;
}

bool isImageReference(std::string_view text)
{
    if (const auto mark = text.find(kDigestMark); mark != std::string_view::npos)
        return isRegistryName(text.substr(0, mark)) && isDigestText(text.substr(mark + kDigestMark.size()));
    return isRegistryName(text); // ids, digests and their beginnings have the form of names
}

std::string withTag(std::string_view name)
{
    std::string full(name);
    if (!hasTagOrDigest(name))
        full += ":latest";
    return full;
}

std::string_view withoutTag(std::string_view name)
{
    name = name.substr(0, name.find('@'));
    return name.substr(0, tagColon(name));
}

bool hasTagOrDigest(std::string_view text)
{
    return text.find('@') != std::string_view::npos || tagColon(text) != std::string_view::npos;
}

bool namesImage(std::string_view wanted, std::string_view fullName)
{
    const std::string tagged = withTag(wanted);
    if (fullName == tagged)
        return true;
    return fullName.size() > tagged.size() && fullName.ends_with(tagged)
        && fullName[fullName.size() - tagged.size() - 1] == '/';
}

} // namespace vitrine::spec
