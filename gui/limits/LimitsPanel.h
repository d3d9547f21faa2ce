// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <set>
#include <vector>

class QLabel;
class QVBoxLayout;

namespace vitrine::gui {

class CoreGrid;
class LimitRow;
class LimitsModel;

/// All limits of the selected container, one row each, beside the charts. It talks to the model alone.
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
    void refreshCores();
    void coresChosen(const std::set<unsigned> &allowed);
    QWidget *makeCores();
    QWidget *makeButtons();

    LimitsModel &m_model;
    QVBoxLayout *m_rowLayout;
    std::vector<LimitRow *> m_rows;
    CoreGrid *m_grid = nullptr;
    QLabel *m_coresWhen = nullptr;
    QLabel *m_coresMissing = nullptr;
    QWidget *m_cores; ///< made last, of the three above
};

} // namespace vitrine::gui
