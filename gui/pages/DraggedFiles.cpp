// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/DraggedFiles.h"

#include <QPointer>
#include <QUrl>

namespace vitrine::gui {

DraggedFiles::DraggedFiles(std::function<QStringList()> copy)
    : m_copy(std::move(copy))
{
}

QString DraggedFiles::type()
{
    return QStringLiteral("text/uri-list");
}

QVariant DraggedFiles::retrieveData(const QString &format, QMetaType wanted) const
{
    // While the copies are being made, events go on, and with them further questions.
    if (format != type() || m_isCopying)
        return {};
    if (!m_copies) {
        m_isCopying = true;
        const QPointer<const DraggedFiles> self(this);
        const QStringList copies = m_copy();
        if (!self)
            return {};
        m_isCopying = false;
        m_copies = copies;
    }
    QVariantList urls;
    QByteArray lines;
    for (const QString &path : *m_copies) {
        urls += QUrl::fromLocalFile(path);
        lines += QUrl::fromLocalFile(path).toEncoded() + "\r\n";
    }
    return wanted.id() == QMetaType::QByteArray ? QVariant(lines) : QVariant(urls);
}

} // namespace vitrine::gui
