// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/files/FilesClient.h"
#include "gui/files/FilesCopy.h"

#include <QTemporaryDir>
#include <QWidget>

class QLabel;
class QPushButton;

namespace vitrine::gui {

class FileTree;
class MessageArea;
class TextPane;

/// The Files tab: what the container sees, running or not, or what is in a volume, with a look into texts, and files in
/// and out.
class FilesPage : public QWidget {
    Q_OBJECT
public:
    explicit FilesPage(FilesClient &files, QWidget *parent = nullptr);

    void setContainer(const std::optional<ContainerInfo> &info) { setOwner(info ? info->id : QString()); }
    void setVolume(const std::optional<VolumeInfo> &info) { setOwner(info ? info->id : QString()); }
    /// Something is being copied or changed.
    [[nodiscard]] bool isWorking() const { return m_isWorking; }
    [[nodiscard]] FileTree &tree() { return *m_tree; }
    /// Copies these of this computer into a folder inside.
    void addFiles(const QStringList &paths, const QString &folder);
    /// Copies what is chosen to this place.
    void saveChosen(const QString &target);

signals:
    /// What was under way has ended, well or not.
    void worked(bool isDone);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void setOwner(const QString &id);
    QWidget *makeBar();
    QWidget *makePreview();
    void clientChanged();
    void showChosen();
    void showButtons();
    void chooseTarget();
    void chooseFiles();
    void makeFolder();
    void askToDelete();
    /// What is dragged out of the window is copied here first, when it is asked for.
    QStringList copyDragged(const std::vector<std::string> &paths);
    /// Does it in the background with its progress in words; then reads `folder` anew, if one has changed.
    void work(const QString &what, const QString &failed, const std::optional<std::string> &folder,
              std::function<Result<CopyResult>(FilesLink &, const CopyProgress &)> act);
    void finish(const QString &failed, const std::optional<std::string> &folder, const Result<CopyResult> &result);

    FilesClient &m_files;
    QString m_id;
    FileTree *m_tree;
    MessageArea *m_messages;
    QLabel *m_hint = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_add = nullptr;
    QPushButton *m_folder = nullptr;
    QPushButton *m_delete = nullptr;
    QWidget *m_progress = nullptr;
    QWidget *m_preview = nullptr; ///< of what is chosen
    QLabel *m_progressText = nullptr;
    QLabel *m_name = nullptr;
    QLabel *m_facts = nullptr;
    TextPane *m_text = nullptr;
    quint64 m_chosenNumber = 0;
    bool m_isWorking = false;
    std::unique_ptr<QTemporaryDir> m_dragged; ///< copies of what was dragged out
};

} // namespace vitrine::gui
