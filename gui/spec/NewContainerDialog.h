// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"
#include "gui/spec/HostChecks.h"
#include "gui/spec/SpecDraft.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace vitrine::gui {

class ExistingForm;
class LimitsForm;
class MountsForm;
class ProblemList;
class SectionFrame;
class WhatForm;

/// New Container: what to run, a name, and folded sections for the rest. Run creates the container through the backend;
/// a refusal stays in the dialog, with everything that was typed. Starting it is for whoever listens to created().
/// For a container that exists the same dialog is Edit: it changes what can be changed, and says of each part when that
/// is in force.
class NewContainerDialog : public QDialog {
    Q_OBJECT
public:
    enum class Start { Command, App };
    enum class AfterCreate { Start, Leave };

    NewContainerDialog(Backend &backend, Start start, QWidget *parent = nullptr);
    NewContainerDialog(Backend &backend, const ContainerInfo &existing, QWidget *parent = nullptr);
    void chooseApp(const QString &appId);
    void chooseImage(const QString &name);

    void reject() override;

signals:
    void created(const QString &id, vitrine::gui::NewContainerDialog::AfterCreate after);

private:
    NewContainerDialog(Backend &backend, std::optional<ContainerInfo> existing, Start start, QWidget *parent);
    // EditContainer.cpp
    [[nodiscard]] bool isEdit() const { return m_existing.has_value(); }
    [[nodiscard]] std::vector<spec::Problem> checkExisting(const spec::ContainerSpec &spec) const;
    void showTimings();
    void save();
    void refuse(const Error &error);

    void addSections(QVBoxLayout *layout);
    QWidget *makeButtons();
    void askForReport();
    void updateSummaries();
    void addNetwork(QVBoxLayout *layout);
    void addDisplay(QVBoxLayout *layout);
    SectionFrame *addSection(QVBoxLayout *layout, const QString &title, QWidget *content);
    [[nodiscard]] SectionFrame *sectionOf(spec::FieldId field) const;
    void markSections();
    void updateButtons();
    void showCommands();
    void create(AfterCreate after);

    Backend &m_backend;
    const std::optional<ContainerInfo> m_existing; ///< as it was when the dialog was opened
    HostFacts m_facts;
    HostPaths m_paths;
    MountTrials m_trials;
    SpecDraft m_draft;
    WhatForm *m_what = nullptr; ///< New
    ExistingForm *m_existingForm = nullptr; ///< Edit
    LimitsForm *m_limits = nullptr;
    MountsForm *m_mounts = nullptr;
    SectionFrame *m_limitsSection = nullptr;
    SectionFrame *m_mountsSection = nullptr;
    SectionFrame *m_networkSection = nullptr;
    SectionFrame *m_displaySection = nullptr;
    SectionFrame *m_securitySection = nullptr;
    SectionFrame *m_environmentSection = nullptr;
    ProblemList *m_problems = nullptr;
    QLabel *m_refusal = nullptr;
    QLabel *m_reason = nullptr;
    QPushButton *m_cancel = nullptr;
    QToolButton *m_run = nullptr;
    bool m_isCreating = false;
};

} // namespace vitrine::gui
