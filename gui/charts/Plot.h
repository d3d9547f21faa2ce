// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one place that sees QCustomPlot. Its header uses Qt's old foreach, which is switched off for our own code.
#define foreach(variable, container) for (variable : container)
#include <qcustomplot.h>
#undef foreach
