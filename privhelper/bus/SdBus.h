// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <systemd/sd-bus.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace vitrine::bus {

template <auto Function> struct Release {
    template <typename T> void operator()(T *object) const { Function(object); }
};

using BusPtr = std::unique_ptr<sd_bus, Release<sd_bus_flush_close_unref>>;
using MessagePtr = std::unique_ptr<sd_bus_message, Release<sd_bus_message_unref>>;
using SlotPtr = std::unique_ptr<sd_bus_slot, Release<sd_bus_slot_unref>>;
using TrackPtr = std::unique_ptr<sd_bus_track, Release<sd_bus_track_unref>>;

/// For sd-bus's own return values: negative is an errno.
inline Result<> checked(int r, std::string_view doing)
{
    if (r < 0)
        return failErrno(-r, doing);
    return {};
}

/// A message that could not be read as its signature says is its sender's mistake.
inline Result<> readable(int r)
{
    if (r < 0)
        return failure(ErrorCode::InvalidArgs, "the arguments of the call cannot be read");
    return {};
}

/// The next argument of a call.
Result<std::string> readText(sd_bus_message *message);

// Values of properties and answers; sd-bus's result.
int appendText(sd_bus_message *message, const std::string &text);
int appendTexts(sd_bus_message *message, const std::vector<std::string> &texts);
int appendNumber(sd_bus_message *message, std::uint64_t number);

/// Answers a call with the error's D-Bus name and sentence.
void replyError(sd_bus_message *call, const Error &error);

} // namespace vitrine::bus
