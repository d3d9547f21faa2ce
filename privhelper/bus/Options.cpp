// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/bus/Options.h"

#include "core/base/Text.h"
#include "core/base/Try.h"

#include <unistd.h>

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <climits>
#include <functional>
#include <map>
#include <string_view>

namespace vitrine::bus {

const char *const kHelp = "Usage: vitrine-helper [OPTION]…\n"
                          "Serves io.vitrine.Helper1: makes, starts and holds containers. The bus starts it.\n\n"
                          "  --bus-address ADDRESS   another bus than the system's\n"
                          "  --owner UID             serve this account alone, without polkit\n"
                          "  --state-dir DIR         records and files of containers (/var/lib/vitrine)\n"
                          "  --run-dir DIR           what runs (/run/vitrine)\n"
                          "  --libexec-dir DIR       where vitrine-shim and vitrine-unpack are (beside this program)\n"
                          "  --idle-timeout SECONDS  end when there has been nothing to do for so long (60)\n"
                          "  --hold                  keep the cgroup of the containers, for systemd\n"
                          "  --purge NAME…           delete what has been removed\n"
                          "  --copy-tree, --measure-tree\n"
                          "                          work on descriptors that the helper gives\n"
                          "  --help, --version\n";

namespace {

constexpr std::uint64_t kMaxIdleSeconds = 1'000'000;

Result<std::string> ownPath()
{
    std::array<char, PATH_MAX> buffer{};
    const ssize_t size = ::readlink("/proc/self/exe", buffer.data(), buffer.size());
    if (size <= 0 || static_cast<std::size_t>(size) == buffer.size())
        return failErrno(errno, "finding this program");
    return std::string(buffer.data(), static_cast<std::size_t>(size));
}

Result<> takeDirectory(std::string &out, const std::string &value)
{
    if (!value.starts_with('/'))
        return failure(ErrorCode::InvalidArgs, fmt::format("\"{}\" is not an absolute path", value));
    out = value;
    return {};
}

template <typename Number> Result<Number> number(const std::string &value, Number maximum)
{
    const auto parsed = parseNumber<Number>(value);
    if (!parsed || *parsed > maximum)
        return failure(ErrorCode::InvalidArgs, fmt::format("\"{}\" is not a number up to {}", value, maximum));
    return *parsed;
}

using Take = std::function<Result<>(const std::string &value)>;

std::map<std::string_view, Take> valueOptions(Options &options)
{
    return {
        { "--bus-address",
          [&](const std::string &value) -> Result<> {
              options.busAddress = value;
              return {};
          } },
        { "--state-dir", [&](const std::string &value) { return takeDirectory(options.stateDir, value); } },
        { "--run-dir", [&](const std::string &value) { return takeDirectory(options.runDir, value); } },
        { "--libexec-dir", [&](const std::string &value) { return takeDirectory(options.libexecDir, value); } },
        { "--owner",
          [&](const std::string &value) -> Result<> {
              VITRINE_TRY_ASSIGN(options.ownerUid, number<std::uint32_t>(value, INT_MAX));
              return {};
          } },
        { "--idle-timeout",
          [&](const std::string &value) -> Result<> {
              VITRINE_TRY_ASSIGN(const std::uint64_t seconds, number(value, kMaxIdleSeconds));
              options.idleTimeoutMs = seconds * 1000;
              return {};
          } },
    };
}

std::optional<Mode> modeOf(std::string_view option)
{
    static const std::map<std::string_view, Mode> modes{
        { "--hold", Mode::Hold },          { "--purge", Mode::Purge },
        { "--copy-tree", Mode::CopyTree }, { "--measure-tree", Mode::MeasureTree },
        { "--help", Mode::Help },          { "--version", Mode::Version },
    };
    const auto found = modes.find(option);
    return found == modes.end() ? std::nullopt : std::optional(found->second);
}

} // namespace

Result<Options> parseOptions(const std::vector<std::string> &arguments)
{
    Options options;
    VITRINE_TRY_ASSIGN(options.programPath, ownPath());
    options.libexecDir = options.programPath.substr(0, options.programPath.rfind('/'));
    const auto takers = valueOptions(options);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string &argument = arguments[i];
        if (const auto mode = modeOf(argument)) {
            options.mode = *mode;
        } else if (const auto taker = takers.find(argument); taker != takers.end()) {
            if (++i == arguments.size())
                return failure(ErrorCode::InvalidArgs, argument + " needs a value");
            VITRINE_TRY(taker->second(arguments[i]));
        } else if (options.mode == Mode::Purge && !argument.starts_with('-')) {
            options.purgeNames.push_back(argument);
        } else {
            return failure(ErrorCode::InvalidArgs, fmt::format("\"{}\" is not an option", argument));
        }
    }
    return options;
}

} // namespace vitrine::bus
