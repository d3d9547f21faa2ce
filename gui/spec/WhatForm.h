// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"
#include "gui/spec/DesktopApps.h"
#include "gui/spec/SpecDraft.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace vitrine::gui {

class ImageForm;

/// What to run: an installed app, a command or an image, its name, and where its files come from.
class WhatForm : public QWidget {
    Q_OBJECT
public:
    enum class Kind { App, Command, Image };

    WhatForm(SpecDraft &draft, const Backend &backend, Kind kind, QWidget *parent = nullptr);

    /// Of the installed apps; one that is not among them chooses nothing.
    void chooseApp(const QString &id);
    /// Of the images, by one of its names.
    void chooseImage(const QString &name);

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
    void leaveApp();

    SpecDraft &m_draft;
    QPushButton *m_appButton;
    QPushButton *m_commandButton;
    QPushButton *m_imageButton;
    QLineEdit *m_command;
    QComboBox *m_root;
    QLineEdit *m_appSearch;
    QListWidget *m_appList;
    QWidget *m_appPage;
    QWidget *m_commandPage;
    ImageForm *m_imagePage;
    std::vector<DesktopApp> m_apps;
    bool m_isNameTyped = false; ///< and so no choice of an app replaces it
};

} // namespace vitrine::gui
