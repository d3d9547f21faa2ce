// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/NameSuggestion.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace vitrine::spec {

namespace {

constexpr std::array<std::string_view, 40> kAdjectives{
    "amber", "brave",  "bright", "calm",   "clear",   "clever", "cosy",   "crisp", "eager", "early",
    "fair",  "gentle", "glad",   "golden", "green",   "happy",  "keen",   "kind",  "light", "lively",
    "lucky", "mild",   "neat",   "noble",  "patient", "plain",  "polite", "proud", "quick", "quiet",
    "rapid", "silver", "snowy",  "steady", "sunny",   "swift",  "tidy",   "warm",  "wise",  "young",
};
constexpr std::array<std::string_view, 40> kNouns{
    "badger", "beaver", "bison",   "crane",    "curlew", "deer",   "dolphin", "falcon", "finch",  "fox",
    "gannet", "goose",  "hare",    "heron",    "ibis",   "jay",    "kestrel", "lark",   "linnet", "lynx",
    "marten", "mole",   "newt",    "otter",    "owl",    "plover", "puffin",  "quail",  "raven",  "robin",
    "salmon", "seal",   "sparrow", "starling", "stork",  "swan",   "tern",    "thrush", "trout",  "wren",
};
constexpr std::uint64_t kPairs = kAdjectives.size() * kNouns.size();

} // namespace

std::string suggestName(std::uint64_t seed, const std::function<bool(const std::string &)> &isTaken)
{
    const auto pair = [&](std::uint64_t index) {
        return fmt::format("{}-{}", kAdjectives[index % kPairs / kNouns.size()], kNouns[index % kNouns.size()]);
    };
    const std::uint64_t start = seed % kPairs;
    for (std::uint64_t i = 0; i < kPairs; ++i) {
        if (auto name = pair(start + i); !isTaken(name))
            return name;
    }
    for (std::uint64_t number = 2;; ++number) {
        if (auto name = fmt::format("{}-{}", pair(start), number); !isTaken(name))
            return name;
    }
}

} // namespace vitrine::spec
