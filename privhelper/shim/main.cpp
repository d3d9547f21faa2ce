// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/ExecSequence.h"
#include "privhelper/shim/FilesSequence.h"
#include "privhelper/shim/MountSequence.h"
#include "privhelper/shim/MountTrial.h"
#include "privhelper/shim/StartSequence.h"

#include <cstdio>
#include <string_view>

int main(int argc, char **argv)
{
    const std::string_view verb = argc == 2 ? argv[1] : "";
    if (verb == "start")
        return vitrine::shim::runStart();
    if (verb == "exec")
        return vitrine::shim::runExec();
    if (verb == "mount")
        return vitrine::shim::runMount();
    if (verb == "unmount")
        return vitrine::shim::runUnmount();
    if (verb == "trial")
        return vitrine::shim::runTrial();
    if (verb == "files")
        return vitrine::shim::runFiles();
    if (verb == "volume")
        return vitrine::shim::runVolumeFiles();
    if (verb == "restore")
        return vitrine::shim::runRestore();
    std::fputs("vitrine-shim is started by vitrine-helper and is of no use alone.\n", stderr);
    return 2;
}
