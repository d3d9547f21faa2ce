// SPDX-License-Identifier: GPL-3.0-or-later
// Packets, log records and kernel files: small texts that another process wrote.
#include "core/cgroup/CgroupFiles.h"
#include "core/cgroup/CgroupMode.h"
#include "core/ipc/ConsoleFrame.h"
#include "core/ipc/FilesFrame.h"
#include "core/log/LogReader.h"
#include "privhelper/unpack/UnpackMessage.h"

#include <cstdlib>

using namespace vitrine;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    if (const auto frame = ipc::decodeFrame(text); frame && ipc::encodeFrame(frame->type, frame->payload) != text)
        std::abort();
    if (const auto record = log::parseRecord(text)) {
        const auto line = log::formatRecord(*record);
        if (log::parseRecord(std::string_view(line).substr(0, line.size() - 1)) != *record)
            std::abort();
    }
    if (const auto message = unpack::decodeMessage(text);
        message && !unpack::decodeMessage(unpack::encodeMessage(*message)))
        std::abort();
    if (const auto request = ipc::decodeRequest(text); request && ipc::encodeRequest(*request) != text)
        std::abort();
    if (const auto reply = ipc::decodeReply(text); reply && ipc::encodeReply(*reply) != text)
        std::abort();
    (void)cgroup::parseIoStat(text);
    (void)cgroup::parsePressure(text);
    (void)cgroup::parseCpuMax(text);
    (void)cgroup::parseWeight(text);
    (void)cgroup::readCgroupMounts(text);
    cgroup::forEachKey(text, [](std::string_view, std::uint64_t) {});
    return 0;
}
