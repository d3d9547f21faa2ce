// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/limits/LimitKeys.h"

#include <QString>
#include <QWidget>

#include <set>
#include <vector>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace vitrine::gui {

class CoreGrid;
class LimitRow;
class LimitsModel;

/// The limits of the selected container, one row each, beside the charts: those that the charts show and those that are
/// set; More Limits shows the others as well. It talks to the model alone.
class LimitsPanel : public QWidget {
    Q_OBJECT
public:
    explicit LimitsPanel(LimitsModel &model, QWidget *parent = nullptr);

    void setHostLoad(const std::vector<double> &load);

signals:
    void refused(const QString &sentence); ///< something typed that is no limit

private:
    void refresh();
    void rebuildRows();
    [[nodiscard]] std::vector<LimitKey> shownKeys();
    [[nodiscard]] bool isEveryday(const LimitKey &key) const;
    void refreshCores();
    void coresChosen(const std::set<unsigned> &allowed);
    QWidget *makeCores();
    QWidget *makeButtons();

    LimitsModel &m_model;
    QVBoxLayout *m_rowLayout;
    std::vector<LimitRow *> m_rows;
    QString m_container; ///< whose rows they are
    std::vector<LimitKey> m_kept; ///< were set once: a row does not vanish under the hand that sets it to "off"
    QPushButton *m_more = nullptr;
    QLabel *m_lacking = nullptr; ///< once for all rows that say what they need
    CoreGrid *m_grid = nullptr;
    QLabel *m_coresWhen = nullptr;
    QLabel *m_coresMissing = nullptr;
    QWidget *m_cores; ///< made last, of the three above
};

} // namespace vitrine::gui
