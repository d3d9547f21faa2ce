// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/images/CompressedImages.h"

#include <archive.h>
#include <archive_entry.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

namespace vitrine::gui {

namespace {

constexpr std::size_t kBlock = 64 * 1024;
constexpr std::size_t kDigestDigits = 64;
constexpr int kMostEntries = 4;

struct FreeReader {
    void operator()(archive *reader) const { ::archive_read_free(reader); }
};

std::optional<QString> programFor(int filter)
{
    switch (filter) {
    case ARCHIVE_FILTER_GZIP:
        return QStringLiteral("gzip");
    case ARCHIVE_FILTER_ZSTD:
        return QStringLiteral("zstd");
    case ARCHIVE_FILTER_XZ:
        return QStringLiteral("xz");
    default:
        return std::nullopt;
    }
}

/// Of the first entry that has one: the folder itself may stand in front of it.
std::string_view firstName(archive *tar)
{
    for (int i = 0; i < kMostEntries; ++i) {
        archive_entry *entry = nullptr;
        const int read = ::archive_read_next_header(tar, &entry);
        if (read != ARCHIVE_OK && read != ARCHIVE_WARN)
            return {};
        const char *path = ::archive_entry_pathname(entry);
        std::string_view name = path != nullptr ? path : "";
        while (name.starts_with("./"))
            name.remove_prefix(2);
        if (!name.empty() && name != ".")
            return name.substr(0, name.find('/'));
    }
    return {};
}

/// What the first entry of an archive of images can be called: a root file system has nothing of these names. Docker
/// puts layers first, under their ids, and the manifest last.
bool isOfImages(std::string_view first)
{
    constexpr std::array<std::string_view, 5> kKnown{ "blobs", "oci-layout", "index.json", "manifest.json",
                                                      "repositories" };
    if (std::ranges::find(kKnown, first) != kKnown.end())
        return true;
    const std::string_view id = first.substr(0, first.find('.'));
    return id.size() == kDigestDigits && id.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

} // namespace

std::optional<QString> decompressorOfImages(int fd)
{
    const std::unique_ptr<archive, FreeReader> tar(::archive_read_new());
    ::archive_read_support_filter_gzip(tar.get());
    ::archive_read_support_filter_zstd(tar.get());
    ::archive_read_support_filter_xz(tar.get());
    ::archive_read_support_format_tar(tar.get());
    ::archive_read_set_options(tar.get(), "hdrcharset=BINARY");
    std::optional<QString> program;
    if (::archive_read_open_fd(tar.get(), fd, kBlock) == ARCHIVE_OK && isOfImages(firstName(tar.get())))
        program = programFor(::archive_filter_code(tar.get(), 0));
    ::lseek(fd, 0, SEEK_SET);
    return program;
}

} // namespace vitrine::gui
