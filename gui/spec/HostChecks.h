// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ContainerSpec.h"
#include "core/spec/SpecValidate.h"
#include "gui/backend/SessionDisplay.h"
#include "gui/spec/HostPaths.h"
#include "gui/spec/MountTrials.h"

#include <QStringList>

#include <functional>
#include <vector>

namespace vitrine::gui {

/// What a specification meets on this computer, as far as this process can see without asking the helper.
struct HostFacts {
    QStringList takenNames; ///< of the person's containers
    QStringList controllers; ///< empty until the system report has come: then nothing is said about them
    bool hasReport = false;
    Result<SessionDisplay> display = SessionDisplay{}; ///< of this session, or why there is none
    KnownPaths paths = {}; ///< nothing is said about others
    KnownVerdicts verdicts = {}; ///< of bind mounts, as the helper has tried them
};

/// Problems of `spec` on this computer: a name in use, a folder that is not there, a controller that is lacking,
/// an app without a display. Blocks nowhere: of files it knows what `facts` hold.
std::vector<spec::Problem> checkOnHost(const spec::ContainerSpec &spec, const HostFacts &facts);

/// The paths of this computer that `spec` names.
QStringList pathsOf(const spec::ContainerSpec &spec);

/// A way to mend one problem: the words for its button and the change.
struct Fix {
    QString label;
    std::function<void(spec::ContainerSpec &)> apply;
};
/// Empty when only the person can mend it.
std::vector<Fix> fixesFor(const spec::Problem &problem, const spec::ContainerSpec &spec, const HostFacts &facts);

} // namespace vitrine::gui
