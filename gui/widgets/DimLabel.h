// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace vitrine::gui {

/// A label in the text colour that steps back. Follows a change of palette.
class DimLabel : public QLabel {
    Q_OBJECT
public:
    explicit DimLabel(const QString &text = {}, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    void dim();
    bool m_dimming = false;
};

} // namespace vitrine::gui
