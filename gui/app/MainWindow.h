// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/app/Actions.h"
#include "gui/backend/Backend.h"
#include "gui/spec/NewContainerDialog.h"

#include <QMainWindow>
#include <QPointer>

class QSplitter;
class QStackedWidget;

namespace vitrine::gui {

class ContainerCommands;
class ContainerListModel;
class ContainerPage;
class EmptyPage;
class ImagesSection;
class MessageArea;
class MessageBar;
class MetricsFeed;
class Removals;
class SidePanel;
class StatusBar;
class ThisComputerPage;
class TopBar;
class VolumesSection;

/// The window: joins the list, the pages, the actions and the messages, and holds no state of its own but what is
/// chosen.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(Backend &backend, MetricsFeed &feed, QWidget *parent = nullptr);

    [[nodiscard]] Actions &actions() { return *m_actions; }
    [[nodiscard]] SidePanel &side() { return *m_side; }
    [[nodiscard]] ImagesSection &images() { return *m_images; }
    [[nodiscard]] VolumesSection &volumes() { return *m_volumes; }
    [[nodiscard]] ContainerPage &containerPage() { return *m_container; }
    [[nodiscard]] MessageArea &messages() { return *m_messages; }
    [[nodiscard]] const ipc::SystemReport &report() const { return m_report; }

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void build();
    void connectList();
    void connectStore();
    void connectActions();
    void connectContainerActions();
    void addTabKeys();
    void restore();
    void showCurrent();
    void showSection();
    void askForReport();
    void showConnection();
    void showReport(const ipc::SystemReport &report);
    NewContainerDialog *openNew(NewContainerDialog::Start start, const QString &appId = {});
    void openEdit(const QString &id);
    void created(const QString &id, NewContainerDialog::AfterCreate after);
    void startFind();
    void followUndo();
    void undo();
    void explainFocus();
    void showAbout();

    Backend &m_backend;
    Actions *m_actions;
    ContainerListModel *m_model;
    TopBar *m_top;
    SidePanel *m_side;
    QSplitter *m_splitter;
    MessageArea *m_messages;
    QStackedWidget *m_pages;
    ContainerPage *m_container;
    ThisComputerPage *m_computer;
    EmptyPage *m_empty;
    StatusBar *m_status;
    ContainerCommands *m_commands;
    Removals *m_removals;
    ImagesSection *m_images;
    VolumesSection *m_volumes;
    QPointer<MessageBar> m_lost; ///< says that the helper is away, for as long as it is
    ipc::SystemReport m_report;
    bool m_limitIsLast = false; ///< the last change that can be taken back is of a limit, and not a Delete
    bool m_helperReported = false; ///< m_report is the helper's and not our own
};

} // namespace vitrine::gui
