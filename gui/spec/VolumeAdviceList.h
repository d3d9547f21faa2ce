// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plan/VolumeAdvice.h"
#include "gui/backend/Backend.h"
#include "gui/spec/SpecDraft.h"

#include <QWidget>

class QVBoxLayout;

namespace vitrine::gui {

/// What to consider about the data of a draft, each with the button that does it. Nothing of it hinders anybody.
class VolumeAdviceList : public QWidget {
    Q_OBJECT
public:
    VolumeAdviceList(SpecDraft &draft, const Backend &backend, QWidget *parent = nullptr);
    [[nodiscard]] const std::vector<plan::VolumeAdvice> &advice() const { return m_advice; }

private:
    void refresh();
    [[nodiscard]] QWidget *makeCard(const plan::VolumeAdvice &advice);

    SpecDraft &m_draft;
    const Backend &m_backend;
    QVBoxLayout *m_cards;
    std::vector<plan::VolumeAdvice> m_advice;
};

} // namespace vitrine::gui
