// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/MountWords.h"

#include "core/base/Text.h"
#include "core/spec/Sizes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <span>

namespace vitrine::spec {

namespace {

enum Kinds : unsigned { kBind = 1, kTmpfs = 2, kVolume = 4, kAll = 7 };

constexpr unsigned kindBit(MountKind kind)
{
    return kind == MountKind::Bind ? kBind : kind == MountKind::Tmpfs ? kTmpfs : kVolume;
}

/// A word that is on by itself, and also takes =true and =false.
struct Switch {
    std::string_view name;
    unsigned kinds;
    void (*set)(Mount &mount, bool isOn);
};

void setReadOnly(Mount &mount, bool isOn)
{
    mount.access = isOn ? Access::ReadOnly : Access::ReadWrite;
}
void setSlave(Mount &mount, bool isOn)
{
    mount.propagation = isOn ? Propagation::Slave : Propagation::Private;
}

constexpr std::array kSwitches{
    Switch{ "ro", kAll, setReadOnly },
    Switch{ "readonly", kAll, setReadOnly },
    Switch{ "rw", kAll, [](Mount &mount, bool isOn) { setReadOnly(mount, !isOn); } },
    Switch{ "noexec", kAll, [](Mount &mount, bool isOn) { mount.noExec = isOn; } },
    Switch{ "exec", kAll, [](Mount &mount, bool isOn) { mount.noExec = !isOn; } },
    Switch{ "rbind", kBind, [](Mount &mount, bool isOn) { mount.recursive = isOn; } },
    Switch{ "recursive", kBind, [](Mount &mount, bool isOn) { mount.recursive = isOn; } },
    Switch{ "bind", kBind, [](Mount &mount, bool isOn) { mount.recursive = !isOn; } },
    Switch{ "bind-nonrecursive", kBind, [](Mount &mount, bool isOn) { mount.recursive = !isOn; } },
    Switch{ "slave", kBind, setSlave },
    Switch{ "rslave", kBind, setSlave },
    Switch{ "private", kBind, [](Mount &mount, bool isOn) { setSlave(mount, !isOn); } },
    Switch{ "rprivate", kBind, [](Mount &mount, bool isOn) { setSlave(mount, !isOn); } },
    Switch{ "nocopy", kVolume, [](Mount &mount, bool isOn) { mount.noCopy = isOn; } },
    Switch{ "volume-nocopy", kVolume, [](Mount &mount, bool isOn) { mount.noCopy = isOn; } },
    Switch{ "copy", kVolume, [](Mount &mount, bool isOn) { mount.noCopy = !isOn; } },
};

/// A word that changes nothing, or that cannot be; with the reason. One without a reason says what is so anyway.
struct Reason {
    std::string_view name;
    std::string_view sentence = {};
};

constexpr std::string_view kNoLabels = "labels of SELinux are not needed here, and none is changed";
constexpr std::string_view kNoOwner =
    "no owner is changed: what is yours belongs to the user inside by a mapping of ids";
constexpr std::array kWithoutEffect{
    Reason{ "z", kNoLabels }, Reason{ "Z", kNoLabels }, Reason{ "relabel", kNoLabels }, Reason{ "U", kNoOwner },
    Reason{ "chown", kNoOwner }, Reason{ "nosuid" }, Reason{ "nodev" },
    Reason{ "consistency" }, // docker's, for file systems that are copied between two
                             // computers
    Reason{ "consistent" }, Reason{ "cached" }, Reason{ "delegated" }, Reason{ "default" }, Reason{ "notmpcopyup" },
    Reason{ "volume-driver" }, // there is one
};

constexpr std::string_view kNoShared = "nothing that is mounted inside may come to be mounted on this computer; rslave "
                                       "shows inside what is mounted here";
constexpr std::string_view kNoUnbindable = "is of no use: nothing inside can mount; private is what is meant";
constexpr std::string_view kNoOverlay = "a layer over a folder is not offered: mount it read-only, or copy it to a "
                                        "volume";
constexpr std::string_view kNoPart = "a part of a volume cannot be mounted: make a volume of its own";
constexpr std::array kRefused{
    Reason{ "suid", "no program inside gains rights by its owner" },
    Reason{ "dev", "no device in a mount can be used; --device gives one" },
    Reason{ "shared", kNoShared },
    Reason{ "rshared", kNoShared },
    Reason{ "unbindable", kNoUnbindable },
    Reason{ "runbindable", kNoUnbindable },
    Reason{ "O", kNoOverlay },
    Reason{ "upperdir", kNoOverlay },
    Reason{ "workdir", kNoOverlay },
    Reason{ "tmpcopyup", "a tmpfs is empty at first; a volume is filled with what the image has there" },
    Reason{ "subpath", kNoPart },
    Reason{ "volume-subpath", kNoPart },
    Reason{ "volume-opt", "a volume has no options" },
    Reason{ "volume-label", "a volume has no labels" },
};

constexpr std::array<std::string_view, 10> kValues{ "size", "tmpfs-size",     "mode",  "tmpfs-mode", "bind-propagation",
                                                    "type", "bind-recursive", "idmap", "src",        "dst" };

template <typename Rows> auto find(const Rows &rows, std::string_view name)
{
    return std::ranges::find_if(rows, [&](const auto &row) { return row.name == name; });
}

std::optional<bool> readSwitch(std::string_view text)
{
    if (text.empty() || text == "true" || text == "1")
        return true;
    if (text == "false" || text == "0")
        return false;
    return std::nullopt;
}

/// How many letters have to be changed, added or taken out (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{ 0 });
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t k = 0; k < b.size(); ++k) {
            const std::size_t changed = diagonal + (a[i] == b[k] ? 0 : 1);
            diagonal = row[k + 1];
            row[k + 1] = std::min({ changed, row[k] + 1, diagonal + 1 });
        }
    }
    return row.back();
}

