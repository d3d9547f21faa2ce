// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/store/StoreRow.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace vitrine::gui {

class MarkWidget;

/// State, name, the sentence that explains, and the verbs of an image or a volume.
class StoreHeader : public QWidget {
    Q_OBJECT
public:
    explicit StoreHeader(QWidget *parent = nullptr);
    void setRow(const StoreRow &row, const QString &sentence);
    void addButton(QWidget *button);
    [[nodiscard]] QString sentence() const;

private:
    MarkWidget *m_mark;
    QLabel *m_name;
    QLabel *m_sentence;
    QHBoxLayout *m_buttons;
};

} // namespace vitrine::gui
