// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"
#include "gui/store/StoreSection.h"

#include <QHash>

namespace vitrine::gui {

class MessageArea;
class Removals;
class VolumeCommands;
class VolumePage;

/// The section Volumes. Sizes are counted only when a person asks, and kept for as long as the window is open.
class VolumesSection : public StoreSection {
    Q_OBJECT
public:
    VolumesSection(Backend &backend, MessageArea &messages, Removals &removals, QWidget *window);
    [[nodiscard]] VolumeCommands &commands() { return *m_commands; }
    [[nodiscard]] VolumePage &volumePage() { return *m_page; }
    void measure(const QString &id);
    /// Chooses the volume of that name; false when there is none.
    bool choose(const QString &name);

protected:
    void showCurrent(const QString &id) override;

private:
    void addVerbs();
    void synchronise();
    void forgetSize(const QString &id);
    [[nodiscard]] std::optional<VolumeSize> sizeOf(const QString &id) const;

    Backend &m_backend;
    MessageArea &m_messages;
    VolumeCommands *m_commands;
    VolumePage *m_page = nullptr;
    QAction *m_create = nullptr;
    QAction *m_measure = nullptr;
    QList<QAction *> m_verbs;
    QHash<QString, VolumeSize> m_sizes;
    QSet<QString> m_measuring;
};

} // namespace vitrine::gui
