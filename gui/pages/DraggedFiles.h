// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMimeData>
#include <QStringList>

#include <functional>
#include <optional>

namespace vitrine::gui {

/// Files that are on their way to another program. It is given copies on this computer, which are made when it asks for
/// them, once.
class DraggedFiles : public QMimeData {
    Q_OBJECT
public:
    /// `copy` says where the copies are; nowhere when there are none.
    explicit DraggedFiles(std::function<QStringList()> copy);

    static QString type();
    [[nodiscard]] QStringList formats() const override { return { type() }; }
    [[nodiscard]] bool hasFormat(const QString &format) const override { return format == type(); }

protected:
    [[nodiscard]] QVariant retrieveData(const QString &format, QMetaType wanted) const override;

private:
    std::function<QStringList()> m_copy;
    mutable bool m_isCopying = false;
    mutable std::optional<QStringList> m_copies;
};

} // namespace vitrine::gui
