// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/daemon/Cancellation.h"
#include "privhelper/daemon/Context.h"
#include "privhelper/daemon/ImageStore.h"
#include "privhelper/daemon/ObjectObserver.h"
#include "privhelper/daemon/OperationTurn.h"
#include "privhelper/daemon/Quotas.h"
#include "privhelper/daemon/TreeExports.h"
#include "privhelper/daemon/TreeJob.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace vitrine::daemon {

enum class ImageState : std::uint8_t {
    Importing,
    Ready,
    Failed, ///< could not be imported; nothing of it is on the disk, and it goes with the helper
};
std::string_view imageStateName(ImageState state);

/// The files and the settings that containers are made of.
class Image {
public:
    Image(ImageRecord record, ImageState state)
        : m_record(std::move(record))
        , m_state(state)
    {
    }

    [[nodiscard]] const ImageRecord &record() const { return m_record; }
    [[nodiscard]] const spec::ImageContent &content() const { return m_record.content; }
    [[nodiscard]] const std::string &id() const { return m_record.id; }
    [[nodiscard]] std::uint32_t ownerUid() const { return m_record.ownerUid; }
    [[nodiscard]] ImageState state() const { return m_state; }
    [[nodiscard]] std::uint64_t bytes() const; ///< of all layers
    /// Names of the containers that are made of it, running or not.
    [[nodiscard]] const std::vector<std::string> &usedBy() const { return m_usedBy; }
    /// How many other images have each of its layers.
    [[nodiscard]] const std::vector<unsigned> &sharing() const { return m_sharing; }
    [[nodiscard]] const unpack::Progress &progress() const { return m_progress; }
    [[nodiscard]] const std::string &failure() const { return m_failure; }
    Result<OperationToken> beginOperation() { return m_turn.take("image"); }

private:
    friend class Images;

    ImageRecord m_record;
    ImageState m_state;
    OperationTurn m_turn;
    std::vector<std::string> m_usedBy;
    std::vector<unsigned> m_sharing;
    unpack::Progress m_progress;
    std::string m_failure;
};

/// That a container is made of an image.
struct ImageUse {
    std::string image; ///< its id
    std::string container; ///< its name
    std::vector<std::string> layers; ///< kept whatever becomes of the image's record
};

/// What an image is to be made of, beside an archive.
struct ImageDraft {
    std::vector<std::string> names;
    std::vector<spec::ImageLayer> below; ///< that are there already
    spec::ImageConfig config; ///< with a step for each layer, also the one that is to be made
    std::string arguments; ///< of vitrine-unpack: the ids of the trees
    std::vector<UniqueFd> trees; ///< one, which is the new layer as overlayfs has it; or several that are merged to one
    /// The trees have been read, or not: whether what was read still counts.
    std::function<Result<>()> afterReading;
};

/// What PruneImages would remove, or has removed.
struct PrunedImages {
    struct Item {
        std::string id;
        std::vector<std::string> names;
        std::uint64_t bytes = 0;
    };
    std::vector<Item> images;
    std::size_t layers = 0;
    std::uint64_t bytes = 0; ///< that become free
};

/// All images of all users. Layers are there once for each user, whoever of his images and containers has them.
class Images {
public:
    Images(Context &context, ImageStore store);
    ~Images();
    Images(const Images &) = delete;
    Images &operator=(const Images &) = delete;

    /// Not owned; before load().
    void setObserver(ObjectObserver<Image> *observer) { m_observer = observer; }
    /// Reads the records. What cannot be read is set aside.
    void load();
    /// Once the containers are known: removes what nobody has. With `keepAll`, of what may be somebody's unread.
    void clearUp(bool keepAll);

    [[nodiscard]] Image *find(const std::string &id) const;
    [[nodiscard]] std::vector<Image *> ownedBy(std::uint32_t uid) const;
    /// By name, digest or id, or the beginning of a digest or id. NotFound, or InvalidArgs when it means several.
    [[nodiscard]] Result<Image *> resolve(std::uint32_t uid, const std::string &reference) const;
    [[nodiscard]] Result<std::vector<UniqueFd>> openLayers(std::uint32_t uid,
                                                           const std::vector<std::string> &diffIds) const;

