// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/FolderWatch.h"

#include <QFile>
#include <QSocketNotifier>

#include <algorithm>
#include <array>
#include <mutex>
#include <thread>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::gui {

namespace {

constexpr int kRestMs = 200;
constexpr std::uint32_t kEvents =
    IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_MODIFY | IN_ATTRIB | IN_ONLYDIR;

} // namespace

/// Where a thread that may outlive the watch leaves what it found.
struct FolderWatch::Mailbox {
    std::mutex mutex;
    FolderWatch *owner = nullptr;
};

std::vector<FolderEntry> listFolder(const QString &path)
{
    std::vector<FolderEntry> entries;
    const std::unique_ptr<DIR, int (*)(DIR *)> folder(::opendir(QFile::encodeName(path).constData()), ::closedir);
    if (!folder)
        return entries;
    while (const dirent *entry = ::readdir(folder.get())) {
        const QByteArray name(entry->d_name);
        struct stat info { };
        if (name == "." || name == ".." || entries.size() == FolderWatch::kMostEntries
            || ::fstatat(::dirfd(folder.get()), name.constData(), &info, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        entries.push_back({ QFile::decodeName(name), S_ISDIR(info.st_mode), static_cast<std::uint64_t>(info.st_size),
                            info.st_uid, info.st_gid });
    }
    std::ranges::sort(entries, {}, &FolderEntry::name);
    return entries;
}

FolderWatch::FolderWatch(QObject *parent)
    : QObject(parent)
    , m_mailbox(std::make_shared<Mailbox>())
{
    m_mailbox->owner = this;
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(&m_rest, &QTimer::timeout, this, &FolderWatch::list);
}

FolderWatch::~FolderWatch()
{
    const std::lock_guard lock(m_mailbox->mutex);
    m_mailbox->owner = nullptr;
}

void FolderWatch::setFolder(const QString &path)
{
    if (path == m_folder)
        return;
    m_folder = path;
    m_touched.clear();
    m_entries.clear();
    delete std::exchange(m_notifier, nullptr);
    m_inotify.reset();
    emit changed({});
    if (path.isEmpty())
        return;
    list();
}

void FolderWatch::readEvents()
{
    alignas(inotify_event) std::array<char, 16 * 1024> buffer{};
    for (;;) {
        const ssize_t size = ::read(m_inotify.get(), buffer.data(), buffer.size());
        if (size <= 0)
            break;
        for (ssize_t at = 0; at < size;) {
            const auto *event = reinterpret_cast<const inotify_event *>(buffer.data() + at);
            if (event->len > 0)
                m_touched << QFile::decodeName(event->name);
            at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
        }
    }
    m_touched.removeDuplicates();
    if (!m_rest.isActive())
        m_rest.start();
}

/// The watch, too, is made in the thread: it looks the folder up.
void FolderWatch::list()
{
    if (m_isListing) {
        m_listAgain = true;
        return;
    }
    m_isListing = true;
    const bool isFirst = !m_inotify;
    std::thread([mailbox = m_mailbox, path = m_folder, isFirst] {
        auto inotify = std::make_shared<UniqueFd>(isFirst ? ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK) : -1);
        if (*inotify)
            ::inotify_add_watch(inotify->get(), QFile::encodeName(path).constData(), kEvents);
        auto entries = listFolder(path);
        const std::lock_guard lock(mailbox->mutex);
        FolderWatch *owner = mailbox->owner;
        if (owner == nullptr)
            return;
        QMetaObject::invokeMethod(
            owner,
            [owner, path, inotify, entries = std::move(entries)] {
                if (path == owner->m_folder && *inotify && !owner->m_inotify) {
                    owner->m_inotify = std::move(*inotify);
                    owner->m_notifier = new QSocketNotifier(owner->m_inotify.get(), QSocketNotifier::Read, owner);
                    connect(owner->m_notifier, &QSocketNotifier::activated, owner, &FolderWatch::readEvents);
                }
                owner->take(path, entries);
            },
            Qt::QueuedConnection);
    }).detach();
}

void FolderWatch::take(const QString &path, std::vector<FolderEntry> entries)
{
    m_isListing = false;
    if (path == m_folder) {
        m_entries = std::move(entries);
        emit changed(std::exchange(m_touched, {}));
    }
    if (std::exchange(m_listAgain, false) || (path != m_folder && !m_folder.isEmpty()))
        list();
}

} // namespace vitrine::gui
