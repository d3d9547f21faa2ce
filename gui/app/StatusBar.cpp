// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/StatusBar.h"

#include "gui/format/Units.h"
#include "gui/widgets/Mark.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QTimer>

namespace vitrine::gui {

namespace {
constexpr int kMeasureMs = 3000;
}

StatusBar::StatusBar(const Backend &backend, QWidget *parent)
    : QStatusBar(parent)
    , m_backend(backend)
    , m_mark(new MarkWidget(10, this))
    , m_helper(new QLabel(this))
    , m_cgroups(new QLabel(this))
    , m_host(new QLabel(this))
    , m_self(new QLabel(this))
{
    setSizeGripEnabled(false);
    setWhatsThis(
        tr("Whether Vitrine's helper answers, which version of control groups this computer has, its size, and "
           "what Vitrine itself uses: CPU in per cent of one core, memory without what other programs share."));
    m_self->setToolTip(tr("CPU in per cent of one core; memory without what other programs share"));
    auto *line = new QWidget(this);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(10, 2, 10, 2);
    row->setSpacing(6);
    row->addWidget(m_mark);
    row->addWidget(m_helper);
    for (QLabel *label : { m_cgroups, m_host }) {
        row->addSpacing(14);
        row->addWidget(label);
    }
    row->addStretch(1);
    row->addWidget(m_self);
    addWidget(line, 1);

    connect(&m_backend, &Backend::connectionChanged, this, &StatusBar::showConnection);
    auto *timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, &StatusBar::measure);
    timer->start(kMeasureMs);
    showConnection();
    measure();
}

void StatusBar::setReport(const ipc::SystemReport &report)
{
    m_cgroups->setText(report.cgroupMode.empty() ? QString()
                                                 : tr("cgroup %1").arg(QString::fromStdString(report.cgroupMode)));
    m_host->setText(report.cpus == 0 ? QString()
                                     : tr("%n CPU(s) · %1", nullptr, static_cast<int>(report.cpus))
                                           .arg(units::bytes(static_cast<double>(report.memoryBytes))));
}

void StatusBar::changeEvent(QEvent *event)
{
    QStatusBar::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showConnection();
}

void StatusBar::showConnection()
{
    Mark mark{ Mark::Shape::Ring, Tone::Accent };
    QString words = tr("connecting to the helper…");
    if (m_backend.connection() == Connection::Ready) {
        mark = { Mark::Shape::Circle, Tone::Good };
        words = tr("helper ready");
    } else if (m_backend.connection() == Connection::Lost) {
        mark = { Mark::Shape::Square, Tone::Bad };
        words = tr("helper not reachable");
    }
    m_mark->setMark(mark, words);
    m_helper->setText(words);
    m_helper->setToolTip(m_backend.connectionError());
    QPalette colored; // of this one colour: all others go on following
    colored.setColor(QPalette::WindowText, toneColor(mark.tone, palette()));
    m_helper->setPalette(colored);
}

void StatusBar::measure()
{
    const auto usage = m_meter.read();
    if (!usage)
        return;
    const QString memory = units::bytes(static_cast<double>(usage->memoryBytes));
    m_self->setText(
        usage->cpuShare
            ? tr("Vitrine uses %1 % CPU, %2").arg(QLocale().toString(*usage->cpuShare * 100, 'f', 1), memory)
            : tr("Vitrine uses %1").arg(memory));
}

} // namespace vitrine::gui
