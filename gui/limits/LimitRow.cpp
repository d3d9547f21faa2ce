// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/limits/LimitRow.h"

#include "gui/limits/LimitSpinBox.h"
#include "gui/limits/LimitsModel.h"
#include "gui/widgets/DimLabel.h"
#include "gui/widgets/Theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include <cmath>

namespace vitrine::gui {

namespace {
constexpr int kSteps = 400;
}

LimitRow::LimitRow(LimitsModel &model, LimitKey key, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_key(std::move(key))
    , m_when(makeQuietLabel({}, this))
    , m_slider(new QSlider(Qt::Horizontal, this))
    , m_box(new LimitSpinBox(m_key, this))
    , m_missing(makeQuietLabel({}, this))
{
    auto *label = new QLabel(limitLabel(m_key), this);
    label->setBuddy(m_box);
    m_when->setAlignment(Qt::AlignRight | Qt::AlignBottom);
    m_slider->setRange(0, kSteps);
    m_slider->setPageStep(kSteps / 20);
    m_slider->setAccessibleName(limitLabel(m_key));
    setWhatsThis(limitHelp(m_key.id));
    m_slider->setToolTip(tr("Double click for no limit"));
    m_slider->installEventFilter(this);

    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(8);
    layout->setVerticalSpacing(0);
    layout->addWidget(label, 0, 0);
    layout->addWidget(m_when, 0, 1);
    layout->addWidget(m_slider, 1, 0);
    layout->addWidget(m_box, 1, 1);
    layout->addWidget(m_missing, 2, 0, 1, 2);
    layout->setColumnStretch(0, 1);

    connect(m_slider, &QSlider::sliderPressed, &m_model, &LimitsModel::beginGesture);
    connect(m_slider, &QSlider::sliderReleased, &m_model, &LimitsModel::endGesture);
    connect(m_slider, &QSlider::valueChanged, this, &LimitRow::sliderMoved);
    connect(m_box, &LimitSpinBox::committed, this,
            [this](std::optional<double> value) { m_model.setValue(m_key, value); });
    connect(m_box, &LimitSpinBox::refused, this, &LimitRow::refused);
    refresh();
}

void LimitRow::refresh()
{
    const QString missing = m_model.missing(m_key.id);
    const LimitRange range = m_model.range(m_key);
    const auto value = m_model.value(m_key);
    m_slider->setVisible(missing.isEmpty());
    m_box->setVisible(missing.isEmpty());
    m_when->setVisible(missing.isEmpty());
    m_missing->setVisible(!missing.isEmpty());
    m_missing->setText(missing);
    m_when->setText(limitAppliesText(m_model));
    m_box->setRange(range);
    m_box->setValue(value);
    setEnabled(!m_model.containerId().isEmpty());
    // While it is held the slider leads; the model's rounding must not tug at it.
    if (!m_slider->isSliderDown()) {
        const QSignalBlocker blocker(m_slider);
        m_slider->setValue(value ? static_cast<int>(std::lround(limitPosition(range, *value) * kSteps)) : 0);
    }
}

bool LimitRow::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::MouseButtonDblClick) {
        m_model.setValue(m_key, {});
        return true;
    }
    // Scrolling the panel must not change a limit in passing.
    if (event->type() == QEvent::Wheel && !m_slider->hasFocus()) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void LimitRow::sliderMoved(int position)
{
    m_model.setValue(m_key, limitAtPosition(m_model.range(m_key), static_cast<double>(position) / kSteps));
}

QString limitAppliesText(const LimitsModel &model)
{
    return model.isAlive() ? LimitRow::tr("now") : LimitRow::tr("at next start");
}

QLabel *makeQuietLabel(const QString &text, QWidget *parent)
{
    auto *label = new DimLabel(text, parent);
    label->setFont(smallFont(label->font()));
    return label;
}

} // namespace vitrine::gui

#include "moc_LimitRow.cpp"
