// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves a container: `commit` and `export`; and `image export`.
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/spec/ImageName.h"
#include "gui/cli/Commands.h"
#include "gui/cli/ImageImport.h"
#include "gui/cli/Images.h"
#include "gui/cli/OutputFile.h"
#include "gui/cli/ProgressLine.h"
#include "gui/cli/Terminal.h"

#include <csignal>
#include <functional>

#include <fmt/format.h>

namespace vitrine::gui {

namespace {

constexpr OptionInfo kCommitList[]{
    { "message", 'm', "TEXT", "a word on what was done, kept in the image" },
    { "author", 'a', "NAME", "who has done it" },
    { "change", 'c', "INSTRUCTION", "what shall be otherwise than in the image, such as 'CMD [\"sh\"]' or 'ENV A=b'" },
    { "pause", 'p', "true|false", "hold the container still while its files are read; true without it" },
};

/// Has a file written, says how far it is, and gives it up on Ctrl+C.
struct Writing {
    std::function<void(UniqueFd file, Reply<void> reply)> start;
    std::function<void(Reply<void> reply)> cancel;
    std::function<std::pair<std::uint64_t, std::uint64_t>()> progress;
};

Result<int> writeFile(Session &session, const std::string &path, const Writing &writing)
{
    VITRINE_TRY_ASSIGN(OutputFile output, OutputFile::open(path));
    VITRINE_TRY_ASSIGN(UniqueFd file, output.duplicate());
    ProgressLine line;
    SignalCatcher catcher({ SIGINT, SIGTERM });
    QObject receiver;
    QObject::connect(&catcher, &SignalCatcher::caught, &receiver, [&] {
        writing.cancel({ &receiver, [](const Result<> &) {} });
    });
    const auto show = [&] {
        const auto [done, total] = writing.progress();
        line.show("Writing … " + partText(done, total));
    };
    QObject::connect(&session.backend(), &Backend::imageChanged, &receiver, show);
    QObject::connect(&session.backend(), &Backend::containerChanged, &receiver, show);
    VITRINE_TRY(session.ask<void>([&](Reply<void> reply) { writing.start(std::move(file), std::move(reply)); }));
    VITRINE_TRY(output.keep());
    return 0;
}

Result<spec::CommitRequest> requestOf(const Arguments &arguments)
{
    spec::CommitRequest request;
    for (std::size_t i = 1; i < arguments.words.size(); ++i) {
        const std::string &name = arguments.words[i];
        if (!spec::isRegistryName(name))
            return failure(ErrorCode::InvalidName, fmt::format("\"{}\" is no name of an image", printable(name)));
        request.names.push_back(spec::withTag(name));
    }
    request.comment = arguments.value("message").value_or("");
    request.author = arguments.value("author").value_or("");
    const std::string pause = arguments.value("pause").value_or("true");
    if (pause != "true" && pause != "false")
        return failure(ErrorCode::InvalidArgs, "--pause is true or false");
    request.isPausing = pause == "true";
    for (const std::string &change : arguments.values("change"))
        VITRINE_TRY(spec::addChange(request.changes, change));
    return request;
}

} // namespace

const std::span<const OptionInfo> kCommitOptions = kCommitList;

Result<int> runCommit(Session &session, Words words)
{
    VITRINE_TRY_ASSIGN(const Arguments arguments, parseArguments(kCommitOptions, words));
    if (arguments.words.empty() || arguments.words.size() > 2)
        return failure(ErrorCode::InvalidArgs, "Say which container, and the name of the new image");
    VITRINE_TRY_ASSIGN(const spec::CommitRequest request, requestOf(arguments));
    VITRINE_TRY_ASSIGN(const ContainerInfo container, session.find(arguments.words[0]));
    VITRINE_TRY_ASSIGN(const QString id, session.ask<QString>([&](Reply<QString> reply) {
        session.backend().commitContainer(container.id, request, std::move(reply));
    }));
    return followImport(session, id, "Committing", arguments.words[0]);
}

Result<int> runExport(Session &session, Words words)
{
    VITRINE_TRY_ASSIGN(const Arguments arguments, parseArguments({}, words));
    if (arguments.words.size() != 2)
        return failure(ErrorCode::InvalidArgs,
                       "Say which container, and the archive to write, or - for standard output");
    VITRINE_TRY_ASSIGN(const ContainerInfo container, session.find(arguments.words[0]));
    Backend &backend = session.backend();
    return writeFile(session, arguments.words[1],
                     { [&](UniqueFd file, Reply<void> reply) {
                          backend.exportContainer(container.id, std::move(file), std::move(reply));
                      },
                       [&](Reply<void> reply) { backend.cancelPreparing(container.id, std::move(reply)); },
                       [&] {
                           const auto now = backend.container(container.id);
                           return now ? std::pair(now->progressDone, now->progressTotal)
                                      : std::pair<std::uint64_t, std::uint64_t>();
                       } });
}

Result<int> exportImage(Session &session, const Arguments &arguments)
{
    if (arguments.words.size() != 2)
        return failure(ErrorCode::InvalidArgs, "Say which image, and the archive to write, or - for standard output");
    VITRINE_TRY_ASSIGN(const ImageInfo image, findImage(session, arguments.words[0]));
    const QString format = QString::fromStdString(arguments.value("format").value_or("oci-archive"));
    Backend &backend = session.backend();
    return writeFile(session, arguments.words[1],
                     { [&](UniqueFd file, Reply<void> reply) {
                          backend.exportImage(image.id, format, std::move(file), std::move(reply));
                      },
                       [&](Reply<void> reply) { backend.cancelImport(image.id, std::move(reply)); },
                       [&] {
                           const ImageProgress now = backend.image(image.id).value_or(ImageInfo()).progress;
                           return std::pair<std::uint64_t, std::uint64_t>(now.bytesDone, now.bytesTotal);
                       } });
}

} // namespace vitrine::gui
