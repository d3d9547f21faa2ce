// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

#include <QJsonArray>
#include <QJsonObject>

#include <string>

namespace vitrine::gui {

// A container, for people and for programs.

/// "exit status 1", "out of memory at 64 MiB", "signal 9 (KILL)", "could not start: …".
std::string describeEnded(const ipc::Ended &ended);
/// What is to be said of it now: "for 3 min", how it ended, how far its archive is unpacked.
std::string describeNews(const ContainerInfo &info, std::uint64_t nowUs);
/// "64 MiB, 0.5 cores, 5 processes"; "" without limits.
std::string describeLimits(const spec::Limits &limits);
/// "env: LANG=C → nothing"
std::string describeChange(const spec::SpecChange &change);
/// One line for each, with when it is in force.
std::string describeChanges(const std::vector<spec::SpecChange> &changes);
std::string describeDuration(std::uint64_t us); ///< "42 s", "3 min", "2 h", "5 days"

/// id, name, state, initPid, cgroup, limits, ended {reason, exitCode, signal, …} (null before the first end), and more.
QJsonObject containerToJson(const ContainerInfo &info);
QJsonObject parseObject(const std::string &json);
/// Indented, with a line feed at the end.
std::string jsonText(const QJsonObject &object);
std::string jsonText(const QJsonArray &array);

/// "TERM", "SIGTERM", "15"; nothing for anything else.
std::string signalName(int signal); ///< "KILL"

} // namespace vitrine::gui
