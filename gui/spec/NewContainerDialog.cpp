// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/NewContainerDialog.h"

#include "core/spec/NameSuggestion.h"
#include "gui/spec/CommandsDialog.h"
#include "gui/spec/CreateWithVolumes.h"
#include "gui/spec/ExistingForm.h"
#include "gui/spec/FieldText.h"
#include "gui/spec/LimitsForm.h"
#include "gui/spec/MountsForm.h"
#include "gui/spec/ProblemList.h"
#include "gui/spec/WhatForm.h"
#include "gui/widgets/DimLabel.h"
#include "gui/widgets/Theme.h"

#include <QAbstractButton>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QRandomGenerator>
#include <QScrollArea>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

namespace vitrine::gui {

namespace {

using spec::FieldId;

constexpr QSize kFirstSize{ 920, 700 };

QStringList namesOf(const Backend &backend, const std::optional<ContainerInfo> &except)
{
    QStringList names;
    for (const ContainerInfo &info : backend.containers()) {
        if (!except || info.id != except->id)
            names << info.name;
    }
    return names;
}

spec::ContainerSpec freshSpec(const QStringList &taken)
{
    spec::ContainerSpec spec;
    spec.name = spec::suggestName(QRandomGenerator::global()->generate64(), [&taken](const std::string &name) {
        return taken.contains(QString::fromStdString(name));
    });
    return spec;
}

} // namespace

NewContainerDialog::NewContainerDialog(Backend &backend, Start start, QWidget *parent)
    : NewContainerDialog(backend, std::nullopt, start, parent)
{
}

NewContainerDialog::NewContainerDialog(Backend &backend, const ContainerInfo &existing, QWidget *parent)
    : NewContainerDialog(backend, existing, Start::Command, parent)
{
}

NewContainerDialog::NewContainerDialog(Backend &backend, std::optional<ContainerInfo> existing, Start start,
                                       QWidget *parent)
    : QDialog(parent)
    , m_backend(backend)
    , m_existing(std::move(existing))
    , m_facts{ namesOf(backend, m_existing), {}, false, findSessionDisplay() }
    , m_trials(backend)
    , m_draft(m_existing ? m_existing->spec : freshSpec(m_facts.takenNames))
{
    setWindowTitle(isEdit() ? tr("Edit %1").arg(m_existing->name) : tr("New Container"));
    resize(kFirstSize);
    m_draft.setHostCheck([this](const spec::ContainerSpec &spec) {
        return isEdit() ? checkExisting(spec) : checkOnHost(spec, m_facts);
    });

    auto *page = new QWidget;
    auto *sections = new QVBoxLayout(page);
    sections->setContentsMargins(0, 0, 0, 0);
    sections->setSpacing(8);
    QWidget *top = nullptr;
    if (isEdit())
        top = m_existingForm = new ExistingForm(m_draft, page);
    else
        top = m_what =
            new WhatForm(m_draft, m_backend, start == Start::App ? WhatForm::Kind::App : WhatForm::Kind::Command, page);
    sections->addWidget(top);
    addSections(sections);
    sections->addStretch();
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    m_problems = new ProblemList(m_draft, m_facts, this);
    m_refusal = new QLabel(this);
    m_refusal->setWordWrap(true);
    m_refusal->setTextFormat(Qt::PlainText);
    m_refusal->setObjectName(QStringLiteral("refusal"));
    m_refusal->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 14, 18, 14);
    layout->addWidget(scroll, 1);
    layout->addWidget(m_problems);
    layout->addWidget(m_refusal);
    layout->addWidget(makeButtons());

    connect(&m_draft, &SpecDraft::changed, this, &NewContainerDialog::updateSummaries);
    connect(&m_draft, &SpecDraft::changed, this, [this] { m_paths.want(pathsOf(m_draft.spec())); });
    connect(&m_paths, &HostPaths::changed, this, [this] {
        m_facts.paths = m_paths.known();
        m_draft.check();
    });
    connect(&m_draft, &SpecDraft::changed, this, [this] { m_trials.want(m_draft.spec()); });
    connect(&m_trials, &MountTrials::changed, this, [this] {
        m_facts.verdicts = m_trials.known();
        m_mounts->setVerdicts(m_facts.verdicts);
        m_draft.check();
    });
    connect(&m_draft, &SpecDraft::problemsChanged, this, &NewContainerDialog::updateButtons);
    connect(&m_backend, &Backend::containerAdded, this, [this] {
        m_facts.takenNames = namesOf(m_backend, m_existing);
        m_draft.check();
    });
    updateSummaries();
    updateButtons();
    askForReport();
    if (isEdit()) {
        connect(&m_backend, &Backend::containerChanged, this, &NewContainerDialog::showTimings);
        showTimings();
        m_paths.want(pathsOf(m_draft.spec()));
        m_trials.want(m_draft.spec());
    }
    top->setFocus(); // only now, in the window that is to show it
}

