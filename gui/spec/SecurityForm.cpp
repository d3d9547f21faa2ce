// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/SecurityForm.h"

#include "gui/spec/FieldProblem.h"
#include "gui/spec/FieldText.h"
#include "gui/widgets/DimLabel.h"
#include "gui/widgets/Theme.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>

namespace vitrine::gui {

using spec::FieldId;
using spec::Identity;

namespace {

/// As readDevices() reads it.
QString devicesText(const std::vector<spec::DeviceRule> &rules)
{
    QStringList words;
    for (const spec::DeviceRule &rule : rules) {
        QString access;
        access += rule.read ? QStringLiteral("r") : QString();
        access += rule.write ? QStringLiteral("w") : QString();
        access += rule.mknod ? QStringLiteral("m") : QString();
        words << QString::fromStdString(rule.path)
                + (access == QLatin1String("rw") ? QString() : QLatin1Char(':') + access);
    }
    return words.join(QLatin1Char(' '));
}

} // namespace

SecurityForm::SecurityForm(SpecDraft &draft, QWidget *parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_identity(new QComboBox(this))
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins(8, 0, 8, 8);

    m_identity->addItem(tr("Isolated: root inside is nobody outside"), static_cast<int>(Identity::Isolated));
    m_identity->addItem(tr("Me: acts as you on what it can reach"), static_cast<int>(Identity::Me));
    m_identity->setToolTip(fieldHelp(FieldId::Identity));
    m_identity->setAccessibleName(fieldLabel(FieldId::Identity));
    const auto read = [this] { m_identity->setCurrentIndex(static_cast<int>(m_draft.spec().identity)); };
    read();
    connect(&m_draft, &SpecDraft::changed, m_identity, read);
    connect(m_identity, &QComboBox::activated, this, [this](int index) {
        m_draft.edit([&](spec::ContainerSpec &spec) { spec.identity = static_cast<Identity>(index); });
    });
    form->addRow(fieldLabel(FieldId::Identity), m_identity);

    auto *devices = new QLineEdit(devicesText(m_draft.spec().limits.devices), this);
    devices->setPlaceholderText(tr("none, or such as /dev/kvm /dev/fuse:rw"));
    giveRoom(*devices);
    devices->setToolTip(fieldHelp(FieldId::Devices));
    connect(devices, &QLineEdit::textEdited, this, &SecurityForm::readDevices);
    showProblemsIn(*devices, m_draft, FieldId::Devices);
    form->addRow(fieldLabel(FieldId::Devices), devices);

    auto *filter = new DimLabel(tr("Default system-call filter, no added capabilities, no new privileges"), this);
    form->addRow(tr("Always"), filter);
}

void SecurityForm::fixIdentity(const QString &why)
{
    m_identity->setEnabled(false);
    m_identity->setToolTip(why);
}

void SecurityForm::readDevices(const QString &text)
{
    std::vector<spec::DeviceRule> rules;
    QString problem;
    for (const QString &word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const qsizetype colon = word.indexOf(QLatin1Char(':'));
        const QString access = colon < 0 ? QStringLiteral("rw") : word.mid(colon + 1);
        spec::DeviceRule rule{ word.left(colon).toStdString(), access.contains(QLatin1Char('r')),
                               access.contains(QLatin1Char('w')), access.contains(QLatin1Char('m')) };
        if (QString(access).remove(QLatin1Char('r')).remove(QLatin1Char('w')).remove(QLatin1Char('m')).size() > 0)
            problem = tr("“%1”: after the colon only r, w and m can stand").arg(word);
        rules.push_back(std::move(rule));
    }
    m_draft.edit([&](spec::ContainerSpec &spec) { spec.limits.devices = std::move(rules); });
    m_draft.setInputProblem({ FieldId::Devices, std::nullopt }, problem);
}

QString SecurityForm::summary(const spec::ContainerSpec &spec)
{
    QString text = spec.identity == Identity::Me ? tr("runs as you, default system-call filter")
                                                 : tr("isolated, default system-call filter");
    if (!spec.limits.devices.empty())
        text += tr(", %n device(s)", nullptr, static_cast<int>(spec.limits.devices.size()));
    return text;
}

} // namespace vitrine::gui
