// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/ExistingForm.h"

#include "core/spec/CommandLine.h"
#include "gui/list/Phrases.h"
#include "gui/spec/FieldProblem.h"
#include "gui/spec/FieldText.h"
#include "gui/widgets/DimLabel.h"
#include "gui/widgets/Theme.h"

#include <QCheckBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>

namespace vitrine::gui {

using spec::FieldId;

QString whyFixedText(FieldId id)
{
    if (id == FieldId::Identity)
        return ExistingForm::tr("The files of a container belong to its identity, which is chosen when it is created. "
                                "For another one, make a new container.");
    return ExistingForm::tr("The files of a container stand on its root, which is chosen when it is created. "
                            "For another one, make a new container.");
}

ExistingForm::ExistingForm(SpecDraft &draft, QWidget *parent)
    : QWidget(parent)
    , m_draft(draft)
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 4);
    form->setHorizontalSpacing(40);
    form->addRow(fieldLabel(FieldId::Name), withTiming(makeName(), FieldId::Name));
    QLineEdit *command = makeCommand();
    form->addRow(fieldLabel(FieldId::Command), withTiming(command, FieldId::Command));
    form->addRow(fieldLabel(FieldId::RootKind), makeRoot());
    form->addRow(QString(), withTiming(makeThrowAway(), FieldId::RemoveWhenEnded));
    setFocusProxy(command);
}

QWidget *ExistingForm::withTiming(QWidget *field, FieldId id)
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *timing = new DimLabel(appliesText(spec::field(id).applies), row);
    timing->setFont(smallFont(font()));
    timing->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    // As wide as the widest, so that the fields line up.
    timing->setMinimumWidth(timing->fontMetrics().horizontalAdvance(appliesText(spec::Applies::AtNextStart)));
    timing->hide();
    layout->addWidget(field, 1);
    layout->addWidget(timing);
    m_timings.push_back(timing);
    return row;
}

void ExistingForm::setRunning(bool runs)
{
    for (QWidget *timing : m_timings)
        timing->setVisible(runs);
}

QLineEdit *ExistingForm::makeName()
{
    auto *name = new QLineEdit(QString::fromStdString(m_draft.spec().name), this);
    name->setObjectName(QStringLiteral("name"));
    name->setToolTip(fieldHelp(FieldId::Name));
    name->setAccessibleName(fieldLabel(FieldId::Name));
    giveRoom(*name);
    connect(name, &QLineEdit::textEdited, this, [this](const QString &text) {
        m_draft.edit([&](spec::ContainerSpec &spec) { spec.name = text.toStdString(); });
    });
    showProblemsIn(*name, m_draft, FieldId::Name);
    return name;
}

QLineEdit *ExistingForm::makeCommand()
{
    auto *command = new QLineEdit(QString::fromStdString(spec::quoteShell(m_draft.spec().command)), this);
    command->setObjectName(QStringLiteral("command"));
    command->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    command->setToolTip(fieldHelp(FieldId::Command));
    command->setAccessibleName(fieldLabel(FieldId::Command));
    command->setCursorPosition(0);
    giveRoom(*command);
    connect(command, &QLineEdit::textEdited, this, [this](const QString &text) { m_draft.setCommandLine(text); });
    showProblemsIn(*command, m_draft, FieldId::Command);
    return command;
}

QWidget *ExistingForm::makeRoot()
{
    auto *root = new QLineEdit(rootText(m_draft.spec()), this);
    root->setObjectName(QStringLiteral("root"));
    root->setEnabled(false);
    root->setToolTip(whyFixedText(FieldId::RootKind));
    root->setAccessibleName(fieldLabel(FieldId::RootKind));
    giveRoom(*root);
    return root;
}

QWidget *ExistingForm::makeThrowAway()
{
    auto *throwAway = new QCheckBox(tr("Throw the container away when it ends"), this);
    throwAway->setToolTip(fieldHelp(FieldId::RemoveWhenEnded));
    throwAway->setChecked(m_draft.spec().removeWhenEnded);
    connect(throwAway, &QCheckBox::toggled, this,
            [this](bool on) { m_draft.edit([&](spec::ContainerSpec &spec) { spec.removeWhenEnded = on; }); });
    return throwAway;
}

} // namespace vitrine::gui
