// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// glibc 2.36 forgets to say that these are C.
extern "C" {
#include <sys/pidfd.h>
}
