// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/limits/LimitSpinBox.h"

#include "core/spec/Sizes.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QWheelEvent>

#include <cmath>

namespace vitrine::gui {

LimitSpinBox::LimitSpinBox(LimitKey key, QWidget *parent)
    : QAbstractSpinBox(parent)
    , m_key(std::move(key))
{
    setButtonSymbols(NoButtons);
    setAlignment(Qt::AlignRight);
    setKeyboardTracking(false);
    setAccessibleName(limitLabel(m_key));
    setToolTip(tr("Type a value, or “off” for no limit"));
    connect(lineEdit(), &QLineEdit::returnPressed, this, &LimitSpinBox::commit);
    setValue({});
}

void LimitSpinBox::setValue(std::optional<double> value)
{
    m_value = value;
    // What is being typed is not taken from under the person's hands.
    if (!lineEdit()->isModified() || !hasFocus())
        lineEdit()->setText(limitText(m_key, value));
}

QSize LimitSpinBox::sizeHint() const
{
    const int width = fontMetrics().horizontalAdvance(QStringLiteral("1000 MiB/s")) + 24;
    return { width, QAbstractSpinBox::sizeHint().height() };
}

QAbstractSpinBox::StepEnabled LimitSpinBox::stepEnabled() const
{
    StepEnabled steps = StepNone;
    if (!m_value || *m_value < m_range.highest)
        steps |= StepUpEnabled;
    if (m_value)
        steps |= StepDownEnabled;
    return steps;
}

void LimitSpinBox::stepBy(int steps)
{
    // One more than the smallest step, so that rounding always lands on another value; below the minimum is "off".
    if (!m_value) {
        if (steps > 0)
            commitValue(m_range.minimum);
        return;
    }
    if (steps < 0 && *m_value <= m_range.minimum) {
        commitValue({});
        return;
    }
    const double unit = m_range.kind == spec::FieldKind::Cores ? (*m_value < 0.2     ? 0.01
                                                                      : *m_value < 4 ? 0.05
                                                                                     : 0.25)
                                                               : std::max(1.0, *m_value / 16);
    double next = roundLimit(m_range, *m_value + steps * unit);
    if (next == *m_value)
        next = *m_value + (steps > 0 ? unit : -unit);
    commitValue(std::clamp(next, m_range.minimum, m_range.maximum));
}

void LimitSpinBox::focusOutEvent(QFocusEvent *event)
{
    commit();
    QAbstractSpinBox::focusOutEvent(event);
}

void LimitSpinBox::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && lineEdit()->isModified()) {
        lineEdit()->setText(limitText(m_key, m_value));
        lineEdit()->selectAll();
        return;
    }
    QAbstractSpinBox::keyPressEvent(event);
}

void LimitSpinBox::wheelEvent(QWheelEvent *event)
{
    // Scrolling the panel must not change a limit in passing.
    if (hasFocus())
        QAbstractSpinBox::wheelEvent(event);
    else
        event->ignore();
}

void LimitSpinBox::commit()
{
    if (!lineEdit()->isModified())
        return;
    const auto value = parse(text());
    lineEdit()->setModified(false);
    if (value)
        commitValue(*value);
    else
        emit refused(limitLabel(m_key) + QStringLiteral(": ") + QString::fromStdString(value.error().what));
    lineEdit()->setText(limitText(m_key, m_value));
}

void LimitSpinBox::commitValue(std::optional<double> value)
{
    m_value = value;
    lineEdit()->setText(limitText(m_key, value));
    lineEdit()->selectAll();
    emit committed(value);
}

Result<std::optional<double>> LimitSpinBox::parse(const QString &text) const
{
    QString plain = text.trimmed();
    if (plain.isEmpty() || plain.compare(limitText(m_key, {}), Qt::CaseInsensitive) == 0
        || plain.compare(QStringLiteral("off"), Qt::CaseInsensitive) == 0
        || spec::isNoLimit(plain.toLower().toStdString()))
        return std::nullopt;
    if (m_range.perSecond && plain.endsWith(QStringLiteral("/s"), Qt::CaseInsensitive))
        plain.chop(2);
    plain.replace(QLatin1Char(','), QLatin1Char('.'));

    double value = 0;
    if (m_range.kind == spec::FieldKind::Bytes) {
        const auto bytes = parseBytes(plain);
        if (!bytes)
            return failure(bytes.error());
        value = *bytes;
    } else {
        bool isNumber = false;
        value = plain.section(QLatin1Char(' '), 0, 0).toDouble(&isNumber);
        if (!isNumber || !std::isfinite(value))
            return failure(ErrorCode::InvalidArgs, tr("a number is expected, or “off”").toStdString());
        if (m_range.kind != spec::FieldKind::Cores)
            value = std::round(value);
    }
    if (value < m_range.minimum || value > m_range.highest)
        return failure(ErrorCode::InvalidArgs,
                       tr("from %1 to %2 is possible")
                           .arg(limitText(m_key, m_range.minimum), limitText(m_key, m_range.highest))
                           .toStdString());
    return value;
}

Result<double> LimitSpinBox::parseBytes(const QString &text) const
{
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    if (isNumber && number >= 0) {
        // A bare number keeps the unit that was shown; MiB where none was.
        const QString shown = limitText(m_key, m_value).section(QLatin1Char(' '), 1).section(QLatin1Char('/'), 0, 0);
        const QString unitText = m_value ? shown : QStringLiteral("MiB");
        const auto unit = spec::parseSize((QLatin1Char('1') + unitText).toStdString());
        return number * static_cast<double>(unit.value_or(1024 * 1024));
    }
    const auto bytes = spec::parseSize(text.toStdString());
    if (!bytes)
        return failure(ErrorCode::InvalidArgs, tr("a size such as “256 MiB” is expected, or “off”").toStdString());
    return static_cast<double>(*bytes);
}

} // namespace vitrine::gui

#include "moc_LimitSpinBox.cpp"
