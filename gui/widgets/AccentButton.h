// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace vitrine::gui {

/// The one button of an area that matters most, in the palette's highlight colour. The style draws it.
class AccentButton : public QPushButton {
    Q_OBJECT
public:
    explicit AccentButton(const QString &text, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    void color();
    bool m_coloring = false;
};

} // namespace vitrine::gui
