// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSet>
#include <QStringList>
#include <QTimer>

#include <functional>
#include <map>
#include <memory>

namespace vitrine::gui {

/// What the person may do with a path of this computer, as the kernel answers this process.
struct PathFacts {
    bool exists = false;
    bool isReadable = false;
    bool isWritable = false;
    bool canBeMade = false; ///< not there, in a folder that can be written
    bool operator==(const PathFacts &) const = default;
};
using KnownPaths = std::map<QString, PathFacts>;

/// Blocks for as long as a network share does not answer.
PathFacts lookAtPath(const QString &path);

/// Looks at paths, each in a thread of its own: one on a dead share holds up neither the window nor the others.
class HostPaths : public QObject {
    Q_OBJECT
public:
    using Look = std::function<PathFacts(const QString &)>;

    explicit HostPaths(QObject *parent = nullptr, Look look = lookAtPath);
    ~HostPaths() override;

    /// From now on these matter and no others; they are looked at anew, once no other call has come for a moment.
    void want(const QStringList &paths);
    [[nodiscard]] const KnownPaths &known() const { return m_known; }

signals:
    void changed();

private:
    struct Mailbox;
    void lookAtAll();
    void lookAt(const QString &path);
    void take(const QString &path, const PathFacts &facts);

    Look m_look;
    std::shared_ptr<Mailbox> m_mailbox;
    QStringList m_wanted;
    QSet<QString> m_running; ///< has a thread that has not answered yet
    KnownPaths m_known;
    QTimer m_rest;
};

} // namespace vitrine::gui
