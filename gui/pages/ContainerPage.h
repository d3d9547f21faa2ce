// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

#include <QWidget>

class QStackedWidget;

namespace vitrine::gui {

class ChartsPage;
class ContainerHeader;
class FilesClient;
class FilesPage;
class FlatTabBar;
class LayersPage;
class LogPage;
class MetricsFeed;
class MountsPage;
class WaitingBar;

/// Everything about the chosen container: header and tabs.
class ContainerPage : public QWidget {
    Q_OBJECT
public:
    enum Tab { Charts, Mounts, Log, Files, Layers };

    ContainerPage(Backend &backend, MetricsFeed &feed, QWidget *parent = nullptr);

    void setContainer(const std::optional<ContainerInfo> &info);
    void showTab(int tab);
    [[nodiscard]] int tab() const;
    [[nodiscard]] int tabCount() const;
    [[nodiscard]] ChartsPage &charts() { return *m_charts; }
    [[nodiscard]] LogPage &log() { return *m_log; }

signals:
    void editRequested();
    void restartRequested();
    void revertRequested();
    void volumeWanted(const QString &name);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void addTab(const QString &title, QWidget *page);
    /// A conversation about files is open only while one of its pages is seen, or copies.
    void followFiles();

    ContainerHeader *m_header;
    WaitingBar *m_waiting;
    FlatTabBar *m_tabs;
    QStackedWidget *m_pages;
    ChartsPage *m_charts;
    MountsPage *m_mounts;
    LogPage *m_log;
    FilesClient *m_client;
    FilesPage *m_files;
    LayersPage *m_layers;
    std::optional<ContainerInfo> m_info;
};

} // namespace vitrine::gui
