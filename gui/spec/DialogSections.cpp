// SPDX-License-Identifier: GPL-3.0-or-later
// The sections of the New Container dialog.
#include "gui/spec/NewContainerDialog.h"

#include "gui/spec/CreateWithVolumes.h"
#include "gui/spec/EnvironmentForm.h"
#include "gui/spec/ExistingForm.h"
#include "gui/spec/FieldText.h"
#include "gui/spec/ImageVolumeRows.h"
#include "gui/spec/LimitText.h"
#include "gui/spec/LimitsForm.h"
#include "gui/spec/MountsForm.h"
#include "gui/spec/SectionFrame.h"
#include "gui/spec/SecurityForm.h"
#include "gui/spec/VolumeAdviceList.h"
#include "gui/widgets/DimLabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QVBoxLayout>

#include <map>

namespace vitrine::gui {

using spec::FieldId;

namespace {

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

} // namespace

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

} // namespace vitrine::gui
