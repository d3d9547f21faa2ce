// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace vitrine::gui {

/// The one button of an area that matters most: flat, in the palette's highlight colour.
class AccentButton : public QPushButton {
    Q_OBJECT
public:
    explicit AccentButton(const QString &text, QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace vitrine::gui
