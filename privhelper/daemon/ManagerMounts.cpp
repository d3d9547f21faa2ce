// SPDX-License-Identifier: GPL-3.0-or-later
// What callers ask about mounts.
#include "privhelper/daemon/Accounts.h"
#include "privhelper/daemon/Manager.h"

namespace vitrine::daemon {

void Manager::tryMounts(std::uint32_t uid, const spec::ContainerSpec &spec, const Sources &sources,
                        Done<TrialJob::Verdicts> done)
{
    auto ticket = m_trials.take(uid);
    if (!ticket)
        return done(failure(ticket.error()));
    const auto accounts = Accounts::read(m_context.etcDir);
    if (!accounts)
        return done(failure(accounts.error()));
    const auto account = accounts->find(uid);
    TrialJob::start(m_context, spec, { uid, account ? account->gid : kNoGroup }, sources, std::move(*ticket),
                    std::move(done));
}

void Manager::addMount(Container &container, const spec::Mount &mount, const Sources &sources, Keep keep, Done<> done)
{
    spec::ContainerSpec changed = container.record().spec;
    if (keep == Keep::Yes)
        changed.mounts.push_back(mount);
    if (const auto room = checkRoom(container.record().ownerUid, changed, &container); !room)
        return done(room);
    container.addMount(mount, sources, keep, std::move(done));
}

} // namespace vitrine::daemon
