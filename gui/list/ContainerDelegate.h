// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace vitrine::gui {

struct ContainerInfo;
class MetricsFeed;

/// Draws one container: state, name, news and, while it has processes, 60 seconds of CPU and memory.
class ContainerDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit ContainerDelegate(const MetricsFeed &feed, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;

signals:
    /// "Cancel" in a row that is being prepared was clicked.
    void cancelRequested(const QString &id);

protected:
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;

private:
    struct Layout {
        QRect mark, name, news, cpu, memory, cancel;
    };
    [[nodiscard]] static Layout layout(const QStyleOptionViewItem &option, const ContainerInfo &info);
    void paintSparklines(QPainter &painter, const Layout &places, const QPalette &palette,
                         const ContainerInfo &info) const;

    const MetricsFeed &m_feed;
};

} // namespace vitrine::gui