std::string nearestWord(std::string_view word)
{
    constexpr std::size_t kLongest = 32;
    std::string_view nearest;
    std::size_t least = word.size() <= 3 ? 1 : 2;
    const auto consider = [&](std::string_view known) {
        if (const std::size_t d = distance(word, known);
            d <= least && d < known.size() && (nearest.empty() || d < least)) {
            nearest = known;
            least = d;
        }
    };
    if (word.size() > kLongest)
        return {};
    for (const Switch &row : kSwitches)
        consider(row.name);
    for (const std::string_view name : kValues)
        consider(name);
    return nearest.empty() ? std::string() : fmt::format("; is {} meant?", nearest);
}

void readPropagation(MountReading &reading, std::string_view text)
{
    if (text == "private" || text == "rprivate" || text == "slave" || text == "rslave")
        return setSlave(reading.mount, text.ends_with("slave"));
    const auto refused = find(kRefused, text);
    reading.problems.push_back(refused == kRefused.end()
                                   ? fmt::format("bind-propagation is private or rslave, not \"{}\"", printable(text))
                                   : fmt::format("{}: {}", text, refused->sentence));
}

void readRecursive(MountReading &reading, std::string_view text)
{
    if (text == "enabled" || text == "readonly" || text == "disabled")
        reading.mount.recursive = text != "disabled";
    else if (text == "writable")
        reading.problems.emplace_back("bind-recursive=writable: what is mounted below a read-only folder is read-only, "
                                      "too");
    else
        reading.problems.push_back(fmt::format("bind-recursive is enabled or disabled, not \"{}\"", printable(text)));
}

void readSize(MountReading &reading, std::string_view text)
{
    if (const auto size = parseSizeLimit(text))
        reading.mount.sizeBytes = *size;
    else
        reading.problems.push_back(size.error().what);
}

