// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/MountRig.h"

#include "core/spec/SpecJson.h"

#include <QProcess>

#include <fcntl.h>

#include <fstream>
#include <iterator>

namespace vitrine::tests {

std::string readText(const std::string &path)
{
    std::ifstream file(path);
    return { std::istreambuf_iterator<char>(file), {} };
}

test::Answer MountRig::add(const spec::Mount &mount, const std::string &source, bool keep)
{
    const std::string json = spec::mountToJson(mount);
    if (source.empty())
        return client().verb(id, "AddMount", "sa{sh}b", json.c_str(), 0, int(keep));
    const UniqueFd fd(::open(source.c_str(), O_PATH | O_CLOEXEC));
    return client().verb(id, "AddMount", "sa{sh}b", json.c_str(), 1, "mount:0", fd.get(), int(keep));
}

test::Answer MountRig::remove(const std::string &target, bool keep)
{
    return client().verb(id, "RemoveMount", "sb", target.c_str(), int(keep));
}

QStringList MountRig::enter(int user)
{
    const QString name = QString::number(user);
    return { "-t", QString::fromStdString(client().property(id, "InitPid")), "-U", "-m", "-p", "-S", name, "-G", name };
}

std::string MountRig::inside(int user, const std::string &script)
{
    QProcess process;
    process.start("nsenter",
                  enter(user) << "sh"
                              << "-c" << QString::fromStdString(script));
    process.waitForFinished(20'000);
    const QByteArray error = process.readAllStandardError();
    if (!error.isEmpty())
        qInfo("%s", error.constData());
    return process.readAllStandardOutput().toStdString();
}

} // namespace vitrine::tests
