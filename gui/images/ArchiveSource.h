// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <QObject>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>
#include <QTimer>

#include <memory>
#include <optional>

namespace vitrine::gui {

/// An archive that the helper can import, made as the user of what he names. A folder is packed and a pull is written
/// into a temporary file that has no name any more, so that nothing is left whatever happens. So is an archive of
/// images that is compressed as a whole (docker save | gzip): what is in it has to be found, and not read from front to
/// back.
class ArchiveSource : public QObject {
    Q_OBJECT
public:
    enum class Kind {
        File, ///< an archive, used as it is
        Folder, ///< an OCI layout, or a root file system, whose files become root's
        Stream, ///< standard input of this process
        Registry, ///< by skopeo, with the user's own credentials
    };

    ArchiveSource(Kind kind, QString name, QObject *parent = nullptr);
    ~ArchiveSource() override;

    /// Finished comes in any case, never from within.
    void start();
    /// Finished follows, with Cancelled.
    void cancel();

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] const QString &name() const { return m_name; }
    /// Once finished: the archive, or why there is none.
    [[nodiscard]] Result<UniqueFd> take();

Q_SIGNALS:
    /// Bytes so far and in all, 0 when that is not known.
    void progressed(quint64 done, quint64 total);
    void finished();

private:
    void openFile();
    /// The archive is there; or has still to be decompressed.
    void offer(UniqueFd archive);
    void runInto(const QString &program, const QStringList &arguments, int outputFd);
    void pack(const QString &program, const QStringList &arguments);
    void inspect();
    void pull();
    void onProcessEnded();
    void tellProgress();
    void settle(Result<UniqueFd> result);

    Kind m_kind;
    QString m_name;
    std::unique_ptr<QProcess> m_process;
    std::unique_ptr<QTemporaryDir> m_directory; ///< of a pull
    UniqueFd m_packed;
    UniqueFd m_compressed; ///< what is being decompressed
    std::optional<Result<UniqueFd>> m_result;
    QTimer m_timer;
    quint64 m_total = 0;
    bool m_isInspecting = false;
    bool m_isCancelled = false;
};

} // namespace vitrine::gui
