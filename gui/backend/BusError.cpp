// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/backend/BusError.h"

#include "core/ipc/ErrorNames.h"

#include <QDBusMessage>

namespace vitrine::gui {

namespace {

struct BusSentence {
    const char *name;
    const char *sentence;
};

// What dbus-daemon itself answers names buses and time-outs; a person wants to know about the helper.
constexpr BusSentence kSentences[]{
    { "org.freedesktop.DBus.Error.ServiceUnknown",
      "Vitrine's helper is not installed: nothing provides io.vitrine.Helper1 on the system bus" },
    { "org.freedesktop.DBus.Error.NameHasNoOwner", "Vitrine's helper does not run and cannot be started on demand" },
    { "org.freedesktop.DBus.Error.NoReply", "Vitrine's helper ended before it answered, or took too long" },
    { "org.freedesktop.DBus.Error.Disconnected", "The connection to the system bus was lost" },
    { "org.freedesktop.DBus.Error.UnknownObject", "There is no such container" },
};

} // namespace

Error busError(const QDBusMessage &reply)
{
    const std::string name = reply.errorName().toStdString();
    std::string sentence = reply.errorMessage().toStdString();
    for (const BusSentence &known : kSentences) {
        if (name == known.name)
            sentence = known.sentence;
    }
    if (name.starts_with("org.freedesktop.DBus.Error.Spawn."))
        sentence = "Vitrine's helper could not be started: " + sentence;
    if (sentence.empty())
        sentence = "Vitrine's helper answered " + name;
    return Error{ ipc::errorCode(name), 0, std::move(sentence) };
}

Error unexpectedReply(const QDBusMessage &reply)
{
    return Error{ ErrorCode::Protocol, 0,
                  "Vitrine's helper answered with \"" + reply.signature().toStdString()
                      + "\", which this version does not understand" };
}

} // namespace vitrine::gui
