// SPDX-License-Identifier: GPL-3.0-or-later
// The real helper over a FakeHost, which lies beside the run directory.
#include "privhelper/bus/Main.h"
#include "tests/support/FakeHost.h"

#include <cstdio>
#include <cstdlib>

int main(int argc, char **argv)
{
    auto options = vitrine::bus::parseOptions({ argv + 1, argv + argc });
    if (!options) {
        std::fprintf(stderr, "%s\n", options.error().what.c_str());
        return 2;
    }
    if (const char *stallMs = std::getenv("VITRINE_TEST_UNPACK_STALL_MS"))
        options->unpackStallMs = std::strtoull(stallMs, nullptr, 10);
    vitrine::test::FakeHost host(options->runDir + "-host");
    return vitrine::bus::runHelper(*options, host);
}
