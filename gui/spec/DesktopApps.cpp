// SPDX-License-Identifier: GPL-3.0-or-later
// GLib names a struct member "signals", which Qt makes a macro: its headers come first.
#include <gio/gdesktopappinfo.h>

#include "gui/spec/DesktopApps.h"

#include <QLocale>

#include <algorithm>
#include <memory>

namespace vitrine::gui {

namespace {

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8 ? utf8 : "");
}

QString iconOf(GAppInfo *info)
{
    GIcon *icon = g_app_info_get_icon(info);
    if (!icon)
        return {};
    const std::unique_ptr<gchar, decltype(&g_free)> name(g_icon_to_string(icon), &g_free);
    return text(name.get());
}

} // namespace

Result<QStringList> splitCommandLine(const QString &line)
{
    if (line.trimmed().isEmpty())
        return QStringList();
    gint count = 0;
    gchar **words = nullptr;
    GError *error = nullptr;
    if (!g_shell_parse_argv(line.toUtf8().constData(), &count, &words, &error)) {
        const std::string why = error->message;
        g_error_free(error);
        return failure(ErrorCode::InvalidArgs, why);
    }
    QStringList split;
    for (gint i = 0; i < count; ++i)
        split.append(text(words[i]));
    g_strfreev(words);
    return split;
}

QStringList commandOfExec(const QString &exec)
{
    QStringList command;
    for (QString word : splitCommandLine(exec).value_or(QStringList())) {
        word.replace(QLatin1String("%%"), QLatin1String("\x01"));
        const qsizetype code = word.indexOf(QLatin1Char('%'));
        if (code >= 0) {
            if (word.size() == 2)
                continue;
            word.remove(code, 2);
        }
        word.replace(QLatin1Char('\x01'), QLatin1Char('%'));
        command.append(word);
    }
    return command;
}

QIcon appIcon(const DesktopApp &app)
{
    return app.icon.startsWith(QLatin1Char('/')) ? QIcon(app.icon) : QIcon::fromTheme(app.icon);
}

std::vector<DesktopApp> installedApps()
{
    std::vector<DesktopApp> apps;
    GList *all = g_app_info_get_all();
    for (GList *entry = all; entry; entry = entry->next) {
        auto *info = G_APP_INFO(entry->data);
        if (!G_IS_DESKTOP_APP_INFO(info) || !g_app_info_should_show(info))
            continue;
        DesktopApp app;
        app.id = text(g_app_info_get_id(info));
        if (app.id.endsWith(QLatin1String(".desktop")))
            app.id.chop(8);
        app.name = text(g_app_info_get_display_name(info));
        app.comment = text(g_app_info_get_description(info));
        app.icon = iconOf(info);
        app.command = commandOfExec(text(g_app_info_get_commandline(info)));
        app.needsTerminal = g_desktop_app_info_get_boolean(G_DESKTOP_APP_INFO(info), "Terminal") != 0;
        if (!app.command.isEmpty())
            apps.push_back(std::move(app));
    }
    g_list_free_full(all, g_object_unref);
    std::ranges::sort(
        apps, [](const DesktopApp &a, const DesktopApp &b) { return QString::localeAwareCompare(a.name, b.name) < 0; });
    return apps;
}

} // namespace vitrine::gui
