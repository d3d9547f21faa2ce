// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

#include <QWidget>

#include <optional>

class QAction;
class QLabel;
class QProgressBar;
class QStackedWidget;

namespace vitrine::gui {

class DetailsGrid;
class FilesClient;
class FilesPage;
class FlatTabBar;
class StoreHeader;

/// How large a volume is, as far as anybody has counted.
struct VolumeMeasure {
    std::optional<VolumeSize> size;
    bool isRunning = false; ///< it is being counted
    bool operator==(const VolumeMeasure &) const = default;
};

/// One volume: who uses it, whom it belongs to inside, how large it is, its files, and what is being done with it.
class VolumePage : public QWidget {
    Q_OBJECT
public:
    /// Buttons for `verbs`, left to right; one for `measure` stands by the size.
    VolumePage(Backend &backend, const QList<QAction *> &verbs, QAction *measure, QWidget *parent = nullptr);
    void setVolume(const std::optional<VolumeInfo> &info, const VolumeMeasure &measure);
    [[nodiscard]] QString sentence() const;
    enum Tab { Details, Files };
    void showTab(int tab);
    [[nodiscard]] FilesPage &files() { return *m_files; }

signals:
    void cancelRequested(const QString &id);
    /// Somebody has put files into it here, or taken some out of it.
    void filesChanged(const QString &id);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeProgress();
    QWidget *makeDetails();
    void showDetails();
    void showProgress();
    /// The conversation about files is open only while they are seen, or copied.
    void followFiles();

    StoreHeader *m_header;
    DetailsGrid *m_details = nullptr;
    QWidget *m_progress = nullptr;
    QLabel *m_progressText = nullptr;
    QProgressBar *m_progressBar = nullptr;
    FlatTabBar *m_tabs;
    QStackedWidget *m_pages;
    FilesClient *m_client;
    FilesPage *m_files;
    QAction *m_measureVerb;
    std::optional<VolumeInfo> m_info;
    VolumeMeasure m_measure;
};

} // namespace vitrine::gui
