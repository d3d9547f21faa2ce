// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ContainerSpec.h"

#include <QWidget>

#include <functional>

class QCheckBox;

namespace vitrine::gui {

/// What is rarely changed of a mount, a box each: what its kind can be. Shown below the row when More is pressed.
class MountDetails : public QWidget {
    Q_OBJECT
public:
    explicit MountDetails(const spec::Mount &mount, QWidget *parent = nullptr);

    void show(const spec::Mount &mount);
    /// The boxes as they stand.
    void applyTo(spec::Mount &mount) const;
    /// Somebody has set something here already, and is to see it.
    static bool areUsual(const spec::Mount &mount);

signals:
    void changed();

private:
    QCheckBox *addBox(const QString &name, const QString &label, const QString &toolTip);

    QCheckBox *m_recursive = nullptr;
    QCheckBox *m_later = nullptr;
    QCheckBox *m_noCopy = nullptr;
    QCheckBox *m_noExec = nullptr;
};

} // namespace vitrine::gui
