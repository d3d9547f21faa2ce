// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "core/ipc/ContainerState.h"
#include "core/ipc/Ended.h"
#include "core/ipc/SystemReport.h"
#include "core/spec/ContainerSpec.h"
#include "core/spec/ExecSpec.h"
#include "core/spec/ImageCommit.h"
#include "core/spec/MountStates.h"
#include "core/spec/MountVerdict.h"
#include "core/spec/SpecChanges.h"
#include "gui/backend/ImageInfo.h"
#include "gui/backend/VolumeInfo.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace vitrine::gui {

/// What the front end knows of one container: a copy of its D-Bus properties.
struct ContainerInfo {
    QString id;
    QString name;
    ipc::ContainerState state = ipc::ContainerState::Created;
    std::uint32_t initPid = 0;
    QString cgroupPath;
    QString networkInterface;
    QString address;
    std::uint64_t createdAtUs = 0;
    std::uint64_t startedAtUs = 0;
    spec::ContainerSpec spec;
    std::vector<spec::MountState> mounts; ///< now and at the next start
    std::vector<spec::SpecChange> waiting; ///< what of `spec` the next start brings
    std::optional<ipc::Ended> ended;
    std::uint64_t progressDone = 0;
    std::uint64_t progressTotal = 0;
    bool operator==(const ContainerInfo &) const = default;
};

struct ExecStreams {
    std::vector<UniqueFd> streams; ///< the pty, or stdin, stdout and stderr
    std::unique_ptr<UniqueFd> status;
};

/// Whether a change of the mounts is for the next start, too.
enum class Keep { No, Yes };

enum class Connection { Connecting, Ready, Lost };

/// Calls `done` on the receiver's thread, unless the receiver is gone by then.
template <typename T> struct Reply {
    QObject *receiver = nullptr;
    std::function<void(Result<T>)> done;
};

