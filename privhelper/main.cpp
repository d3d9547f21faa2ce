// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/bus/Main.h"
#include "privhelper/bus/Service.h"
#include "privhelper/daemon/RealHost.h"
#include "privhelper/sys/CgroupHold.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

int main(int argc, char **argv)
{
    using vitrine::bus::Mode;
    const auto options = vitrine::bus::parseOptions({ argv + 1, argv + argc });
    if (!options) {
        fmt::print(stderr, "vitrine-helper: {}\n", options.error().what);
        return 2;
    }
    if (options->mode == Mode::Help) {
        fmt::print("{}", vitrine::bus::kHelp);
        return EXIT_SUCCESS;
    }
    if (options->mode == Mode::Version) {
        fmt::print("vitrine-helper {}\n", VITRINE_VERSION);
        return EXIT_SUCCESS;
    }
    if (options->mode == Mode::Hold)
        return vitrine::sys::runHold(vitrine::bus::wakeService);
    vitrine::daemon::RealHost host;
    return vitrine::bus::runHelper(*options, host);
}
