// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/MountDetails.h"

#include <QCheckBox>
#include <QHBoxLayout>

namespace vitrine::gui {

MountDetails::MountDetails(const spec::Mount &mount, QWidget *parent)
    : QWidget(parent)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    if (mount.kind == spec::MountKind::Bind) {
        m_recursive = addBox(QStringLiteral("recursive"), tr("with what is mounted below it"),
                             tr("A stick or another disk that is mounted in the folder can be used inside, too."));
        m_later = addBox(QStringLiteral("later"), tr("also what is mounted there later"),
                         tr("A stick that you plug in while the container runs shows inside. Nothing that is mounted "
                            "inside ever shows on this computer."));
    } else if (mount.kind == spec::MountKind::Volume) {
        m_noCopy = addBox(QStringLiteral("noCopy"), tr("empty at first"),
                          tr("A new volume is not filled with what the image has in its place."));
    }
    m_noExec = addBox(QStringLiteral("noExec"), tr("no programs"), tr("No program that lies there can be run inside."));
    row->addStretch();
    show(mount);
}

QCheckBox *MountDetails::addBox(const QString &name, const QString &label, const QString &toolTip)
{
    auto *box = new QCheckBox(label, this);
    box->setObjectName(name);
    box->setToolTip(toolTip);
    connect(box, &QCheckBox::clicked, this, &MountDetails::changed);
    layout()->addWidget(box);
    return box;
}

void MountDetails::show(const spec::Mount &mount)
{
    const auto set = [](QCheckBox *box, bool isOn) {
        if (box)
            box->setChecked(isOn);
    };
    set(m_recursive, mount.recursive);
    set(m_later, mount.propagation == spec::Propagation::Slave);
    set(m_noCopy, mount.noCopy);
    set(m_noExec, mount.noExec);
}

void MountDetails::applyTo(spec::Mount &mount) const
{
    if (m_recursive)
        mount.recursive = m_recursive->isChecked();
    if (m_later)
        mount.propagation = m_later->isChecked() ? spec::Propagation::Slave : spec::Propagation::Private;
    if (m_noCopy)
        mount.noCopy = m_noCopy->isChecked();
    mount.noExec = m_noExec->isChecked();
}

bool MountDetails::areUsual(const spec::Mount &mount)
{
    return mount.recursive == (mount.kind == spec::MountKind::Bind) && mount.propagation == spec::Propagation::Private
        && !mount.noCopy && !mount.noExec;
}

} // namespace vitrine::gui