/// All that the front end asks of the helper. HelperClient does it over D-Bus; tests have a fake.
/// No call blocks. A path in a specification is opened here, as the user, and travels as a descriptor.
class Backend : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Connects, reads all objects and follows their changes from then on.
    virtual void start() = 0;
    [[nodiscard]] virtual Connection connection() const = 0;
    [[nodiscard]] virtual QString connectionError() const = 0; ///< a sentence; empty when Ready
    [[nodiscard]] virtual QString helperVersion() const = 0;
    [[nodiscard]] virtual std::vector<ContainerInfo> containers() const = 0; ///< oldest first
    [[nodiscard]] virtual std::optional<ContainerInfo> container(const QString &id) const = 0;
    [[nodiscard]] virtual std::vector<ImageInfo> images() const = 0; ///< oldest first
    [[nodiscard]] virtual std::optional<ImageInfo> image(const QString &id) const = 0;
    [[nodiscard]] virtual std::vector<VolumeInfo> volumes() const = 0; ///< oldest first
    [[nodiscard]] virtual std::optional<VolumeInfo> volume(const QString &id) const = 0;

    virtual void create(const spec::ContainerSpec &spec, Reply<QString> reply) = 0; ///< the new id
    virtual void startContainer(const QString &id, Reply<std::shared_ptr<UniqueFd>> reply) = 0; ///< the console
    virtual void stop(const QString &id, std::uint32_t timeoutMs, Reply<void> reply) = 0;
    virtual void kill(const QString &id, int signal, Reply<void> reply) = 0;
    virtual void pause(const QString &id, Reply<void> reply) = 0;
    virtual void resume(const QString &id, Reply<void> reply) = 0;
    virtual void restart(const QString &id, std::uint32_t timeoutMs, Reply<std::shared_ptr<UniqueFd>> reply) = 0;
    virtual void remove(const QString &id, bool force, Reply<void> reply) = 0;
    virtual void rename(const QString &id, const QString &name, Reply<void> reply) = 0;
    virtual void updateLimits(const QString &id, const spec::Limits &limits, Reply<void> reply) = 0;
    virtual void addMount(const QString &id, const spec::Mount &mount, Keep keep, Reply<void> reply) = 0;
    virtual void removeMount(const QString &id, const QString &target, Keep keep, Reply<void> reply) = 0;
    /// One for each bind mount: what the command of such a container could do with it. A specification that is still
    /// being typed will do.
    virtual void tryMounts(const spec::ContainerSpec &spec, Reply<std::vector<spec::MountVerdict>> reply) = 0;
    virtual void exec(const QString &id, const spec::ExecSpec &spec, Reply<std::shared_ptr<ExecStreams>> reply) = 0;
    virtual void openConsole(const QString &id, Reply<std::shared_ptr<UniqueFd>> reply) = 0;
    virtual void openLog(const QString &id, Reply<std::shared_ptr<std::vector<UniqueFd>>> reply) = 0; ///< older, newer
    /// A connection that speaks core/ipc/FilesFrame; see FilesClient.
    virtual void openFiles(const QString &id, Reply<std::shared_ptr<UniqueFd>> reply) = 0;
    /// Takes `path` out of the writable layer, "" is everything: how many files and folders went.
    virtual void restoreFiles(const QString &id, const QString &path, Reply<std::uint64_t> reply) = 0;
    virtual void cancelPreparing(const QString &id, Reply<void> reply) = 0;
    /// All of it; what a running container cannot take at once waits for its next start.
    virtual void updateSpec(const QString &id, const spec::ContainerSpec &spec, Reply<void> reply) = 0;
    /// Takes back what waits.
    virtual void revertSpec(const QString &id, Reply<void> reply) = 0;
    /// The new image's id, at once, in state Importing.
    virtual void commitContainer(const QString &id, const spec::CommitRequest &request, Reply<QString> reply) = 0;
    /// A tar of all its files into an empty file; cancelPreparing() gives it up.
    virtual void exportContainer(const QString &id, UniqueFd out, Reply<void> reply) = 0;
    virtual void systemReport(Reply<ipc::SystemReport> reply) = 0;

    /// The new id, at once, of an image in state Importing. Without names the archive's own are taken.
    virtual void importImage(const QStringList &names, UniqueFd archive, Reply<QString> reply) = 0;
    virtual void tagImage(const QString &id, const QString &name, Reply<void> reply) = 0;
    virtual void untagImage(const QString &id, const QString &name, Reply<void> reply) = 0;
    virtual void removeImage(const QString &id, Reply<void> reply) = 0;
    virtual void cancelImport(const QString &id, Reply<void> reply) = 0;
    /// "oci-archive", "docker-archive" or "rootfs" into an empty file; cancelImport() gives it up.
    virtual void exportImage(const QString &id, const QString &format, UniqueFd out, Reply<void> reply) = 0;
    virtual void pruneImages(Prune prune, Reply<PruneReport> reply) = 0;

    virtual void createVolume(const QString &name, const QString &owner, Reply<QString> reply) = 0; ///< the new id
    virtual void renameVolume(const QString &id, const QString &name, Reply<void> reply) = 0;
    virtual void removeVolume(const QString &id, Reply<void> reply) = 0;
    virtual void cloneVolume(const QString &id, const QString &name, Reply<QString> reply) = 0; ///< the new id
    virtual void emptyVolume(const QString &id, Reply<void> reply) = 0;
    virtual void measureVolume(const QString &id, Reply<VolumeSize> reply) = 0;
    virtual void backupVolume(const QString &id, UniqueFd out, Reply<void> reply) = 0; ///< a plain tar
    virtual void restoreVolume(const QString &id, UniqueFd archive, Reply<void> reply) = 0;
    virtual void pruneVolumes(Prune prune, Reply<PruneReport> reply) = 0;
    /// As openFiles().
    virtual void openVolumeFiles(const QString &id, Reply<std::shared_ptr<UniqueFd>> reply) = 0;
    /// Gives up what VolumeInfo::progress shows: that answers with Cancelled.
    virtual void cancelVolumeJob(const QString &id, Reply<void> reply) = 0;

signals:
    void connectionChanged();
    void containerAdded(const QString &id);
    void containerChanged(const QString &id);
    void containerRemoved(const QString &id);
    void imageAdded(const QString &id);
    void imageChanged(const QString &id);
    void imageRemoved(const QString &id);
    void volumeAdded(const QString &id);
    void volumeChanged(const QString &id);
    void volumeRemoved(const QString &id);
};

} // namespace vitrine::gui
