// SPDX-License-Identifier: GPL-3.0-or-later
// The real helper over a FakeHost, which lies beside the run directory.
#include "privhelper/bus/Main.h"
#include "tests/support/FakeHost.h"

#include <cstdio>

int main(int argc, char **argv)
{
    const auto options = vitrine::bus::parseOptions({ argv + 1, argv + argc });
    if (!options) {
        std::fprintf(stderr, "%s\n", options.error().what.c_str());
        return 2;
    }
    vitrine::test::FakeHost host(options->runDir + "-host");
    return vitrine::bus::runHelper(*options, host);
}
