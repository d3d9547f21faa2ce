// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/Session.h"

#include "core/base/Try.h"

#include <fmt/format.h>

namespace vitrine::gui {

Result<> Session::connect()
{
    if (m_agentProgram && !m_agent)
        m_agent.emplace(m_agentProgram);
    if (m_backend.connection() == Connection::Connecting) {
        QEventLoop loop;
        QObject::connect(&m_backend, &Backend::connectionChanged, &loop, [&] {
            if (m_backend.connection() != Connection::Connecting)
                loop.quit();
        });
        m_backend.start();
        loop.exec();
    }
    if (m_backend.connection() == Connection::Lost)
        return failure(ErrorCode::System, m_backend.connectionError().toStdString());
    return {};
}

Result<std::vector<ContainerInfo>> Session::all()
{
    VITRINE_TRY(connect());
    return m_backend.containers();
}

Result<ContainerInfo> Session::find(const std::string &nameOrId)
{
    VITRINE_TRY_ASSIGN(const std::vector<ContainerInfo> containers, all());
    const QString wanted = QString::fromStdString(nameOrId);
    const ContainerInfo *byBeginning = nullptr;
    int beginnings = 0;
    for (const ContainerInfo &info : containers) {
        if (info.name == wanted || info.id == wanted)
            return info;
        if (!wanted.isEmpty() && info.id.startsWith(wanted)) {
            byBeginning = &info;
            ++beginnings;
        }
    }
    if (beginnings == 1)
        return *byBeginning;
    if (beginnings > 1)
        return failure(ErrorCode::NotFound,
                       fmt::format("{} containers have an id that begins with \"{}\"", beginnings, nameOrId));
    return failure(ErrorCode::NotFound, fmt::format("There is no container \"{}\"", nameOrId));
}

} // namespace vitrine::gui
