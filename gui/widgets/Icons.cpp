// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/widgets/Icons.h"

#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

// A static library's resources are linked only when somebody asks for them, and the macro must stand in no namespace.
static void initResources()
{
    Q_INIT_RESOURCE(vitrine);
}

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
    initResources();
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

QIcon programIcon()
{
    initResources();
    return QIcon(QStringLiteral(":/vitrine/icons/vitrine.svg"));
}

} // namespace vitrine::gui
