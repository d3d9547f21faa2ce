// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/bus/Main.h"

#include "core/base/Try.h"
#include "privhelper/bus/Service.h"
#include "privhelper/daemon/Guard.h"
#include "privhelper/daemon/Journal.h"
#include "privhelper/daemon/Process.h"
#include "privhelper/daemon/Purge.h"
#include "privhelper/daemon/StateStore.h"
#include "privhelper/daemon/TreeWork.h"

#include <algorithm>
#include <cstdlib>

namespace vitrine::bus {

namespace {

Result<> purgeTrash(const Options &options)
{
    VITRINE_TRY_ASSIGN(const auto store, daemon::StateStore::open(options.stateDir, options.runDir));
    for (const auto &entry : store.trash()) {
        const bool isAsked =
            std::find(options.purgeNames.begin(), options.purgeNames.end(), entry.name) != options.purgeNames.end();
        if (isAsked) {
            VITRINE_TRY(daemon::purgeTree(store.trashFd(), entry.name));
        }
    }
    return {};
}

Result<> run(const Options &options, daemon::HostResources &host)
{
    VITRINE_TRY(daemon::hardenProcess());
    switch (options.mode) {
    case Mode::Purge:
        return purgeTrash(options);
    case Mode::CopyTree:
        return daemon::guard([&] { return daemon::runTreeWork(daemon::TreeWork::Copy, host); });
    case Mode::MeasureTree:
        return daemon::guard([&] { return daemon::runTreeWork(daemon::TreeWork::Measure, host); });
    default:
        return runService(options, host);
    }
}

} // namespace

int runHelper(const Options &options, daemon::HostResources &host)
{
    const auto done = run(options, host);
    if (done)
        return EXIT_SUCCESS;
    daemon::journal(daemon::Level::Error, done.error().what);
    return EXIT_FAILURE;
}

} // namespace vitrine::bus
