// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/bus/SdBus.h"

#include "core/base/Try.h"
#include "core/ipc/ErrorNames.h"

namespace vitrine::bus {

Result<std::string> readText(sd_bus_message *message)
{
    const char *text = nullptr;
    VITRINE_TRY(readable(sd_bus_message_read(message, "s", &text)));
    return std::string(text);
}

int appendText(sd_bus_message *message, const std::string &text)
{
    return sd_bus_message_append_basic(message, SD_BUS_TYPE_STRING, text.c_str());
}

int appendTexts(sd_bus_message *message, const std::vector<std::string> &texts)
{
    int r = sd_bus_message_open_container(message, SD_BUS_TYPE_ARRAY, "s");
    for (auto text = texts.begin(); r >= 0 && text != texts.end(); ++text)
        r = appendText(message, *text);
    return r < 0 ? r : sd_bus_message_close_container(message);
}

int appendNumber(sd_bus_message *message, std::uint64_t number)
{
    return sd_bus_message_append_basic(message, SD_BUS_TYPE_UINT64, &number);
}

void replyError(sd_bus_message *call, const Error &error)
{
    const std::string name = ipc::errorName(error.code);
    const sd_bus_error reply = SD_BUS_ERROR_MAKE_CONST(name.c_str(), error.what.c_str());
    // A caller that has gone needs no answer.
    sd_bus_reply_method_error(call, &reply);
}

} // namespace vitrine::bus
