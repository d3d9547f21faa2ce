// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for vitrine-unpack. What happens is what the archive says: "good" is unpacked, "bad" is refused, "slow"
// never ends. Packing writes "packed".
#include "core/base/Files.h"
#include "privhelper/unpack/UnpackMessage.h"

#include <sys/socket.h>

#include <string>

using namespace vitrine;

namespace {

void say(const unpack::UnpackMessage &message)
{
    const std::string packet = unpack::encodeMessage(message);
    static_cast<void>(::send(unpack::kStatusFd, packet.data(), packet.size(), MSG_NOSIGNAL));
}

} // namespace

int main(int argc, char **argv)
{
    if (argc > 2 && std::string(argv[2]) == "pack") {
        static_cast<void>(writeAll(unpack::kArchiveFd, "packed"));
        say(unpack::Finished{ 1, 6 });
        return 0;
    }
    const auto archive = readAll(unpack::kArchiveFd, 4096);
    const std::string text = archive ? *archive : "";
    say(unpack::Progress{ 1, 4 });
    if (text == "slow") {
        // Until the helper closes its end.
        char byte = 0;
        return static_cast<int>(::recv(unpack::kStatusFd, &byte, 1, 0)) + 1;
    }
    if (text == "bad") {
        say(Error{ ErrorCode::ImageUnsafe, 0, "the entry \"../x\" leads out of the root" });
        return 1;
    }
    static_cast<void>(writeFileAtomicAt(unpack::kDestinationFd, "unpacked", text, 0600));
    say(unpack::Finished{ 1, text.size() });
    return 0;
}
