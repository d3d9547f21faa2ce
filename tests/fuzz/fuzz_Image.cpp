// SPDX-License-Identifier: GPL-3.0-or-later
// What an image's archive says about itself: manifests, lists, configuration. What is accepted must survive its own
// JSON.
#include "core/spec/ImageConfig.h"
#include "core/spec/OciConfig.h"
#include "privhelper/unpack/ImageManifest.h"

#include <cstdlib>

using namespace vitrine;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    if (const auto oci = spec::configFromOci(text)) {
        const auto again = spec::configFromOci(spec::toOci(*oci));
        if (!again || *again != *oci || spec::configFromJson(spec::toJson(oci->config)).value() != oci->config)
            std::abort();
    }
    if (const auto content = spec::contentFromJson(text);
        content && spec::contentFromJson(spec::toJson(*content)).value() != *content)
        std::abort();
    (void)spec::layersFromJson(text);
    (void)unpack::checkLayout(text);
    (void)unpack::parseManifest(text, {});
    (void)unpack::parseManifest(text, "application/vnd.oci.image.manifest.v1+json");
    (void)unpack::parseDockerManifest(text);
    (void)unpack::looksLikeDockerManifest(text);
    return 0;
}
