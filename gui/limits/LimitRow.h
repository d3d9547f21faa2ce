// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/limits/LimitKeys.h"

#include <QWidget>

class QLabel;
class QSlider;

namespace vitrine::gui {

class LimitSpinBox;
class LimitsModel;

/// One limit of the panel: its name, a slider up to the host's size and a box for the value. It shows and changes the
/// model and keeps nothing itself. Where the host lacks the controller, it says so in place of the controls.
class LimitRow : public QWidget {
    Q_OBJECT
public:
    LimitRow(LimitsModel &model, LimitKey key, QWidget *parent = nullptr);

    [[nodiscard]] const LimitKey &key() const { return m_key; }
    void refresh();

signals:
    void refused(const QString &sentence);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void sliderMoved(int position);

    LimitsModel &m_model;
    LimitKey m_key;
    QLabel *m_when;
    QSlider *m_slider;
    LimitSpinBox *m_box;
    QLabel *m_missing;
};

/// "now", or "at next start" while nothing runs: when a change of a limit takes hold.
QString limitAppliesText(const LimitsModel &model);
/// A small grey label that follows the palette.
QLabel *makeQuietLabel(const QString &text, QWidget *parent);

} // namespace vitrine::gui
