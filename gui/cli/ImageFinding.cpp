// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/spec/ImageName.h"
#include "gui/cli/Images.h"

#include <QStandardPaths>

#include <algorithm>
#include <functional>

#include <fmt/format.h>

namespace vitrine::gui {

namespace {

constexpr qsizetype kShortestId = 4;
const QString kDigestPrefix = QStringLiteral("sha256:");

bool hasId(const ImageInfo &image, const QString &wanted)
{
    if (const auto at = wanted.indexOf(u'@'); at >= 0)
        return image.digest == wanted.mid(at + 1);
    if (wanted.startsWith(kDigestPrefix))
        return wanted.size() >= kDigestPrefix.size() + kShortestId && image.digest.startsWith(wanted);
    return wanted.size() >= kShortestId
        && (image.id.startsWith(wanted) || image.digest.mid(kDigestPrefix.size()).startsWith(wanted));
}

bool isNamed(const ImageInfo &image, const std::string &reference)
{
    return std::ranges::any_of(image.names,
                               [&](const QString &name) { return spec::namesImage(reference, name.toStdString()); });
}

} // namespace

Result<ImageInfo> findImage(Session &session, const std::string &reference)
{
    VITRINE_TRY(session.connect());
    const std::vector<ImageInfo> images = session.backend().images();
    const QString full = QString::fromStdString(spec::withTag(reference));
    const QString wanted = QString::fromStdString(reference);
    const std::function<bool(const ImageInfo &)> ways[]{
        [&](const ImageInfo &image) { return image.names.contains(full); },
        [&](const ImageInfo &image) { return hasId(image, wanted); },
        [&](const ImageInfo &image) { return isNamed(image, reference); },
    };
    for (const auto &isMeant : ways) {
        const auto count = std::ranges::count_if(images, isMeant);
        if (count == 1)
            return *std::ranges::find_if(images, isMeant);
        if (count > 1)
            return failure(ErrorCode::InvalidArgs,
                           fmt::format("{} images are meant by \"{}\": say more of the name or the id", count,
                                       printable(reference)));
    }
    return failure(
        ErrorCode::NotFound,
        fmt::format("There is no image \"{}\": `vitrine image pull` or `import` brings one", printable(reference)));
}

bool isImageToRun(Session &session, const std::string &word)
{
    if (!spec::isImageReference(word))
        return false;
    const bool isProgram = !QStandardPaths::findExecutable(QString::fromStdString(word)).isEmpty();
    const bool looksLikeImage = spec::hasTagOrDigest(word);
    if (isProgram != looksLikeImage)
        return looksLikeImage; // if it is not there, the helper says so
    return findImage(session, word).has_value();
}

} // namespace vitrine::gui
