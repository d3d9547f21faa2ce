// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/store/StoreRow.h"

#include "gui/format/Translate.h"
#include "gui/format/Units.h"

namespace vitrine::gui {

namespace {

constexpr int kShownDigits = 12;
const QString kSeam = QStringLiteral(" · ");

QString bytesText(std::uint64_t bytes)
{
    return units::bytes(static_cast<double>(bytes));
}

double shareDone(const ImageProgress &progress)
{
    if (progress.bytesTotal == 0)
        return -1;
    return std::min(1.0, static_cast<double>(progress.bytesDone) / static_cast<double>(progress.bytesTotal));
}

} // namespace

QString shortDigest(const QString &digest)
{
    const QString digits = digest.section(u':', -1);
    return digits.size() > kShownDigits ? QStringLiteral("sha256:%1…").arg(digits.left(kShownDigits)) : digest;
}

QString titleOf(const ImageInfo &info)
{
    if (!info.names.isEmpty())
        return info.names.constFirst();
    if (info.state == ImageState::Importing)
        return tr("New image");
    return info.digest.isEmpty() ? tr("Image without a name") : shortDigest(info.digest);
}

QString usersText(const QStringList &users)
{
    return users.isEmpty() ? tr("not used") : tr("used by %n container(s)", nullptr, static_cast<int>(users.size()));
}

QString progressText(const ImageProgress &progress)
{
    QStringList parts;
    if (progress.bytesTotal > 0)
        parts << tr("%1 of %2").arg(bytesText(progress.bytesDone), bytesText(progress.bytesTotal));
    else if (progress.bytesDone > 0)
        parts << bytesText(progress.bytesDone);
    if (progress.layersTotal > 0)
        parts << tr("layer %1 of %2")
                     .arg(std::min(progress.layersDone + 1, progress.layersTotal))
                     .arg(progress.layersTotal);
    return parts.isEmpty() ? tr("Importing…") : parts.join(kSeam);
}

StoreRow storeRow(const ImageInfo &info)
{
    StoreRow row{ info.id, titleOf(info), {}, {}, Tone::Quiet, {}, {}, {} };
    switch (info.state) {
    case ImageState::Importing:
        row.mark = { Mark::Shape::Triangle, Tone::Warn };
        row.state = tr("importing");
        row.news = progressText(info.progress);
        row.progress = shareDone(info.progress);
        return row;
    case ImageState::Failed:
        row.mark = { Mark::Shape::Square, Tone::Bad };
        row.state = tr("not imported");
        row.news = tr("Not imported: %1").arg(info.failure);
        row.tone = Tone::Bad;
        return row;
    case ImageState::Ready:
        break;
    }
    const bool isUsed = !info.usedBy.isEmpty();
    row.mark = isUsed ? Mark{ Mark::Shape::Circle, Tone::Good } : Mark{ Mark::Shape::Ring, Tone::Quiet };
    row.state = isUsed ? tr("in use") : tr("not used");
    row.size = bytesText(info.bytes);
    QStringList parts = info.names.mid(1);
    parts << usersText(info.usedBy);
    row.news = parts.join(kSeam);
    return row;
}

StoreRow storeRow(const VolumeInfo &info, const std::optional<VolumeSize> &size)
{
    const bool isUsed = !info.usedBy.isEmpty();
    StoreRow row{ info.id, info.name, {}, usersText(info.usedBy), Tone::Quiet, {}, {}, {} };
    row.mark = isUsed ? Mark{ Mark::Shape::Circle, Tone::Good } : Mark{ Mark::Shape::Ring, Tone::Quiet };
    row.state = isUsed ? tr("in use") : tr("not used");
    if (size)
        row.size = bytesText(size->bytes);
    return row;
}

} // namespace vitrine::gui
