// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"
#include "gui/pages/MountRows.h"
#include "gui/spec/MountTrials.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace vitrine::gui {

class FolderView;
class MessageArea;

/// The Mounts tab: one card a place, with what lies there and what may be done with it, and both sides of the folder
/// that is chosen. Mounts come and go at once; where now and the next start differ, the card says so and settles it.
class MountsPage : public QWidget {
    Q_OBJECT
public:
    explicit MountsPage(Backend &backend, QWidget *parent = nullptr);
    void setContainer(const std::optional<ContainerInfo> &info);
    /// Asks where to mount it, and whether to keep it; nothing when the person leaves.
    void offerFolder(const QString &folder);
    void addMount(const spec::Mount &mount, Keep keep);
    [[nodiscard]] FolderView &view() { return *m_view; }

signals:
    /// Somebody wants to see the volume of that name.
    void volumeWanted(const QString &name);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void rebuild();
    QWidget *makeCard(const MountRow &row);
    QWidget *makeButtons(const spec::MountState &state, QWidget *card);
    void refreshVerdicts();
    void choose(const QString &target);
    void removeMount(const std::string &target, Keep keep);
    Reply<void> reply();
    [[nodiscard]] bool isAlive() const;

    Backend &m_backend;
    MountTrials m_trials;
    std::optional<ContainerInfo> m_info;
    std::vector<MountRow> m_rows;
    QString m_chosen; ///< target of the card whose folder is shown
    QWidget *m_add;
    MessageArea *m_messages;
    QVBoxLayout *m_cards;
    FolderView *m_view;
};

} // namespace vitrine::gui
