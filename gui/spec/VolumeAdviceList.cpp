// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/VolumeAdviceList.h"

#include "gui/spec/ImageForm.h"
#include "gui/widgets/Card.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace vitrine::gui {

namespace {

QString text(const plan::VolumeAdvice &advice)
{
    const QString folder = QString::fromStdString(advice.directory);
    if (advice.kind == plan::AdviceKind::FightsTheIdea)
        return VolumeAdviceList::tr("%1 is what the root file system is made of. A volume there keeps the files of "
                                    "today, and a newer image would not be seen. Take the folder that holds data.")
            .arg(folder);
    const QString lost = advice.goesWhenEnded
        ? VolumeAdviceList::tr("What is written to %1 is lost when the container ends.").arg(folder)
        : VolumeAdviceList::tr("What is written to %1 is lost when the container is deleted.").arg(folder);
    return advice.keeper.empty()
        ? lost
        : VolumeAdviceList::tr("%1 keeps its data in %2.").arg(QString::fromStdString(advice.keeper), folder) + u' '
            + lost;
}

} // namespace

VolumeAdviceList::VolumeAdviceList(SpecDraft &draft, const Backend &backend, QWidget *parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_backend(backend)
    , m_cards(new QVBoxLayout(this))
{
    m_cards->setContentsMargins(0, 0, 0, 0);
    setAccessibleName(tr("Advice about data"));
    connect(&m_draft, &SpecDraft::changed, this, &VolumeAdviceList::refresh);
    refresh();
}

void VolumeAdviceList::refresh()
{
    const auto image = imageOf(m_draft.spec(), m_backend);
    std::vector<plan::VolumeAdvice> advice = plan::adviseOnVolumes(m_draft.spec(), image ? &image->config : nullptr);
    setVisible(!advice.empty());
    if (advice == m_advice)
        return;
    m_advice = std::move(advice);
    while (QLayoutItem *item = m_cards->takeAt(0)) {
        // Later: its button may be what asks for it.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const plan::VolumeAdvice &one : m_advice)
        m_cards->addWidget(makeCard(one));
}

QWidget *VolumeAdviceList::makeCard(const plan::VolumeAdvice &advice)
{
    auto *card = new Card(this);
    card->setTone(Tone::Warn);
    auto *words = new QLabel(text(advice), card);
    words->setTextFormat(Qt::PlainText);
    words->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    words->setWordWrap(true); // after the policy, to which it adds height for width
    card->setAccessibleName(words->text());
    auto *row = new QHBoxLayout(card);
    row->setContentsMargins(12, 8, 8, 8);
    row->addWidget(words, 1);
    if (advice.proposed) {
        auto *keep = new QPushButton(tr("Keep It in a Volume"), card);
        keep->setAutoDefault(false);
        giveRoom(*keep);
        connect(keep, &QPushButton::clicked, this, [this, mount = *advice.proposed] {
            m_draft.edit([&](spec::ContainerSpec &spec) { spec.mounts.push_back(mount); });
        });
        row->addWidget(keep);
    }
    return card;
}

} // namespace vitrine::gui
