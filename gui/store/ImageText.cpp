// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/store/ImageText.h"

#include "core/spec/CommandLine.h"
#include "gui/format/Translate.h"
#include "gui/format/Units.h"
#include "gui/store/StoreRow.h"

#include <QDateTime>
#include <QLocale>

namespace vitrine::gui {

namespace {

QString text(const std::string &value)
{
    return QString::fromStdString(value);
}

QString command(const std::vector<std::string> &words)
{
    return words.empty() ? QString() : text(spec::quoteShell(words));
}

QString lines(const std::vector<std::string> &values)
{
    QStringList list;
    for (const std::string &value : values)
        list << text(value);
    return list.join(u'\n');
}

QString dateText(std::uint64_t atUs)
{
    if (atUs == 0)
        return {};
    const auto at = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(atUs / 1000));
    return QLocale().toString(at, QLocale::ShortFormat);
}

QString platform(const spec::ImageConfig &config)
{
    QStringList parts;
    for (const std::string &part : { config.os, config.architecture, config.variant }) {
        if (!part.empty())
            parts << text(part);
    }
    return parts.join(u'/');
}

QString environment(const spec::ImageConfig &config)
{
    QStringList list;
    for (const spec::EnvVar &variable : config.env)
        list << QStringLiteral("%1=%2").arg(text(variable.name), text(variable.value));
    return list.join(u'\n');
}

QString labels(const spec::ImageConfig &config)
{
    QStringList list;
    for (const auto &[name, value] : config.labels)
        list << QStringLiteral("%1=%2").arg(text(name), text(value));
    return list.join(u'\n');
}

} // namespace

QString imageSentence(const ImageInfo &info)
{
    if (info.state != ImageState::Ready)
        return storeRow(info).news;
    return QStringList{ tr("%n layer(s)", nullptr, static_cast<int>(info.layers.size())),
                        units::bytes(static_cast<double>(info.bytes)), usersText(info.usedBy) }
        .join(QStringLiteral(" · "));
}

std::vector<ImageFact> imageFacts(const ImageInfo &info)
{
    const spec::ImageConfig &config = info.config;
    std::vector<ImageFact> facts{
        { tr("Used by"), info.usedBy.join(u'\n') },
        { tr("Digest"), info.digest, true },
        { tr("Built"), dateText(info.createdAtUs) },
        { tr("Came here"), dateText(info.importedAtUs) },
        { tr("Platform"), platform(config) },
        { tr("Entry point"), command(config.entrypoint), true },
        { tr("Command"), command(config.cmd), true },
        { tr("User inside"), text(config.user) },
        { tr("Working folder"), text(config.workingDir), true },
        { tr("Environment"), environment(config), true },
        { tr("Ports"), lines(config.exposedPorts) },
        { tr("Wants volumes at"), lines(config.volumes), true },
        { tr("Stop signal"), text(config.stopSignal) },
        { tr("Labels"), labels(config) },
    };
    std::erase_if(facts, [](const ImageFact &fact) { return fact.value.isEmpty(); });
    return facts;
}

} // namespace vitrine::gui
