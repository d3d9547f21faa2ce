// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QGridLayout;

namespace vitrine::gui {

/// Facts about a thing, a row each: what it is at the left, its value to be read and copied at the right.
class DetailsGrid : public QWidget {
    Q_OBJECT
public:
    enum class Face { Prose, Code };

    explicit DetailsGrid(QWidget *parent = nullptr);
    void clear();
    /// Nothing when the value is empty.
    void addRow(const QString &label, const QString &value, Face face = Face::Prose);
    void addRow(const QString &label, QWidget *value);

private:
    void place(const QString &label, QWidget *value, Qt::Alignment alignment);

    QGridLayout *m_grid;
    int m_rows = 0;
};

} // namespace vitrine::gui
