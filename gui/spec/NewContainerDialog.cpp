// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/NewContainerDialog.h"
#include "gui/spec/ImageVolumeRows.h"

#include "core/spec/NameSuggestion.h"
#include "gui/spec/CommandsDialog.h"
#include "gui/spec/CreateWithVolumes.h"
#include "gui/spec/EnvironmentForm.h"
#include "gui/spec/ExistingForm.h"
#include "gui/spec/FieldText.h"
#include "gui/spec/LimitText.h"
#include "gui/spec/LimitsForm.h"
#include "gui/spec/MountsForm.h"
#include "gui/spec/ProblemList.h"
#include "gui/spec/SectionFrame.h"
#include "gui/spec/SecurityForm.h"
#include "gui/spec/VolumeAdviceList.h"
#include "gui/spec/WhatForm.h"
#include "gui/widgets/DimLabel.h"
#include "gui/widgets/Theme.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QRandomGenerator>
#include <QScrollArea>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include <map>

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

QString displayName(const Result<SessionDisplay> &display)
{
    if (!display)
        return NewContainerDialog::tr("none in this session");
    return display->server == plan::DisplayServer::Wayland ? NewContainerDialog::tr("Wayland")
                                                           : NewContainerDialog::tr("X11, untrusted");
}

/// What a program gets with the display, and what not.
QString displayMeans(const Result<SessionDisplay> &display)
{
    if (!display)
        return QString::fromStdString(display.error().what);
    if (display->server == plan::DisplayServer::X11)
        return NewContainerDialog::tr(
            "X11, as an untrusted program: it cannot look into other windows, nor read or send "
            "their keys. It draws without the graphics card, and what it copies stays inside.");
    if (display->hasBoth)
        return NewContainerDialog::tr("Wayland alone: by the X11 of this session a program could reach the windows of "
                                      "others, so one that knows only X11 shows none.");
    return NewContainerDialog::tr("Wayland: it gets what the compositor gives to every program of this session.");
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

SectionFrame *NewContainerDialog::addSection(QVBoxLayout *layout, const QString &title, QWidget *content)
{
    auto *section = new SectionFrame(title, content, this);
    layout->addWidget(section);
    return section;
}

void NewContainerDialog::addSections(QVBoxLayout *layout)
{
    m_limits = new LimitsForm(m_draft);
    m_limitsSection = addSection(layout, tr("Limits"), m_limits);
    m_mounts = new MountsForm(m_draft, m_paths);
    m_mounts->setVolumes(volumeNames(m_backend));
    m_mountsSection = addSection(layout, tr("Mounts"), m_mounts);
    auto *imageVolumes = new ImageVolumeRows(m_draft, m_backend, this);
    connect(imageVolumes, &ImageVolumeRows::placesChanged, m_mounts,
            [this, imageVolumes] { m_mounts->setImagePlaces(imageVolumes->places()); });
    layout->addWidget(new VolumeAdviceList(m_draft, m_backend, this));
    addNetwork(layout);
    addDisplay(layout);
    auto *security = new SecurityForm(m_draft);
    if (isEdit())
        security->fixIdentity(whyFixedText(FieldId::Identity));
    m_securitySection = addSection(layout, tr("Security"), security);
    m_environmentSection = addSection(layout, tr("Environment"), new EnvironmentForm(m_draft));
}

void NewContainerDialog::addNetwork(QVBoxLayout *layout)
{
    auto *content = new QWidget;
    auto *form = new QFormLayout(content);
    form->setContentsMargins(8, 0, 8, 8);
    auto *kind = new QComboBox(content);
    kind->addItem(tr("None: only the loopback device"));
    kind->addItem(tr("Private: a virtual cable to this computer, with internet access"));
    kind->setCurrentIndex(static_cast<int>(m_draft.spec().network));
    kind->setToolTip(fieldHelp(FieldId::Network));
    kind->setAccessibleName(fieldLabel(FieldId::Network));
    connect(kind, &QComboBox::activated, this, [this](int index) {
        m_draft.edit([index](spec::ContainerSpec &spec) { spec.network = static_cast<spec::NetworkKind>(index); });
    });
    form->addRow(fieldLabel(FieldId::Network), kind);
    m_networkSection = addSection(layout, tr("Network"), content);
}

void NewContainerDialog::addDisplay(QVBoxLayout *layout)
{
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(8, 0, 8, 8);
    auto *display = new QCheckBox(tr("Show windows on the display of this session"), content);
    auto *means = new DimLabel(displayMeans(m_facts.display), content);
    means->setWordWrap(true);
    means->setContentsMargins(24, 0, 0, 0); // below the words of the box
    auto *terminal = new QCheckBox(tr("Give the command a terminal of its own"), content);
    display->setToolTip(fieldHelp(FieldId::Display));
    terminal->setToolTip(fieldHelp(FieldId::Terminal));
    const auto read = [this, display, terminal] {
        display->setChecked(m_draft.spec().desktop.display);
        terminal->setChecked(m_draft.spec().terminal);
    };
    connect(&m_draft, &SpecDraft::changed, content, read);
    connect(display, &QCheckBox::clicked, this,
            [this](bool on) { m_draft.edit([on](spec::ContainerSpec &spec) { spec.desktop.display = on; }); });
    connect(terminal, &QCheckBox::clicked, this, [this](bool on) {
        m_draft.edit([on](spec::ContainerSpec &spec) { spec.terminal = spec.openStdin = on; });
    });
    column->addWidget(display);
    column->addWidget(means);
    column->addWidget(terminal);
    m_displaySection = addSection(layout, tr("Display"), content);
    read();
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

void NewContainerDialog::updateSummaries()
{
    const spec::ContainerSpec &spec = m_draft.spec();
    m_limitsSection->setSummary(LimitsForm::summary(spec.limits));
    m_mountsSection->setSummary(MountsForm::summary(spec.mounts));
    m_networkSection->setSummary(spec.network == spec::NetworkKind::Private ? tr("private, with internet")
                                                                            : tr("none"));
    QStringList display;
    display << (spec.desktop.display ? displayName(m_facts.display) : tr("no display"));
    if (spec.terminal)
        display << tr("a terminal");
    m_displaySection->setSummary(display.join(QStringLiteral(", ")));
    m_securitySection->setSummary(SecurityForm::summary(spec));
    m_environmentSection->setSummary(EnvironmentForm::summary(spec));
    m_refusal->hide();
    if (m_run != nullptr)
        updateButtons();
}

/// Which section holds the field; none for what is always in view.
SectionFrame *NewContainerDialog::sectionOf(spec::FieldId field) const
{
    switch (field) {
    case FieldId::Mounts:
        return m_mountsSection;
    case FieldId::Network:
        return m_networkSection;
    case FieldId::Display:
    case FieldId::Terminal:
    case FieldId::OpenStdin:
        return m_displaySection;
    case FieldId::Identity:
    case FieldId::Devices:
        return m_securitySection;
    case FieldId::Env:
    case FieldId::User:
    case FieldId::Workdir:
    case FieldId::Hostname:
        return m_environmentSection;
    default:
        return controllerOf(field).isEmpty() ? nullptr : m_limitsSection;
    }
}

void NewContainerDialog::markSections()
{
    std::map<SectionFrame *, QString> first;
    for (const spec::Problem &problem : m_draft.problems()) {
        if (SectionFrame *section = sectionOf(problem.field))
            first.try_emplace(section, QString::fromStdString(problem.message));
    }
    for (SectionFrame *section : { m_limitsSection, m_mountsSection, m_networkSection, m_displaySection,
                                   m_securitySection, m_environmentSection })
        section->setProblem(first.contains(section) ? first[section] : QString());
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
