// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/EnvironmentForm.h"

#include "gui/spec/FieldProblem.h"
#include "gui/spec/FieldText.h"
#include "gui/widgets/Theme.h"

#include <QFontDatabase>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>

namespace vitrine::gui {

using spec::FieldId;

EnvironmentForm::EnvironmentForm(SpecDraft &draft, QWidget *parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_variables(new QPlainTextEdit(this))
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins(8, 0, 8, 8);
    const auto addText = [&](FieldId id, std::string spec::ContainerSpec::*member, const QString &placeholder) {
        auto *edit = new QLineEdit(QString::fromStdString(m_draft.spec().*member), this);
        edit->setPlaceholderText(placeholder);
        giveRoom(*edit);
        edit->setToolTip(fieldHelp(id));
        edit->setWhatsThis(fieldHelp(id));
        showProblemsIn(*edit, m_draft, id);
        form->addRow(fieldLabel(id), edit);
        connect(edit, &QLineEdit::textEdited, this, [this, member](const QString &text) {
            m_draft.edit([&](spec::ContainerSpec &spec) { spec.*member = text.trimmed().toStdString(); });
        });
    };
    addText(FieldId::User, &spec::ContainerSpec::user, tr("root inside, or you when it runs as you"));
    addText(FieldId::Workdir, &spec::ContainerSpec::workdir, QStringLiteral("/"));
    addText(FieldId::Hostname, &spec::ContainerSpec::hostname, tr("the container's name"));

    QStringList lines;
    for (const auto &variable : m_draft.spec().env)
        lines << QString::fromStdString(variable.name + "=" + variable.value);
    m_variables->setPlainText(lines.join(QLatin1Char('\n')));
    m_variables->setPlaceholderText(tr("NAME=value, one on each line"));
    m_variables->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_variables->setTabChangesFocus(true);
    m_variables->setMaximumHeight(m_variables->fontMetrics().lineSpacing() * 5);
    m_variables->setToolTip(fieldHelp(FieldId::Env));
    form->addRow(fieldLabel(FieldId::Env), m_variables);
    connect(m_variables, &QPlainTextEdit::textChanged, this, &EnvironmentForm::readVariables);
}

void EnvironmentForm::readVariables()
{
    std::vector<spec::EnvVar> variables;
    QString problem;
    const QStringList lines = m_variables->toPlainText().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString &line : lines) {
        const qsizetype equals = line.indexOf(QLatin1Char('='));
        if (equals <= 0)
            problem = tr("“%1” is not of the form NAME=value").arg(line);
        else
            variables.push_back({ line.left(equals).toStdString(), line.mid(equals + 1).toStdString() });
    }
    m_draft.edit([&](spec::ContainerSpec &spec) { spec.env = std::move(variables); });
    m_draft.setInputProblem({ FieldId::Env, std::nullopt }, problem);
}

QString EnvironmentForm::summary(const spec::ContainerSpec &spec)
{
    QStringList parts;
    if (!spec.env.empty())
        parts << tr("%n variable(s)", nullptr, static_cast<int>(spec.env.size()));
    if (!spec.user.empty())
        parts << tr("user %1").arg(QString::fromStdString(spec.user));
    if (!spec.workdir.empty())
        parts << tr("folder %1").arg(QString::fromStdString(spec.workdir));
    if (!spec.hostname.empty())
        parts << tr("host name %1").arg(QString::fromStdString(spec.hostname));
    return parts.isEmpty() ? tr("nothing of yours is passed on") : parts.join(QStringLiteral(", "));
}

} // namespace vitrine::gui