void NewContainerDialog::chooseApp(const QString &appId)
{
    m_what->chooseApp(appId);
}

void NewContainerDialog::chooseImage(const QString &name)
{
    m_what->chooseImage(name);
}

QWidget *NewContainerDialog::makeButtons()
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *commands = new QPushButton(tr("Show as Commands"), row);
    commands->setAutoDefault(false);
    connect(commands, &QPushButton::clicked, this, &NewContainerDialog::showCommands);
    m_reason = new DimLabel({}, row);
    m_cancel = new QPushButton(tr("Cancel"), row);
    m_cancel->setObjectName(QStringLiteral("cancel"));
    m_cancel->setAutoDefault(false);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);

    giveRoom(*commands);
    giveRoom(*m_cancel);

    m_run = new QToolButton(row);
    m_run->setObjectName(isEdit() ? QStringLiteral("save") : QStringLiteral("run"));
    m_run->setText(isEdit() ? tr("Save") : tr("Run"));
    if (!isEdit()) {
        auto *menu = new QMenu(this);
        menu->addAction(tr("Create Only"), this, [this] { create(AfterCreate::Leave); });
        m_run->setMenu(menu);
        m_run->setPopupMode(QToolButton::MenuButtonPopup);
    }
    m_run->setFocusPolicy(Qt::StrongFocus);
    m_run->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_run->setMinimumHeight(m_cancel->minimumHeight());
    m_run->setMinimumWidth(76);
    m_run->setStyleSheet(
        QStringLiteral("QToolButton:enabled { background: palette(highlight); color: palette(highlighted-text);"
                       " border: 1px solid palette(highlight); border-radius: 3px; padding-right: %1px; }"
                       "QToolButton:focus { border: 1px solid palette(text); }"
                       "QToolButton::menu-button { border: none; width: 16px; }")
            .arg(isEdit() ? 0 : 16)); // for the arrow of the menu
    connect(m_run, &QToolButton::clicked, this, [this] { isEdit() ? save() : create(AfterCreate::Start); });
    for (const auto key : { Qt::Key_Return, Qt::Key_Enter }) {
        auto *shortcut = new QShortcut(QKeySequence(key), this);
        connect(shortcut, &QShortcut::activated, this, [this] {
            auto *focused = qobject_cast<QAbstractButton *>(focusWidget());
            (focused ? focused : m_run)->click();
        });
    }
    layout->addWidget(commands);
    layout->addStretch();
    layout->addWidget(m_reason);
    layout->addWidget(m_cancel);
    layout->addWidget(m_run);
    return row;
}

void NewContainerDialog::askForReport()
{
    m_backend.systemReport(
        { this, [this](const Result<ipc::SystemReport> &report) {
             if (!report)
                 return; // without it nothing is said of controllers: the helper decides at the start
             for (const std::string &controller : report->controllers)
                 m_facts.controllers << QString::fromStdString(controller);
             m_facts.hasReport = true;
             QStringList disks;
             for (const ipc::Disk &disk : report->disks)
                 disks << QStringLiteral("/dev/") + QString::fromStdString(disk.name);
             m_limits->setDisks(disks);
             m_limits->setControllers(m_facts.controllers);
             m_draft.check();
         } });
}

void NewContainerDialog::updateButtons()
{
    markSections();
    const bool isOther = !isEdit() || m_draft.spec() != m_existing->spec;
    m_run->setEnabled(m_draft.isReady() && isOther && !m_isCreating);
    m_cancel->setEnabled(!m_isCreating);
    m_reason->setText(m_isCreating  ? (isEdit() ? tr("Saving…") : tr("Creating…"))
                          : isOther ? m_problems->summary()
                                    : tr("Nothing has been changed"));
}

/// What was sent cannot be taken back, and without the dialog nobody would start what comes of it.
void NewContainerDialog::reject()
{
    if (!m_isCreating)
        QDialog::reject();
}

void NewContainerDialog::showCommands()
{
    CommandsDialog(m_draft.spec(), this).exec();
}

void NewContainerDialog::create(AfterCreate after)
{
    if (!m_draft.isReady() || m_isCreating)
        return;
    m_isCreating = true;
    updateButtons();
    createWithVolumes(m_backend, m_draft.spec(), { this, [this, after](const Result<QString> &id) {
                                                      m_isCreating = false;
                                                      updateButtons();
                                                      if (!id)
                                                          return refuse(id.error());
                                                      emit created(*id, after);
                                                      accept();
                                                  } });
}

} // namespace vitrine::gui
