// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/LayerRows.h"

#include "core/base/Text.h"
#include "gui/format/HomePath.h"
#include "gui/format/Translate.h"
#include "gui/format/Units.h"

#include <sys/stat.h>

#include <algorithm>
#include <map>

namespace vitrine::gui {

using ipc::FileEntry;
using ipc::FileMark;

namespace {

constexpr std::uint64_t kGrown = 100 * 1024;
constexpr qsizetype kShownDigits = 19; // "sha256:" and twelve more
/// Where programs keep what must not be lost.
constexpr std::string_view kDataFolder = "var/lib/";

QString fileName(const std::string &path)
{
    return QString::fromStdString(path.substr(path.rfind('/') + 1));
}

/// The build step without the shell around it.
QString stepText(const ImageLayerInfo &layer)
{
    QString step = layer.createdBy.simplified();
    for (const char *prefix : { "/bin/sh -c ", "#(nop) ", "RUN " }) {
        if (step.startsWith(QLatin1String(prefix)))
            step = step.mid(qstrlen(prefix)).trimmed();
    }
    return step;
}

std::vector<LayerRow> imageRows(const ImageInfo &image)
{
    std::vector<LayerRow> rows;
    for (std::size_t i = image.layers.size(); i-- > 0;) {
        const ImageLayerInfo &layer = image.layers[i];
        const QString step = stepText(layer);
        LayerRow row;
        row.title = !step.isEmpty()            ? step
            : i == 0 && !image.names.isEmpty() ? tr("%1 base").arg(image.names.constFirst())
                                               : tr("layer %1").arg(i + 1);
        row.detail = tr("layer %1 · %2…").arg(i + 1).arg(layer.diffId.left(kShownDigits));
        if (layer.sharedWith > 0)
            row.detail += QStringLiteral(" · ") + tr("shared with %n image(s)", nullptr, layer.sharedWith);
        row.size = fileSize(layer.bytes);
        rows.push_back(row);
    }
    return rows;
}

} // namespace

std::vector<LayerRow> layerRows(const spec::ContainerSpec &spec, const std::optional<ImageInfo> &image)
{
    if (image)
        return imageRows(*image);
    const QString path = homePath(spec.root.path);
    if (spec.root.kind == spec::RootKind::Host)
        return { { tr("This computer's programs"), tr("/usr and parts of /etc, read-only"), {} } };
    if (spec.root.kind == spec::RootKind::Folder)
        return { { fileName(spec.root.path), tr("layer 1 · folder %1").arg(path), {} } };
    return { { fileName(spec.root.path), tr("layer 1 · unpacked from %1").arg(path), {} } };
}

ChangeCount countChanges(const std::vector<FileEntry> &changes)
{
    ChangeCount count;
    for (const FileEntry &entry : changes) {
        if (entry.mark == FileMark::Deleted) {
            ++count.deleted;
            continue;
        }
        if (S_ISDIR(entry.mode))
            continue;
        ++(entry.mark == FileMark::Added ? count.added : count.changed);
        count.bytes += S_ISREG(entry.mode) ? entry.size : 0;
    }
    return count;
}

QString describe(const ChangeCount &count)
{
    return QStringList{ tr("%n added", nullptr, count.added), tr("%n changed", nullptr, count.changed),
                        tr("%n deleted", nullptr, count.deleted) }
        .join(QStringLiteral(" · "));
}

std::optional<GrownFolder> grownFolder(const std::vector<FileEntry> &changes)
{
    std::map<std::string, std::uint64_t> sizes;
    for (const FileEntry &entry : changes) {
        if (entry.mark == FileMark::Deleted || !S_ISREG(entry.mode) || !entry.name.starts_with(kDataFolder))
            continue;
        const auto end = entry.name.find('/', kDataFolder.size());
        if (end != std::string::npos)
            sizes[entry.name.substr(0, end)] += entry.size;
    }
    const auto largest = std::ranges::max_element(sizes, {}, [](const auto &folder) { return folder.second; });
    if (largest == sizes.end() || largest->second < kGrown)
        return std::nullopt;
    return GrownFolder{ u'/' + shownName(largest->first), largest->second };
}

QString fileSize(std::uint64_t bytes)
{
    constexpr std::uint64_t kKibi = 1024;
    if (bytes < kKibi)
        return tr("%1 B", "bytes").arg(bytes);
    return units::bytes(static_cast<double>(bytes));
}

QString permissions(std::uint32_t mode)
{
    QString text;
    for (int bit = 8; bit >= 0; --bit)
        text += (mode & (1U << bit)) != 0 ? QChar(u"xwr"[bit % 3]) : QChar(u'-');
    return text;
}

QString owners(const FileEntry &entry)
{
    const QString outside =
        entry.outsideUid == ipc::kNoSuchId ? tr("nobody outside") : tr("%1 outside").arg(entry.outsideUid);
    return tr("owner %1 inside, %2").arg(entry.uid).arg(outside);
}

QString ownerColumn(const FileEntry &entry)
{
    const QString inside = QStringLiteral("%1:%2").arg(entry.uid).arg(entry.gid);
    return entry.outsideUid == ipc::kNoSuchId ? tr("%1 (nobody outside)").arg(inside)
                                              : tr("%1 (%2 outside)").arg(inside).arg(entry.outsideUid);
}

QString shownName(const std::string &name)
{
    return QString::fromStdString(printable(name, ipc::kMaxFilesPath));
}

} // namespace vitrine::gui
