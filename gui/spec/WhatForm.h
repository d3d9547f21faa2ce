// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/spec/DesktopApps.h"
#include "gui/spec/SpecDraft.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace vitrine::gui {

/// What to run: an installed app or a command, its name, and where its files come from.
class WhatForm : public QWidget {
    Q_OBJECT
public:
    enum class Kind { App, Command };

    WhatForm(SpecDraft &draft, Kind kind, QWidget *parent = nullptr);

    /// Of the installed apps; one that is not among them chooses nothing.
    void chooseApp(const QString &id);

private:
    QWidget *makeCommandPage();
    QWidget *makeAppPage();
    void setKind(Kind kind);
    void fillApps();
    void showMatches(const QString &text);
    void readApp(int row);
    void chooseRoot(int index);
    void showRoot();
    void readCommand(const QString &text);

    SpecDraft &m_draft;
    QPushButton *m_appButton;
    QPushButton *m_commandButton;
    QLineEdit *m_command;
    QComboBox *m_root;
    QLineEdit *m_appSearch;
    QListWidget *m_appList;
    QWidget *m_appPage;
    QWidget *m_commandPage;
    std::vector<DesktopApp> m_apps;
    bool m_isNameTyped = false; ///< and so no choice of an app replaces it
};

} // namespace vitrine::gui
