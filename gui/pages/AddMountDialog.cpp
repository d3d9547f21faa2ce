// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/AddMountDialog.h"

#include "core/spec/SpecValidate.h"
#include "gui/format/HomePath.h"
#include "gui/spec/MountDetails.h"
#include "gui/widgets/FoldButton.h"
#include "gui/widgets/Theme.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace vitrine::gui {

namespace {

/// With what is mounted below it, as a person sees the folder on this computer.
spec::Mount folderMount()
{
    spec::Mount mount;
    mount.recursive = true;
    return mount;
}

} // namespace

AddMountDialog::AddMountDialog(const QString &folder, bool isRunning, QWidget *parent)
    : QDialog(parent)
    , m_folder(folder)
    , m_target(new QLineEdit(this))
    , m_readOnly(new QCheckBox(tr("read-only"), this))
    , m_details(new MountDetails(folderMount(), this))
    , m_keep(new QCheckBox(tr("keep for next start"), this))
    , m_problem(new QLabel(this))
{
    setWindowTitle(tr("Add Folder"));
    const QString name = QFileInfo(folder).fileName();
    m_target->setText(QStringLiteral("/mnt/%1").arg(name.isEmpty() ? QStringLiteral("files") : name));
    m_target->setMinimumWidth(320);
    giveRoom(*m_target);
    m_keep->setChecked(true);
    m_keep->setEnabled(isRunning);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    auto *source = new QLabel(homePath(folder.toStdString()), this);
    source->setTextFormat(Qt::PlainText);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_add = buttons->addButton(tr("Add"), QDialogButtonBox::AcceptRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_target, &QLineEdit::textChanged, this, &AddMountDialog::check);
    auto *form = new QFormLayout(this);
    form->addRow(tr("Folder"), source);
    form->addRow(tr("Place inside"), m_target);
    form->addRow(QString(), m_readOnly);
    form->addRow(QString(), m_keep);
    form->addRow(new FoldButton(tr("More"), m_details, this), m_details);
    form->addRow(m_problem);
    form->addRow(buttons);
    check();
}

spec::Mount AddMountDialog::mount() const
{
    spec::Mount mount = folderMount();
    mount.source = m_folder.toStdString();
    mount.target = m_target->text().toStdString();
    mount.access = m_readOnly->isChecked() ? spec::Access::ReadOnly : spec::Access::ReadWrite;
    m_details->applyTo(mount);
    return mount;
}

Keep AddMountDialog::keep() const
{
    return m_keep->isChecked() ? Keep::Yes : Keep::No;
}

void AddMountDialog::check()
{
    const auto problems = spec::validateMounts({ mount() });
    m_problem->setText(problems.empty() ? QString() : QString::fromStdString(problems.front().message));
    m_add->setEnabled(!spec::hasErrors(problems));
}

} // namespace vitrine::gui
