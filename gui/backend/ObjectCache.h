// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Properties.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace vitrine::gui {

/// What is known of the helper's objects of one interface, whatever the interface.
class ObjectKind {
public:
    ObjectKind(const char *interface, const char *pathPrefix)
        : m_interface(QString::fromLatin1(interface))
        , m_pathPrefix(QString::fromLatin1(pathPrefix))
    {
    }
    ObjectKind(const ObjectKind &) = delete;
    ObjectKind &operator=(const ObjectKind &) = delete;
    virtual ~ObjectKind() = default;

    [[nodiscard]] const QString &interface() const { return m_interface; }
    [[nodiscard]] QString pathOf(const QString &id) const { return m_pathPrefix + id; }
    /// "" for a path of another kind.
    [[nodiscard]] QString idOf(const QString &path) const
    {
        return path.startsWith(m_pathPrefix) ? path.mid(m_pathPrefix.size()) : QString();
    }

    [[nodiscard]] virtual QStringList ids() const = 0;
    [[nodiscard]] virtual bool knows(const QString &id) const = 0;
    /// Properties of an object, known or new: all of them or those that changed.
    virtual void take(const QString &id, const QVariantMap &properties) = 0;
    virtual void drop(const QString &id) = 0;

private:
    QString m_interface;
    QString m_pathPrefix;
};

/// Copies of the objects of one kind, oldest first; tells of each that comes, changes and goes.
template <typename Info> class ObjectCache : public ObjectKind {
public:
    struct Listener {
        std::function<void(const QString &id)> added;
        std::function<void(const QString &id)> changed;
        std::function<void(const QString &id)> removed;
    };

    ObjectCache(const char *interface, const char *pathPrefix, Listener listener)
        : ObjectKind(interface, pathPrefix)
        , m_listener(std::move(listener))
    {
    }

    [[nodiscard]] const std::vector<Info> &all() const { return m_objects; }
    [[nodiscard]] std::optional<Info> get(const QString &id) const
    {
        const auto found = std::ranges::find(m_objects, id, &Info::id);
        return found == m_objects.end() ? std::nullopt : std::optional(*found);
    }
    [[nodiscard]] QStringList ids() const override
    {
        QStringList ids;
        for (const Info &info : m_objects)
            ids += info.id;
        return ids;
    }
    [[nodiscard]] bool knows(const QString &id) const override
    {
        return std::ranges::find(m_objects, id, &Info::id) != m_objects.end();
    }

    void take(const QString &id, const QVariantMap &properties) override
    {
        const auto known = std::ranges::find(m_objects, id, &Info::id);
        if (known == m_objects.end()) {
            Info info;
            applyProperties(info, properties);
            info.id = id;
            return add(std::move(info));
        }
        const Info before = *known;
        applyProperties(*known, properties);
        known->id = id;
        if (*known != before)
            m_listener.changed(id);
    }

    /// Nothing when it is known already.
    void add(Info info)
    {
        if (knows(info.id))
            return;
        const QString id = info.id;
        const auto isOlder = [](const Info &a, const Info &b) {
            return std::tuple(bornAt(a), a.id) < std::tuple(bornAt(b), b.id);
        };
        m_objects.insert(std::upper_bound(m_objects.begin(), m_objects.end(), info, isOlder), std::move(info));
        m_listener.added(id);
    }

    void drop(const QString &id) override
    {
        if (std::erase_if(m_objects, [&](const Info &info) { return info.id == id; }) > 0)
            m_listener.removed(id);
    }

private:
    Listener m_listener;
    std::vector<Info> m_objects;
};

} // namespace vitrine::gui
