// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/FrontEnd.h"

#include <QProcessEnvironment>

#include <grp.h>
#include <unistd.h>

namespace vitrine::tests {

namespace {

constexpr uid_t kUser = 1000;
constexpr int kPatienceMs = 60'000;

} // namespace

FrontEnd::Ran FrontEnd::run(const std::vector<std::string> &words) const
{
    QStringList list;
    for (const std::string &word : words)
        list += QString::fromStdString(word);
    QProcess process;
    start(process, list);
    if (!process.waitForFinished(kPatienceMs))
        return { -1, process.errorString().toUtf8() };
    return { process.exitCode(), process.readAll() };
}

void FrontEnd::start(QProcess &process, const QStringList &words) const
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DBUS_SYSTEM_BUS_ADDRESS"), QString::fromStdString(m_rig.address()));
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setStandardInputFile(QProcess::nullDevice());
    process.setChildProcessModifier([] {
        if (::setgroups(0, nullptr) != 0 || ::setgid(kUser) != 0 || ::setuid(kUser) != 0)
            ::_exit(99);
    });
    process.start(m_program, words);
}

} // namespace vitrine::tests