    /// What import() would refuse as things stand.
    [[nodiscard]] Result<> checkNew(std::uint32_t uid, const std::vector<std::string> &names) const;
    /// In the background. Without names the archive's own are taken.
    Result<Image *> import(std::uint32_t uid, const std::vector<std::string> &names, int archiveFd);
    // ImageCommits.cpp
    /// In the background, from files that lie here.
    Result<Image *> make(std::uint32_t uid, ImageDraft draft);

    // ImageExports.cpp
    /// "oci-archive", "docker-archive" or "rootfs": into an empty file. The caller keeps the image from being removed.
    void exportImage(Image &image, const std::string &format, int outputFd, const Done<> &done);

    /// Gives an import up and removes the image; or gives an export up.
    void cancel(Image &image, Done<> done);
    Result<> tag(Image &image, const std::string &name);
    Result<> untag(Image &image, const std::string &name);
    /// Busy, naming them, while containers use it. `done` when its space is given back.
    void remove(Image &image, Done<> done);
    /// Those that no container uses.
    void prune(std::uint32_t uid, bool isDryRun, Done<PrunedImages> done);

    /// All uses by one user's containers.
    void setUses(std::uint32_t uid, const std::vector<ImageUse> &uses);

    [[nodiscard]] bool isWorking() const { return !m_imports.empty() || !m_exports.isEmpty(); }

private:
    struct Import {
        std::unique_ptr<TreeJob> job;
        std::vector<std::string> names; ///< those asked for
        Cancellation cancellation;
        std::unique_ptr<ImageDraft> draft{}; ///< when it is not of an archive
        UniqueFd packed{}; ///< the new layer of the draft
    };

    void loadImage(const ImageStore::Place &place);
    Image *add(ImageRecord record, ImageState state);
    Result<> removeRecord(Image &image);
    void forget(Image &image);
    Result<> saveNames(Image &image, std::vector<std::string> names);
    void takeNames(const Image &winner);
    void refreshSharing(std::uint32_t uid);
    [[nodiscard]] std::set<std::string> usedLayers(std::uint32_t uid, const std::set<const Image *> &without) const;
    /// Layers that nobody has, and what is left of imports, go into the trash: the names there.
    std::vector<std::string> collect(std::uint32_t uid);
    void collectAndEmpty(std::uint32_t uid, Done<> done);

    // ImageImports.cpp
    Result<> startImport(Image &image, const std::vector<std::string> &names, int archiveFd, Quota::Ticket ticket);
    Result<Image *> begin(std::uint32_t uid, const std::function<Result<>(Image &image)> &start);
    void onProgress(const std::string &id, const unpack::Progress &progress);
    void onFinished(const std::string &id, const Result<unpack::Finished> &unpacked);
    Result<> settle(Image &image, const Import &import);
    void fillSizes(std::uint32_t uid, spec::ImageContent &content) const;
    void replaceSame(const Image &image);
    [[nodiscard]] std::vector<std::string> importsOf(std::uint32_t uid) const;
    /// Into the directory of the import, which must be there.
    Result<std::unique_ptr<TreeJob>> startUnpacking(const Image &image, const char *work, int archiveFd,
                                                    Quota::Ticket ticket);

    Result<> startReading(const Image &image, ImageDraft draft, Quota::Ticket ticket);
    void onRead(const std::string &id, const Result<unpack::Finished> &packed, const Quota::Ticket &ticket);

    Result<> startExport(Image &image, const std::string &format, int outputFd, const Done<> &done);
    [[nodiscard]] bool isExporting(std::uint32_t uid) const;

    Context &m_context;
    ImageStore m_store;
    ObjectObserver<Image> *m_observer = nullptr;
    std::map<std::string, std::unique_ptr<Image>> m_images;
    std::map<std::string, Import> m_imports;
    TreeExports m_exports;
    std::map<std::uint32_t, std::set<std::string>> m_containerLayers;
    std::set<std::uint32_t> m_leftAlone; ///< who has records of a newer helper, whose layers cannot be known
    bool m_keepsAll = false;
    Quota m_jobs{ "images being imported", kMaxImportsPerUser };
    Quota m_exportJobs{ "images being exported", kMaxExportsPerUser };
};

} // namespace vitrine::daemon
