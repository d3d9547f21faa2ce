// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/KeepsHostMounts.h"

#include "privhelper/sys/Mounts.h"
#include "tests/kernel/ShimDriver.h"

#include <QTest>

#include <sched.h>
#include <sys/mount.h>

#include <cstdio>

namespace vitrine::tests {

int KeepsHostMounts::run(int argc, char **argv)
{
    if (const std::string why = whyNoKernelTests(); !why.empty()) {
        std::fprintf(stderr, "skipped: %s\n", why.c_str());
        return 77;
    }
    // What other programs of this computer mount meanwhile must not count as a trace of ours.
    if (::unshare(CLONE_NEWNS) < 0 || !sys::makeAllPrivate())
        return 1;
    // As systemd leaves it: so that what would spread from a container to the host does so here too.
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_SHARED, nullptr) < 0)
        return 1;
    return QTest::qExec(this, argc, argv);
}

void KeepsHostMounts::init()
{
    m_hostMounts = readText("/proc/self/mountinfo");
}

void KeepsHostMounts::cleanup()
{
    QCOMPARE(readText("/proc/self/mountinfo"), m_hostMounts);
}

} // namespace vitrine::tests
