// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/FilesSide.h"

#include "core/base/Try.h"
#include "core/spec/SpecValidate.h"
#include "gui/cli/Volumes.h"

namespace vitrine::gui {

FilesSide readSide(const std::string &word)
{
    using Place = FilesSide::Place;
    constexpr std::string_view kVolume = "volume:";
    if (word == "-")
        return { Place::Stream, {}, {} };
    const auto colon = word.find(':');
    const auto slash = word.find('/');
    if (colon == std::string::npos || colon == 0 || word.front() == '.' || slash < colon)
        return { Place::Here, {}, word };
    if (word.starts_with(kVolume)) {
        const std::string rest = word.substr(kVolume.size());
        const auto end = rest.find(':');
        if (end != std::string::npos && spec::isValidName(rest.substr(0, end)))
            return { Place::Volume, rest.substr(0, end), rest.substr(end + 1) };
    }
    return { Place::Container, word.substr(0, colon), word.substr(colon + 1) };
}

Result<std::unique_ptr<FilesLink>> openSide(Session &session, const FilesSide &side)
{
    using Fd = std::shared_ptr<UniqueFd>;
    const bool isVolume = side.place == FilesSide::Place::Volume;
    QString id;
    if (isVolume) {
        VITRINE_TRY_ASSIGN(const VolumeInfo volume, findVolume(session, side.name));
        id = volume.id;
    } else {
        VITRINE_TRY_ASSIGN(const ContainerInfo container, session.find(side.name));
        id = container.id;
    }
    VITRINE_TRY_ASSIGN(const Fd connection, session.ask<Fd>([&](Reply<Fd> reply) {
        if (isVolume)
            session.backend().openVolumeFiles(id, std::move(reply));
        else
            session.backend().openFiles(id, std::move(reply));
    }));
    auto link = std::make_unique<FilesLink>(std::move(*connection));
    VITRINE_TRY(link->begin());
    return link;
}

} // namespace vitrine::gui
