// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/files/FilesClient.h"
#include "gui/pages/LayerRows.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace vitrine::gui {

class ChangeTree;
class LayerStack;
class MessageArea;
class MessageBar;
class TextPane;

/// The Layers tab: the pile of layers, what the writable one changes, and what a changed file was like below.
class LayersPage : public QWidget {
    Q_OBJECT
public:
    LayersPage(Backend &backend, FilesClient &files, QWidget *parent = nullptr);

    void setContainer(const std::optional<ContainerInfo> &info);
    [[nodiscard]] ChangeTree &tree() { return *m_tree; }

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    /// One file on both sides.
    struct Sides {
        std::optional<ipc::FileEntry> below;
        std::optional<std::string> before;
        std::optional<std::string> after;
    };

    QWidget *makeLeft();
    QWidget *makeMiddle();
    QWidget *makeRight();
    void clientChanged();
    void poll();
    void takeChanges(std::vector<ipc::FileEntry> changes);
    void showCounts();
    void showChosen();
    void showSides(const ipc::FileEntry &entry, const Sides &sides);
    void showButtons();
    void restoreChosen();
    void askToDiscard();
    // LayersSaving.cpp
    [[nodiscard]] QString whyNotLeaving() const; ///< "" when something can be made of what the container has
    void askToSave();
    void askToExport();
    void save(const QString &name, const QString &message);
    void restore(const QString &path, const QString &failure);

    Backend &m_backend;
    FilesClient &m_files;
    std::optional<ContainerInfo> m_info;
    LayerStack *m_stack = nullptr;
    QPushButton *m_discard = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_export = nullptr;
    QLabel *m_grown = nullptr;
    QWidget *m_grownCard = nullptr;
    ChangeTree *m_tree = nullptr;
    QLabel *m_hint = nullptr;
    QLabel *m_path = nullptr;
    QLabel *m_facts = nullptr;
    QPushButton *m_restore = nullptr;
    TextPane *m_text = nullptr;
    MessageArea *m_messages;
    QTimer m_poll;
    QElapsedTimer m_asked;
    bool m_isAsking = false;
    quint64 m_chosenNumber = 0; ///< answers about what was chosen before are dropped
    std::optional<ipc::FileEntry> m_shown;
};

} // namespace vitrine::gui
