// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

#include <QWidget>

class QLabel;

namespace vitrine::gui {

class MarkWidget;
class MetricsFeed;

/// State, name and the sentence that explains.
class ContainerHeader : public QWidget {
    Q_OBJECT
public:
    explicit ContainerHeader(const MetricsFeed &feed, QWidget *parent = nullptr);
    void setContainer(const std::optional<ContainerInfo> &info);
    [[nodiscard]] QString sentence() const;

signals:
    void editRequested();

private:
    void refresh();

    const MetricsFeed &m_feed;
    MarkWidget *m_mark;
    QLabel *m_name;
    QLabel *m_sentence;
    std::optional<ContainerInfo> m_info;
};

} // namespace vitrine::gui
