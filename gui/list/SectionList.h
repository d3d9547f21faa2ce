// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/widgets/Theme.h"

#include <QListWidget>

namespace vitrine::gui {

/// The sections of the window, each with a word or a number at its right.
class SectionList : public QListWidget {
    Q_OBJECT
public:
    enum Section { Containers, Images, Volumes, ThisComputer };

    explicit SectionList(QWidget *parent = nullptr);
    void setNote(Section section, const QString &note, Tone tone = Tone::Quiet);
    [[nodiscard]] QString note(Section section) const;
    void choose(Section section) { setCurrentRow(section); }
    [[nodiscard]] Section chosen() const { return static_cast<Section>(currentRow()); }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    void sectionChosen(SectionList::Section section);
};

} // namespace vitrine::gui
