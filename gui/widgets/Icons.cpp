// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/widgets/Icons.h"

#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

namespace vitrine::gui {

namespace {

QPixmap render(const QByteArray &drawing, const QColor &color, int side)
{
    QByteArray colored = drawing;
    colored.replace("currentColor", color.name().toLatin1());
    QSvgRenderer renderer(colored);
    QPixmap pixmap(side, side);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    return pixmap;
}

} // namespace

QIcon icon(const QString &name, const QPalette &palette)
{
    QFile file(QStringLiteral(":/vitrine/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray drawing = file.readAll();
    QIcon icon;
    for (const int side : { 16, 24, 32, 48 }) {
        icon.addPixmap(render(drawing, palette.color(QPalette::Active, QPalette::ButtonText), side), QIcon::Normal);
        icon.addPixmap(render(drawing, palette.color(QPalette::Disabled, QPalette::ButtonText), side), QIcon::Disabled);
    }
    return icon;
}

} // namespace vitrine::gui
