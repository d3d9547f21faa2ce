// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/bus/SdBus.h"

#include "core/ipc/ErrorNames.h"

namespace vitrine::bus {

void replyError(sd_bus_message *call, const Error &error)
{
    const std::string name = ipc::errorName(error.code);
    const sd_bus_error reply = SD_BUS_ERROR_MAKE_CONST(name.c_str(), error.what.c_str());
    // A caller that has gone needs no answer.
    sd_bus_reply_method_error(call, &reply);
}

} // namespace vitrine::bus
