// SPDX-License-Identifier: GPL-3.0-or-later
// What arrives over the bus: a specification that is accepted must survive its own JSON and its own command line.
#include "core/ipc/Ended.h"
#include "core/ipc/SystemReport.h"
#include "core/spec/CommandLine.h"
#include "core/spec/ExecSpec.h"
#include "core/spec/ShellLines.h"
#include "core/spec/SpecJson.h"
#include "core/spec/SpecValidate.h"

#include <cstdlib>

using namespace vitrine;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    if (const auto spec = spec::fromJson(text)) {
        if (spec::fromJson(spec::toJson(*spec)) != *spec)
            std::abort();
        if (!spec::hasErrors(spec::validate(*spec))) {
            const auto line = spec::toCommandLine(*spec);
            const spec::Surroundings surroundings{ "/",
                                                   [&](const std::string &) {
                                                       return spec->root.kind == spec::RootKind::Folder;
                                                   },
                                                   [](const std::string &) { return std::nullopt; },
                                                   {} };
            if (!spec::parseRun(std::span(line).subspan(2), surroundings))
                std::abort();
            (void)spec::toShellLines(*spec);
        }
    }
    (void)spec::limitsFromJson(text);
    (void)spec::execFromJson(text);
    (void)ipc::endedFromJson(text);
    (void)ipc::reportFromJson(text);
    return 0;
}
