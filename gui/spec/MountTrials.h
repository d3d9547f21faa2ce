// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

#include <QObject>
#include <QTimer>

#include <optional>
#include <utility>
#include <vector>

namespace vitrine::gui {

/// What was found out of bind mounts, each as it was asked for.
using KnownVerdicts = std::vector<std::pair<spec::Mount, spec::MountVerdict>>;

/// The verdict on a mount of that folder with that access; null when there is none yet.
const spec::MountVerdict *findVerdict(const KnownVerdicts &verdicts, const spec::Mount &mount);

/// Has the bind mounts of a specification tried by the helper while it is being typed. Nothing waits for it: the
/// verdicts of what has not changed stay, and those of the rest come when they come.
class MountTrials : public QObject {
    Q_OBJECT
public:
    explicit MountTrials(Backend &backend, QObject *parent = nullptr);

    /// From now on this matters; it is asked about once no other call has come for a moment.
    void want(const spec::ContainerSpec &spec);
    [[nodiscard]] const KnownVerdicts &known() const { return m_known; }

signals:
    void changed();

private:
    void ask();
    void take(const spec::ContainerSpec &asked, const std::vector<spec::MountVerdict> &verdicts);

    Backend &m_backend;
    spec::ContainerSpec m_wanted;
    KnownVerdicts m_known;
    QTimer m_rest;
    bool m_isAsking = false;
    bool m_askAgain = false;
};

} // namespace vitrine::gui
