// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/store/NameDialog.h"

#include "core/spec/ImageConfig.h"
#include "gui/format/Translate.h"
#include "gui/widgets/AccentButton.h"
#include "gui/widgets/DimLabel.h"
#include "gui/widgets/Theme.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace vitrine::gui {

NameDialog::NameDialog(const Text &text, Check check, QWidget *parent)
    : QDialog(parent)
    , m_check(std::move(check))
    , m_form(new QFormLayout)
    , m_name(new QLineEdit(text.name, this))
    , m_problem(new DimLabel({}, this))
    , m_do(new AccentButton(text.verb, this))
{
    setWindowTitle(text.title);
    setAttribute(Qt::WA_DeleteOnClose);
    m_name->setAccessibleName(text.label);
    m_name->selectAll();
    giveRoom(*m_name);
    m_name->setMinimumWidth(320);
    m_problem->setWordWrap(true);
    m_form->addRow(text.label, m_name);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_do->setDefault(true);
    buttons->addButton(m_do, QDialogButtonBox::AcceptRole);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(18, 18, 18, 14);
    column->setSpacing(12);
    column->addLayout(m_form);
    column->addWidget(m_problem);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_name, &QLineEdit::textChanged, this, &NameDialog::check);
    this->check();
}

QLineEdit *NameDialog::addField(const QString &label, const QString &placeholder)
{
    auto *field = new QLineEdit(this);
    field->setPlaceholderText(placeholder);
    field->setAccessibleName(label);
    giveRoom(*field);
    m_form->addRow(label, field);
    return field;
}

void NameDialog::setHint(const QString &hint)
{
    m_hint = hint;
    check();
}

QString NameDialog::name() const
{
    return m_name->text().trimmed();
}

void NameDialog::check()
{
    const QString problem = m_check(name());
    m_do->setEnabled(problem.isEmpty());
    // An empty field explains itself.
    m_problem->setText(name().isEmpty() || problem.isEmpty() ? m_hint : problem);
    m_name->setAccessibleDescription(m_problem->text());
}

QString volumeNameProblem(const QString &name)
{
    static const QRegularExpression allowed(QStringLiteral("^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$"));
    return allowed.match(name).hasMatch()
        ? QString()
        : tr("A name begins with a letter or digit; letters, digits, “_”, “.” and “-” follow, 63 at most.");
}

QString imageNameProblem(const QString &name)
{
    return spec::isImageName(name.toStdString()) ? QString() : tr("A name has no blanks, as “web:1”.");
}

} // namespace vitrine::gui
