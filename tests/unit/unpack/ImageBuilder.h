// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/unpack/Sha256.h"
#include "tests/unit/unpack/TarBuilder.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace vitrine::test {

inline std::string sha256(std::string_view bytes)
{
    unpack::Sha256 hash;
    hash.add(bytes);
    return hash.takeHex();
}

/// Makes small archives with an image, sound unless a test spoils a part of them.
class ImageBuilder {
public:
    using Change = std::function<void(nlohmann::json &)>;

    explicit ImageBuilder(std::vector<std::string> layers)
        : m_layers(std::move(layers))
    {
    }
    Change changeConfig = [](nlohmann::json &) {};
    Change changeManifest = [](nlohmann::json &) {};
    Change changeIndex = [](nlohmann::json &) {};

    [[nodiscard]] nlohmann::json config() const
    {
        nlohmann::json config{ { "architecture", "" }, { "os", "linux" }, { "config", { { "Cmd", { "sh" } } } } };
        config["rootfs"] = { { "type", "layers" }, { "diff_ids", nlohmann::json::array() } };
        for (const auto &layer : m_layers)
            config["rootfs"]["diff_ids"].push_back("sha256:" + sha256(layer));
        changeConfig(config);
        return config;
    }

    [[nodiscard]] std::string ociArchive() const
    {
        TarBuilder tar;
        tar.add({ "oci-layout", '0', R"({"imageLayoutVersion":"1.0.0"})" });
        const auto addBlob = [&](const char *type, const std::string &bytes) {
            tar.add({ "blobs/sha256/" + sha256(bytes), '0', bytes });
            return nlohmann::json{ { "mediaType", type },
                                   { "digest", "sha256:" + sha256(bytes) },
                                   { "size", bytes.size() } };
        };
        nlohmann::json manifest{ { "schemaVersion", 2 }, { "layers", nlohmann::json::array() } };
        manifest["config"] = addBlob("application/vnd.oci.image.config.v1+json", config().dump());
        for (const auto &layer : m_layers)
            manifest["layers"].push_back(addBlob("application/vnd.oci.image.layer.v1.tar", layer));
        changeManifest(manifest);
        auto pointer = addBlob("application/vnd.oci.image.manifest.v1+json", manifest.dump());
        pointer["annotations"]["org.opencontainers.image.ref.name"] = "web:1";
        nlohmann::json index{ { "schemaVersion", 2 } };
        index["manifests"].push_back(pointer);
        changeIndex(index);
        return tar.add({ "index.json", '0', index.dump() }).finished();
    }

    [[nodiscard]] std::string dockerArchive() const
    {
        const auto json = config().dump();
        nlohmann::json image{ { "Config", sha256(json) + ".json" },
                              { "RepoTags", nlohmann::json::array({ "web:1" }) } };
        TarBuilder tar;
        tar.add({ sha256(json) + ".json", '0', json });
        for (std::size_t i = 0; i < m_layers.size(); ++i) {
            const auto directory = std::to_string(i);
            tar.add({ directory + ".tar", '0', m_layers[i] });
            // docker links layers that are there twice
            tar.add({ directory + "/layer.tar", '2', {}, "../" + directory + ".tar" });
            image["Layers"].push_back(directory + "/layer.tar");
        }
        auto manifest = nlohmann::json::array({ image });
        changeManifest(manifest);
        return tar.add({ "manifest.json", '0', manifest.dump() }).finished();
    }

private:
    std::vector<std::string> m_layers;
};

} // namespace vitrine::test