void readMode(MountReading &reading, std::string_view text)
{
    std::uint32_t mode = 0;
    const bool isOctal = !text.empty() && text.size() <= 5 && text.find_first_not_of("01234567") == std::string::npos;
    for (const char digit : isOctal ? text : std::string_view())
        mode = mode * 8 + static_cast<std::uint32_t>(digit - '0');
    if (isOctal && mode <= 01777)
        reading.mount.mode = mode;
    else
        reading.problems.push_back(
            fmt::format("mode is up to four digits such as 1777 or 700, not \"{}\"", printable(text)));
}

void readIdMap(MountReading &reading, bool hasValue)
{
    if (hasValue)
        reading.problems.emplace_back("idmap takes no mapping: your files belong to the user inside");
    else
        reading.notes.emplace_back("idmap: ids are mapped anyway");
}

/// A word with a value that is no switch. False: it is none, or none for this kind of mount.
bool readValue(MountReading &reading, std::string_view key, std::string_view text, bool hasValue)
{
    const bool isBind = reading.mount.kind == MountKind::Bind;
    const bool isTmpfs = reading.mount.kind == MountKind::Tmpfs;
    if (isTmpfs && (key == "size" || key == "tmpfs-size"))
        readSize(reading, text);
    else if (isTmpfs && (key == "mode" || key == "tmpfs-mode"))
        readMode(reading, text);
    else if (isBind && key == "bind-propagation")
        readPropagation(reading, text);
    else if (isBind && key == "bind-recursive")
        readRecursive(reading, text);
    else if (!isTmpfs && key == "idmap")
        readIdMap(reading, hasValue);
    else
        return false;
    return true;
}

void refuseUnknown(MountReading &reading, std::string_view key)
{
    const bool isOfOthers = find(kSwitches, key) != kSwitches.end() || std::ranges::count(kValues, key) > 0;
    const char *kind = reading.mount.kind == MountKind::Bind ? "folder"
        : reading.mount.kind == MountKind::Tmpfs             ? "tmpfs"
                                                             : "volume";
    reading.problems.push_back(isOfOthers ? fmt::format("\"{}\" is nothing that a {} can be", printable(key), kind)
                                          : fmt::format("\"{}\" is not known{}", printable(key), nearestWord(key)));
}

} // namespace

void readMountWord(MountReading &reading, std::string_view word)
{
    const auto equals = word.find('=');
    const std::string_view key = word.substr(0, equals);
    const std::string_view text = equals == std::string_view::npos ? std::string_view() : word.substr(equals + 1);
    if (const auto known = find(kSwitches, key);
        known != kSwitches.end() && (known->kinds & kindBit(reading.mount.kind)) != 0) {
        if (const auto isOn = readSwitch(text))
            known->set(reading.mount, *isOn);
        else
            reading.problems.push_back(fmt::format("{} is true or false, not \"{}\"", key, printable(text)));
    } else if (const auto idle = find(kWithoutEffect, key); idle != kWithoutEffect.end()) {
        if (!idle->sentence.empty() && readSwitch(text) != false)
            reading.notes.push_back(fmt::format("{}: {}", key, idle->sentence));
    } else if (const auto refused = find(kRefused, key); refused != kRefused.end()) {
        if (readSwitch(text) != false)
            reading.problems.push_back(fmt::format("{}: {}", key, refused->sentence));
    } else if (!readValue(reading, key, text, equals != std::string_view::npos)) {
        refuseUnknown(reading, key);
    }
}

std::vector<std::string> mountWords(const Mount &mount)
{
    std::vector<std::string> words;
    if (mount.access == Access::ReadOnly)
        words.emplace_back("ro");
    if (mount.noExec)
        words.emplace_back("noexec");
    if (mount.kind == MountKind::Bind && !mount.recursive)
        words.emplace_back("bind");
    if (mount.propagation == Propagation::Slave)
        words.emplace_back("rslave");
    if (mount.noCopy)
        words.emplace_back("nocopy");
    if (mount.mode)
        words.push_back(fmt::format("mode={:o}", *mount.mode));
    return words;
}

} // namespace vitrine::spec
