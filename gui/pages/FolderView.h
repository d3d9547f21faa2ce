// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ContainerSpec.h"
#include "gui/pages/FolderWatch.h"

#include <QTimer>
#include <QWidget>

#include <map>

class QLabel;
class QTreeWidget;

namespace vitrine::gui {

/// A bind mount from both sides: the folder on this computer on the left, the same as the container sees it on the
/// right. What changes, on whichever side, is marked for a moment on both.
class FolderView : public QWidget {
    Q_OBJECT
public:
    explicit FolderView(QWidget *parent = nullptr);

    /// `userInside` is whom the person's own files belong to inside, in words.
    void setMount(const spec::Mount &mount, const QString &userInside);
    void clear();
    /// Names that are marked now.
    [[nodiscard]] QStringList marked() const;

private:
    struct Side {
        QLabel *title;
        QTreeWidget *files;
    };
    Side makeSide(const QString &name);
    void show(const QStringList &touched);
    void fadeMarks();
    [[nodiscard]] QString ownerText(const FolderEntry &entry, const QString &self, const QString &other) const;

    FolderWatch m_watch;
    Side m_outside;
    Side m_inside;
    QString m_userInside;
    std::map<QString, qint64> m_marks; ///< until when, in milliseconds
    QTimer m_fade;
};

} // namespace vitrine::gui
