// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/UniqueFd.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <cstdint>
#include <memory>
#include <vector>

class QSocketNotifier;

namespace vitrine::gui {

/// One file of a folder.
struct FolderEntry {
    QString name;
    bool isFolder = false;
    std::uint64_t bytes = 0; ///< of a file
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    bool operator==(const FolderEntry &) const = default;
};

/// A folder's files by name, at most kMostEntries. Blocks for as long as a network share does not answer.
std::vector<FolderEntry> listFolder(const QString &path);

/// Follows one folder: lists it anew, in a thread, whenever something in it changes, and tells which files changed.
/// Changes made in a container are seen too, since it is the same folder.
class FolderWatch : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t kMostEntries = 1000;

    explicit FolderWatch(QObject *parent = nullptr);
    ~FolderWatch() override;

    /// "" for none.
    void setFolder(const QString &path);
    [[nodiscard]] const std::vector<FolderEntry> &entries() const { return m_entries; }

signals:
    /// `names` are of files that came, went or were written since the last time; none at first.
    void changed(const QStringList &names);

private:
    struct Mailbox;
    void readEvents();
    void list();
    void take(const QString &path, std::vector<FolderEntry> entries);

    QString m_folder;
    std::vector<FolderEntry> m_entries;
    QStringList m_touched;
    UniqueFd m_inotify;
    QSocketNotifier *m_notifier = nullptr;
    QTimer m_rest; ///< a program that writes all the time is looked at a few times a second
    std::shared_ptr<Mailbox> m_mailbox;
    bool m_isListing = false;
    bool m_listAgain = false;
};

} // namespace vitrine::gui
