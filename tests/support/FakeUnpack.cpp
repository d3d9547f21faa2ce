// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for vitrine-unpack. What happens is what the archive says: "good" is unpacked, "bad" is refused, "slow"
// never ends. An image's layers follow as single hexadecimal digits, then its name: "good abc web:1". "lying" says that
// it has unpacked them, and has not; "garbled" describes nothing; "empty" has no layers.
// Packing writes "packed", and never ends when there is a file "slow". A layer alone is one of "f".
#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/base/UniqueFd.h"
#include "core/spec/ImageConfig.h"
#include "privhelper/unpack/UnpackMessage.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <vector>

using namespace vitrine;

namespace {

void say(const unpack::UnpackMessage &message)
{
    const std::string packet = unpack::encodeMessage(message);
    static_cast<void>(::send(unpack::kStatusFd, packet.data(), packet.size(), MSG_NOSIGNAL));
}

void write(int dirFd, const std::string &name, const std::string &text)
{
    static_cast<void>(writeFileAtomicAt(dirFd, name, text, 0600));
}

void unpackLayer(const std::string &diffId)
{
    ::mkdirat(unpack::kDestinationFd, diffId.c_str(), 0755);
    const UniqueFd layer(::openat(unpack::kDestinationFd, diffId.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    write(layer.get(), "file", diffId);
}

void unpackImage(const std::vector<std::string_view> &words)
{
    const auto stored = readAll(unpack::kStoredFd, 1 << 20);
    spec::ImageContent content;
    content.config.entrypoint = { "run" };
    content.config.env = { { "FROM", "image" }, { "BOTH", "image" } };
    content.config.stopSignal = "SIGTERM";
    content.digest = "sha256:" + std::string(64, words[0] == "empty" ? '0' : words[1].back());
    if (words.size() > 2)
        content.names = { std::string(words[2]), "Not/A-Name" };
    for (const char digit : words[0] == "empty" ? std::string_view() : words[1]) {
        const std::string diffId(64, digit);
        content.layers.push_back({ diffId, 1000, 1, "made by hand" });
        if (stored && stored->find(diffId) != std::string::npos)
            content.layers.back() = { diffId, 0, 0, "made by hand" };
        else if (words[0] != "lying")
            unpackLayer(diffId);
    }
    write(unpack::kDestinationFd, "image.json", words[0] == "garbled" ? "{" : spec::toJson(content));
    say(unpack::Progress{ 4, 4, content.layers.size(), content.layers.size() });
}

} // namespace

int main(int argc, char **argv)
{
    const std::string task = argc > 2 ? argv[2] : "";
    if (task == "pack" || task == "merge" || task == "export") {
        char byte = 0;
        if (::faccessat(unpack::kSourceFd, "slow", F_OK, 0) == 0)
            return static_cast<int>(::recv(unpack::kStatusFd, &byte, 1, 0)) + 1;
        static_cast<void>(writeAll(unpack::kArchiveFd, "packed"));
        say(unpack::Finished{ 1, 6 });
        return 0;
    }
    if (task == "layer") {
        unpackImage({ "good", "f" });
        say(unpack::Finished{ 1, 6 });
        return 0;
    }
    const auto archive = readAll(unpack::kArchiveFd, 4096);
    const std::string text = archive ? *archive : "";
    const auto words = split(text, ' ');
    say(unpack::Progress{ 1, 4, 0, 0 });
    if (words[0] == "slow") {
        // Until the helper closes its end.
        char byte = 0;
        return static_cast<int>(::recv(unpack::kStatusFd, &byte, 1, 0)) + 1;
    }
    if (words[0] == "bad") {
        say(Error{ ErrorCode::ImageUnsafe, 0, "the entry \"../x\" leads out of the root" });
        return 1;
    }
    if (argc > 2 && std::string_view(argv[2]) == "image")
        unpackImage(words);
    else
        write(unpack::kDestinationFd, "unpacked", text);
    say(unpack::Finished{ 1, text.size() });
    return 0;
}
