// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVirtualObject>
#include <QHash>
#include <QMap>
#include <QVariantMap>

#include <vector>

namespace vitrine::gui {

/// io.vitrine.Helper1 on a bus of the test's, as core/ipc/*.xml describe it: a call that is not in them, or has other
/// arguments, is refused. It does nothing but record, and answer with values of the right types.
class FakeHelper : public QDBusVirtualObject {
    Q_OBJECT
public:
    FakeHelper(const QString &busAddress, QObject *parent = nullptr);
    ~FakeHelper() override;

    enum Kind { Container, Image, Volume };
    void add(Kind kind, const QString &id, QVariantMap properties);
    void remove(Kind kind, const QString &id);
    void change(Kind kind, const QString &id, const QVariantMap &properties);
    void failNext(const QString &member, const QString &errorName, const QString &sentence);
    void setApiLevel(uint level) { m_apiLevel = level; }
    void goAway(); ///< gives the name up, as the helper does when it exits
    void comeBack();

    [[nodiscard]] const std::vector<QDBusMessage> &calls() const { return m_calls; }
    [[nodiscard]] QDBusMessage lastCall(const QString &member) const;
    [[nodiscard]] int count(const QString &member) const;
    /// Methods of these interfaces that nobody has called, "io.vitrine.Container1.Stop".
    [[nodiscard]] QStringList untried(const QStringList &interfaces) const;

    [[nodiscard]] QString introspect(const QString &path) const override;
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override;

private:
    struct Method {
        QString in;
        QString out;
    };
    void readInterface(const QString &file);
    QVariantList values(const QDBusMessage &message, const QString &signature);

    QString m_name;
    QDBusConnection m_bus;
    QHash<QString, Method> m_methods;
    QMap<QString, QVariantMap> m_objects[3]; ///< by kind and id
    QHash<QString, std::pair<QString, QString>> m_failures;
    std::vector<QDBusMessage> m_calls;
    uint m_apiLevel = 1;
};

} // namespace vitrine::gui
