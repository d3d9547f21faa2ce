// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/widgets/Theme.h"

#include <QLabel>

namespace vitrine::gui {

/// One or two words in a rounded outline: a verdict.
class Pill : public QLabel {
    Q_OBJECT
public:
    explicit Pill(QWidget *parent = nullptr);
    void setVerdict(const QString &text, Tone tone);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone = Tone::Quiet;
};

} // namespace vitrine::gui
