// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/VolumeAdvice.h"

#include "core/plan/ImageVolumes.h"
#include "core/spec/Syntax.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace vitrine::plan {

namespace {

/// A program that keeps data, by what its command is called, and where it keeps them.
struct Keeper {
    std::string_view program;
    std::string_view directory;
    std::string_view title;
};
constexpr std::array kKeepers{
    Keeper{ "postgres", "/var/lib/postgresql/data", "PostgreSQL" },
    Keeper{ "mysqld", "/var/lib/mysql", "MySQL" },
    Keeper{ "mariadbd", "/var/lib/mysql", "MariaDB" },
    Keeper{ "mysqld_safe", "/var/lib/mysql", "MySQL" },
    Keeper{ "redis-server", "/var/lib/redis", "Redis" },
    Keeper{ "valkey-server", "/var/lib/valkey", "Valkey" },
    Keeper{ "mongod", "/var/lib/mongodb", "MongoDB" },
    Keeper{ "etcd", "/var/lib/etcd", "etcd" },
    Keeper{ "influxd", "/var/lib/influxdb", "InfluxDB" },
    Keeper{ "clickhouse-server", "/var/lib/clickhouse", "ClickHouse" },
    Keeper{ "elasticsearch", "/var/lib/elasticsearch", "Elasticsearch" },
    Keeper{ "rabbitmq-server", "/var/lib/rabbitmq", "RabbitMQ" },
    Keeper{ "cassandra", "/var/lib/cassandra", "Cassandra" },
    Keeper{ "couchdb", "/var/lib/couchdb", "CouchDB" },
    Keeper{ "slapd", "/var/lib/ldap", "OpenLDAP" },
    Keeper{ "prometheus", "/var/lib/prometheus", "Prometheus" },
    Keeper{ "grafana-server", "/var/lib/grafana", "Grafana" },
};

/// What a root file system is made of: it comes from the image, and is to change with it.
constexpr std::array<std::string_view, 14> kRootLike{ "/bin",     "/boot",    "/etc",      "/lib",      "/lib32",
                                                      "/lib64",   "/libx32",  "/sbin",     "/usr",      "/var",
                                                      "/usr/bin", "/usr/lib", "/usr/sbin", "/usr/local" };

std::string_view baseName(std::string_view path)
{
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

/// Something is mounted there, above it or within it: the person has thought of it.
bool isCovered(const spec::ContainerSpec &spec, std::string_view directory)
{
    return std::ranges::any_of(spec.mounts, [&](const spec::Mount &mount) {
        return spec::isAtOrUnder(directory, mount.target) || spec::isAtOrUnder(mount.target, directory);
    });
}

/// The words that say what runs: the command's, or those of an image whose entry point runs them.
std::vector<std::string> programWords(const spec::ContainerSpec &spec, const spec::ImageConfig *image)
{
    constexpr std::size_t kFirst = 3; // behind them are arguments
    std::vector<std::string> words = spec.command;
    if (image != nullptr && words.empty())
        words = image->cmd;
    if (image != nullptr)
        words.insert(words.begin(), image->entrypoint.begin(), image->entrypoint.end());
    words.resize(std::min(words.size(), kFirst));
    return words;
}

class Adviser {
public:
    explicit Adviser(const spec::ContainerSpec &spec)
        : m_spec(spec)
    {
    }

    void warnOfLoss(std::string_view directory, std::string_view keeper)
    {
        const bool isKnown = std::ranges::any_of(m_found, [&](const VolumeAdvice &advice) {
            return spec::isAtOrUnder(directory, advice.directory) || spec::isAtOrUnder(advice.directory, directory);
        });
        if (isKnown || isCovered(m_spec, directory))
            return;
        VolumeAdvice advice;
        advice.directory = directory;
        advice.keeper = keeper;
        advice.goesWhenEnded = m_spec.removeWhenEnded;
        advice.proposed = spec::Mount{ spec::MountKind::Volume, suggestVolumeName(m_spec.name, directory),
                                       advice.directory, spec::Access::ReadWrite, std::nullopt };
        m_found.push_back(std::move(advice));
    }

    void warnOfRootLike()
    {
        for (const spec::Mount &mount : m_spec.mounts) {
            const bool isRootLike = std::ranges::find(kRootLike, mount.target) != kRootLike.end();
            if (mount.kind == spec::MountKind::Volume && isRootLike)
                m_found.push_back({ AdviceKind::FightsTheIdea, mount.target, {}, false, std::nullopt });
        }
    }

    std::vector<VolumeAdvice> take() { return std::move(m_found); }

private:
    const spec::ContainerSpec &m_spec;
    std::vector<VolumeAdvice> m_found;
};

std::string_view titleOf(std::string_view directory)
{
    const auto found = std::ranges::find_if(
        kKeepers, [&](const Keeper &keeper) { return spec::isAtOrUnder(keeper.directory, directory); });
    return found == kKeepers.end() ? std::string_view() : found->title;
}

} // namespace

std::vector<VolumeAdvice> adviseOnVolumes(const spec::ContainerSpec &spec, const spec::ImageConfig *image)
{
    Adviser adviser(spec);
    adviser.warnOfRootLike();
    // What the image itself names is surer than what a program's name lets guess.
    if (image != nullptr) {
        for (const std::string &directory : image->volumes)
            adviser.warnOfLoss(directory, titleOf(directory));
    }
    const bool saysImage = image != nullptr && !image->volumes.empty();
    for (const std::string &word : programWords(spec, image)) {
        for (const Keeper &keeper : kKeepers) {
            if (!saysImage && baseName(word) == keeper.program)
                adviser.warnOfLoss(keeper.directory, keeper.title);
        }
    }
    return adviser.take();
}

std::string adviceText(const VolumeAdvice &advice)
{
    if (advice.kind == AdviceKind::FightsTheIdea)
        return fmt::format(
            "{} is what the root file system is made of. A volume there keeps the files of today: a newer image would "
            "not be seen, and the container is no longer the same everywhere. Mount only the directory that holds data",
            advice.directory);
    const std::string whose =
        advice.keeper.empty() ? "what the image says is worth keeping" : advice.keeper + "'s data";
    return fmt::format("{} ({}) will be lost when the container {}: keep it with -v {}:{}", advice.directory, whose,
                       advice.goesWhenEnded ? "ends" : "is removed",
                       advice.proposed ? advice.proposed->source : std::string(), advice.directory);
}

} // namespace vitrine::plan
