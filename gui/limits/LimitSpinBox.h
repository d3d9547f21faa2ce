// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/limits/LimitKeys.h"

#include <QAbstractSpinBox>

namespace vitrine::gui {

/// A value with its unit, or "off". Typed text is taken with or without a unit: "300" beside "256 MiB" is 300 MiB.
class LimitSpinBox : public QAbstractSpinBox {
    Q_OBJECT
public:
    explicit LimitSpinBox(LimitKey key, QWidget *parent = nullptr);

    void setRange(const LimitRange &range) { m_range = range; }
    void setValue(std::optional<double> value);

    void stepBy(int steps) override;
    [[nodiscard]] QSize sizeHint() const override;

    /// What `text` means: no value is "off". An error is a sentence on what is expected.
    [[nodiscard]] Result<std::optional<double>> parse(const QString &text) const;

signals:
    void committed(std::optional<double> value);
    void refused(const QString &sentence);

protected:
    StepEnabled stepEnabled() const override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void commit();
    void commitValue(std::optional<double> value);
    [[nodiscard]] Result<double> parseBytes(const QString &text) const;

    LimitKey m_key;
    LimitRange m_range;
    std::optional<double> m_value;
};

} // namespace vitrine::gui
