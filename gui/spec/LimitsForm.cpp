// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/LimitsForm.h"

#include "core/spec/Sizes.h"
#include "gui/spec/FieldProblem.h"
#include "gui/spec/FieldText.h"
#include "gui/spec/LimitText.h"
#include "gui/widgets/Theme.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <array>

namespace vitrine::gui {

namespace {

using spec::FieldId;
using Rate = std::optional<std::uint64_t> spec::IoLimit::*;

struct RateColumn {
    Rate rate;
    const char *placeholder;
    bool isBytes;
};
constexpr std::array<RateColumn, 4> kRates{ {
    { &spec::IoLimit::readBytesPerSec, QT_TRANSLATE_NOOP("vitrine::gui::LimitsForm", "read, bytes/s"), true },
    { &spec::IoLimit::writeBytesPerSec, QT_TRANSLATE_NOOP("vitrine::gui::LimitsForm", "write, bytes/s"), true },
    { &spec::IoLimit::readOpsPerSec, QT_TRANSLATE_NOOP("vitrine::gui::LimitsForm", "reads/s"), false },
    { &spec::IoLimit::writeOpsPerSec, QT_TRANSLATE_NOOP("vitrine::gui::LimitsForm", "writes/s"), false },
} };

QString rateText(const std::optional<std::uint64_t> &rate, bool isBytes)
{
    if (!rate)
        return {};
    return isBytes ? QString::fromStdString(spec::formatSize(*rate)) : QString::number(*rate);
}

Result<std::optional<std::uint64_t>> readRate(const QString &text, bool isBytes)
{
    if (text.trimmed().isEmpty())
        return std::optional<std::uint64_t>();
    if (isBytes)
        return spec::parseSize(text.trimmed().toStdString()).map([](std::uint64_t v) { return std::optional(v); });
    bool ok = false;
    const qulonglong value = text.trimmed().toULongLong(&ok);
    if (!ok)
        return failure(ErrorCode::InvalidArgs, LimitsForm::tr("“%1” is not a whole number").arg(text).toStdString());
    return std::optional<std::uint64_t>(value);
}

} // namespace

LimitsForm::LimitsForm(SpecDraft &draft, QWidget *parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_diskRows(new QVBoxLayout)
{
    auto *columns = new QHBoxLayout;
    auto *left = new QFormLayout;
    auto *right = new QFormLayout;
    columns->addLayout(left, 1);
    columns->addSpacing(24);
    columns->addLayout(right, 1);
    addLimit(left, FieldId::Cpus, QStringLiteral("0.5"));
    addLimit(left, FieldId::CpuWeight, QStringLiteral("100"));
    addLimit(left, FieldId::CpusetCpus, QStringLiteral("0-1"));
    addLimit(left, FieldId::Pids, QStringLiteral("20"));
    addLimit(right, FieldId::Memory, QStringLiteral("256 MiB"));
    addLimit(right, FieldId::MemoryHigh, QStringLiteral("192 MiB"));
    addLimit(right, FieldId::MemorySwap, QStringLiteral("0"));
    addLimit(right, FieldId::IoWeight, QStringLiteral("100"));

    auto *addDisk = new QPushButton(tr("Add Disk Limit"), this);
    addDisk->setAutoDefault(false);
    giveRoom(*addDisk);
    connect(addDisk, &QPushButton::clicked, this, &LimitsForm::addDiskRow);
    auto *diskButtons = new QHBoxLayout;
    diskButtons->addWidget(addDisk);
    diskButtons->addStretch();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 0, 8, 8);
    layout->addLayout(columns);
    layout->addLayout(m_diskRows);
    layout->addLayout(diskButtons);
    connect(&m_draft, &SpecDraft::changed, this, &LimitsForm::read);
    read();
}

void LimitsForm::addLimit(QFormLayout *form, FieldId id, const QString &example)
{
    auto *edit = new QLineEdit(this);
    edit->setPlaceholderText(tr("no limit"));
    edit->setToolTip(tr("%1 For example: %2").arg(fieldHelp(id), example));
    edit->setWhatsThis(fieldHelp(id));
    edit->setAccessibleName(fieldLabel(id));
    giveRoom(*edit);
    form->addRow(fieldLabel(id), edit);
    m_lines.push_back({ id, edit });
    showProblemsIn(*edit, m_draft, id);
    connect(edit, &QLineEdit::textEdited, this, [this, id](const QString &text) {
        spec::Limits limits = m_draft.spec().limits;
        const auto set = setLimitText(limits, id, text);
        m_draft.setInputProblem({ id, std::nullopt }, set ? QString() : QString::fromStdString(set.error().what));
        if (set)
            m_draft.edit([&](spec::ContainerSpec &spec) { spec.limits = std::move(limits); });
    });
}

void LimitsForm::setDisks(const QStringList &disks)
{
    m_disks = disks;
    rebuildDisks();
}

void LimitsForm::setControllers(const QStringList &controllers)
{
    for (const Line &line : m_lines) {
        const QString needed = controllerOf(line.id);
        const bool there = controllers.contains(needed);
        line.edit->setEnabled(there);
        if (!there)
            line.edit->setPlaceholderText(tr("needs the %1 controller").arg(needed));
    }
}

void LimitsForm::addDiskRow()
{
    m_draft.edit([this](spec::ContainerSpec &spec) {
        spec.limits.io.push_back({ m_disks.isEmpty() ? std::string() : m_disks.first().toStdString(), {}, {}, {}, {} });
    });
}

void LimitsForm::rebuildDisks()
{
    while (QLayoutItem *item = m_diskRows->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    m_diskRowsShown = m_draft.spec().limits.io.size();
    for (std::size_t row = 0; row < m_diskRowsShown; ++row) {
        auto *line = new QWidget(this);
        auto *layout = new QHBoxLayout(line);
        layout->setContentsMargins(0, 0, 0, 0);
        const spec::IoLimit &io = m_draft.spec().limits.io[row];

        auto *disk = new QComboBox(line);
        disk->setEditable(true);
        disk->addItems(m_disks);
        disk->setCurrentText(QString::fromStdString(io.device));
        disk->setAccessibleName(tr("Disk"));
        connect(disk, &QComboBox::currentTextChanged, this, [this, row](const QString &text) {
            m_draft.edit([&](spec::ContainerSpec &spec) { spec.limits.io[row].device = text.toStdString(); });
        });
        layout->addWidget(disk, 1);
        for (const RateColumn &column : kRates) {
            auto *edit = new QLineEdit(rateText(io.*column.rate, column.isBytes), line);
            edit->setPlaceholderText(tr(column.placeholder));
            edit->setAccessibleName(tr(column.placeholder));
            giveRoom(*edit);
            connect(edit, &QLineEdit::textEdited, this, [this, row, &column](const QString &text) {
                const auto rate = readRate(text, column.isBytes);
                if (rate)
                    m_draft.edit([&](spec::ContainerSpec &spec) { spec.limits.io[row].*column.rate = *rate; });
                m_draft.setInputProblem({ FieldId::Io, row },
                                        rate ? QString() : QString::fromStdString(rate.error().what));
            });
            layout->addWidget(edit, 1);
        }
        auto *remove = new QToolButton(line);
        remove->setText(QStringLiteral("×"));
        remove->setAutoRaise(true);
        remove->setAccessibleName(tr("Remove this disk limit"));
        connect(remove, &QToolButton::clicked, this, [this, row] {
            m_draft.clearInputProblems(FieldId::Io);
            m_draft.edit([&](spec::ContainerSpec &spec) {
                spec.limits.io.erase(spec.limits.io.begin() + static_cast<std::ptrdiff_t>(row));
            });
        });
        layout->addWidget(remove);
        m_diskRows->addWidget(line);
    }
}

void LimitsForm::read()
{
    for (const Line &line : m_lines) {
        // Text that is no value stays to be mended: it holds up Run, which must be seen.
        if (!line.edit->hasFocus() && !m_draft.hasInputProblem({ line.id, std::nullopt }))
            line.edit->setText(limitText(m_draft.spec().limits, line.id));
    }
    if (m_diskRowsShown != m_draft.spec().limits.io.size())
        rebuildDisks();
}

QString LimitsForm::summary(const spec::Limits &limits)
{
    QStringList parts;
    if (limits.memoryBytes)
        parts << QString::fromStdString(spec::formatSize(*limits.memoryBytes));
    if (limits.memoryHighBytes)
        parts << tr("soft %1").arg(QString::fromStdString(spec::formatSize(*limits.memoryHighBytes)));
    if (limits.cpus)
        parts << tr("%1 CPU").arg(*limits.cpus);
    if (limits.cpusetCpus)
        parts << tr("on cores %1").arg(QString::fromStdString(*limits.cpusetCpus));
    if (limits.pids)
        parts << tr("%n process(es)", nullptr, static_cast<int>(*limits.pids));
    if (!limits.io.empty())
        parts << tr("%n disk limit(s)", nullptr, static_cast<int>(limits.io.size()));
    if (limits.cpuWeight || limits.ioWeight)
        parts << tr("weights");
    return parts.isEmpty() ? tr("no limits") : parts.join(QStringLiteral(", "));
}

} // namespace vitrine::gui
