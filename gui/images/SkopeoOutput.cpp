// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/images/SkopeoOutput.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace vitrine::gui::skopeo {

bool isLoopback(const QString &name)
{
    static const QRegularExpression kHost(QStringLiteral("^(localhost|127(\\.\\d{1,3}){3}|\\[::1\\])(:\\d+)?/"));
    return kHost.match(name).hasMatch();
}

QStringList inspectArguments(const QString &name)
{
    QStringList arguments{ QStringLiteral("inspect"), QStringLiteral("--no-tags") };
    if (isLoopback(name))
        arguments << QStringLiteral("--tls-verify=false");
    return arguments << QStringLiteral("--") << QStringLiteral("docker://") + name;
}

QStringList copyArguments(const QString &name, const QString &path)
{
    QStringList arguments{ QStringLiteral("copy") };
    if (isLoopback(name))
        arguments << QStringLiteral("--src-tls-verify=false");
    return arguments << QStringLiteral("--") << QStringLiteral("docker://") + name
                     << QStringLiteral("oci-archive:") + path;
}

Size sizeOf(const QByteArray &inspected)
{
    Size size;
    const QJsonArray layers = QJsonDocument::fromJson(inspected)[QLatin1String("LayersData")].toArray();
    for (const QJsonValue &layer : layers) {
        size.bytes += static_cast<quint64>(qMax(layer[QLatin1String("Size")].toInteger(), 0));
        ++size.layers;
    }
    return size;
}

QString reasonIn(const QByteArray &said)
{
    static const QRegularExpression kMessage(QStringLiteral("msg=\"((?:[^\"\\\\]|\\\\.)*)\""));
    const QStringList lines = QString::fromUtf8(said).trimmed().split(u'\n');
    const auto match = kMessage.match(lines.last());
    if (!match.hasMatch())
        return lines.last().trimmed();
    return match.captured(1).replace(QStringLiteral("\\\""), QStringLiteral("\""));
}

} // namespace vitrine::gui::skopeo
