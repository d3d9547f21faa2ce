// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/HostPaths.h"

#include <QFileInfo>

#include <mutex>
#include <thread>

namespace vitrine::gui {

namespace {
constexpr int kRestMs = 150; // between two keys of a person who types a path
}

/// Where a thread that may outlive the form leaves what it found.
struct HostPaths::Mailbox {
    std::mutex mutex;
    HostPaths *owner = nullptr;
};

PathFacts lookAtPath(const QString &path)
{
    const QFileInfo info(path);
    PathFacts facts{ info.exists(), info.isReadable(), info.isWritable(), false };
    facts.canBeMade = !facts.exists && QFileInfo(info.path()).isWritable();
    return facts;
}

HostPaths::HostPaths(QObject *parent, Look look)
    : QObject(parent)
    , m_look(std::move(look))
    , m_mailbox(std::make_shared<Mailbox>())
{
    m_mailbox->owner = this;
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(&m_rest, &QTimer::timeout, this, &HostPaths::lookAtAll);
}

HostPaths::~HostPaths()
{
    const std::lock_guard lock(m_mailbox->mutex);
    m_mailbox->owner = nullptr;
}

void HostPaths::want(const QStringList &paths)
{
    if (paths.isEmpty() && m_wanted.isEmpty())
        return;
    m_wanted = paths;
    m_rest.start();
}

void HostPaths::lookAtAll()
{
    std::erase_if(m_known, [this](const auto &entry) { return !m_wanted.contains(entry.first); });
    for (const QString &path : std::as_const(m_wanted)) {
        if (!m_running.contains(path))
            lookAt(path);
    }
}

void HostPaths::lookAt(const QString &path)
{
    m_running.insert(path);
    std::thread([mailbox = m_mailbox, look = m_look, path] {
        const PathFacts facts = look(path);
        const std::lock_guard lock(mailbox->mutex);
        if (HostPaths *owner = mailbox->owner)
            QMetaObject::invokeMethod(
                owner, [owner, path, facts] { owner->take(path, facts); }, Qt::QueuedConnection);
    }).detach();
}

void HostPaths::take(const QString &path, const PathFacts &facts)
{
    m_running.remove(path);
    const auto known = m_known.find(path);
    if (!m_wanted.contains(path) || (known != m_known.end() && known->second == facts))
        return;
    m_known[path] = facts;
    emit changed();
}

} // namespace vitrine::gui
