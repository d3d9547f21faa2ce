// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/WindowOptions.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

namespace vitrine::gui {

namespace {

// Of QGuiApplication, QApplication and the platform for X11; they are written with one dash or two.
constexpr auto kWithValue = std::to_array<std::string_view>(
    { "display", "geometry", "icon", "name", "platform", "platformpluginpath", "platformtheme", "plugin",
      "qwindowgeometry", "qwindowicon", "qwindowtitle", "session", "style", "stylesheet", "title", "visual" });
constexpr auto kSwitches = std::to_array<std::string_view>({ "dograb", "nograb", "reverse", "sync", "widgetcount" });
constexpr auto kJoined = std::to_array<std::string_view>({ "style=", "stylesheet=" });

std::string_view withoutDashes(std::string_view word)
{
    if (word.starts_with("--"))
        return word.substr(2);
    return word.starts_with('-') ? word.substr(1) : std::string_view();
}

template <std::size_t N> bool isOneOf(const std::array<std::string_view, N> &names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool isSet(const char *variable)
{
    const char *value = std::getenv(variable);
    return value && *value != '\0';
}

} // namespace

std::optional<std::string> firstForeignWord(std::span<const std::string> words)
{
    for (std::size_t at = 0; at < words.size(); ++at) {
        const std::string_view name = withoutDashes(words[at]);
        if (isOneOf(kWithValue, name)) {
            ++at;
            continue;
        }
        const bool isJoined = std::any_of(kJoined.begin(), kJoined.end(),
                                          [&](std::string_view beginning) { return name.starts_with(beginning); });
        if (!isJoined && !isOneOf(kSwitches, name))
            return words[at];
    }
    return std::nullopt;
}

std::optional<std::string> whyNoWindow(std::span<const std::string> words)
{
    const bool isNamed = std::any_of(words.begin(), words.end(), [](const std::string &word) {
        const std::string_view name = withoutDashes(word);
        return name == "platform" || name == "display";
    });
    if (isNamed || isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") || isSet("QT_QPA_PLATFORM"))
        return std::nullopt;
    return "No window can open here: neither DISPLAY nor WAYLAND_DISPLAY is set. `vitrine --help` lists the commands "
           "that work without one";
}

} // namespace vitrine::gui
