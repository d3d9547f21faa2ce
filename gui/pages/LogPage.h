// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"
#include "gui/pages/LogTail.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace vitrine::gui {

class LogView;

/// The Log tab of one container.
class LogPage : public QWidget {
    Q_OBJECT
public:
    explicit LogPage(Backend &backend, QWidget *parent = nullptr);

    void setContainer(const std::optional<ContainerInfo> &info);
    /// Puts the keyboard into the find field.
    void startFind();
    [[nodiscard]] LogView &view() { return *m_view; }

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeBar();
    void open();
    void take(const LogBatch &batch);
    void findChanged();
    void showFound(int current);
    void showHint(const QString &text);

    Backend &m_backend;
    LogTail m_tail;
    LogView *m_view;
    QCheckBox *m_follow = nullptr;
    QCheckBox *m_times = nullptr;
    QLineEdit *m_find = nullptr;
    QLabel *m_found = nullptr;
    QLabel *m_hint;
    QTimer m_findAgain;
    QString m_id;
    std::uint64_t m_startedAtUs = 0;
    quint64 m_generation = 0;
    quint64 m_request = 0;
    bool m_wanted = false; ///< the log is to be opened once the page is seen
};

} // namespace vitrine::gui
