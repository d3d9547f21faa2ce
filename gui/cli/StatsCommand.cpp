// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Try.h"
#include "core/cgroup/CgroupReader.h"
#include "core/metrics/Rates.h"
#include "core/spec/Sizes.h"
#include "gui/cli/Commands.h"
#include "gui/cli/Describe.h"
#include "gui/cli/Follow.h"
#include "gui/cli/Table.h"
#include "gui/cli/Terminal.h"

#include <QJsonDocument>

#include <cmath>
#include <map>

#include <fmt/format.h>
#include <unistd.h>

namespace vitrine::gui {

namespace {

using metrics::MetricId;

constexpr OptionInfo kStatsList[]{
    { "once", 0, "", "one reading, taken over a second, and no more" },
    { "json", 0, "", "an array of objects, one a line for each reading" },
};

constexpr int kIntervalMs = 1000;

/// Reads the cgroups of the containers that run: straight from the kernel, the helper is not asked.
class Sampler {
public:
    explicit Sampler(Backend &backend)
        : m_backend(backend)
    {
    }

    struct Reading {
        ContainerInfo info;
        metrics::MetricValues values;
    };

    std::vector<Reading> read(const std::vector<std::string> &ids)
    {
        m_error.reset();
        std::vector<Reading> readings;
        for (const ContainerInfo &info : m_backend.containers()) {
            const std::string id = info.id.toStdString();
            const bool isWanted = ids.empty() || std::find(ids.begin(), ids.end(), id) != ids.end();
            if (!isWanted || !ipc::isAlive(info.state) || info.cgroupPath.isEmpty())
                continue;
            if (auto values = sample(id, info))
                readings.push_back({ info, *values });
        }
        return readings;
    }

    /// Why a cgroup could not be opened in the last reading.
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }

private:
    struct Source {
        cgroup::CgroupReader reader;
        std::optional<cgroup::CgroupSample> previous;
    };

    std::optional<metrics::MetricValues> sample(const std::string &id, const ContainerInfo &info)
    {
        auto found = m_sources.find(id);
        if (found == m_sources.end()) {
            const std::string network = info.networkInterface.toStdString();
            auto reader = cgroup::CgroupReader::open(
                info.cgroupPath.toStdString(),
                network.empty() ? std::string() : fmt::format("/sys/class/net/{}/statistics", network));
            if (!reader) {
                m_error = reader.error();
                return std::nullopt;
            }
            found = m_sources.emplace(id, Source{ std::move(*reader), std::nullopt }).first;
        }
        Source &source = found->second;
        auto current = source.reader.read();
        if (!current) {
            m_sources.erase(found);
            return std::nullopt;
        }
        const auto values = metrics::rates(source.previous ? &*source.previous : nullptr, *current);
        source.previous = std::move(*current);
        return values;
    }

    Backend &m_backend;
    std::map<std::string, Source> m_sources;
    std::optional<Error> m_error;
};

std::string number(double value, const char *form)
{
    return std::isnan(value) ? "-" : fmt::format(fmt::runtime(form), value);
}

std::string bytes(double value)
{
    return std::isnan(value) ? "-" : spec::formatSize(static_cast<std::uint64_t>(std::max(value, 0.0)));
}

std::string withLimit(std::string used, const std::string &limit)
{
    return limit.empty() ? used : used + " of " + limit;
}

std::string table(const std::vector<Sampler::Reading> &readings)
{
    std::vector<std::vector<std::string>> rows{ { "NAME", "CPU", "MEMORY", "PROCESSES", "DISK READ", "DISK WRITE",
                                                  "NET DOWN", "NET UP" } };
    for (const auto &[info, values] : readings) {
        const spec::Limits &limits = info.spec.limits;
        const auto rate = [&values = values](MetricId id) {
            return std::isnan(values[id]) ? std::string("-") : bytes(values[id]) + "/s";
        };
        rows.push_back({ info.name.toStdString(),
                         withLimit(number(values[MetricId::CpuCores], "{:.2f} cores"),
                                   limits.cpus ? fmt::format("{}", *limits.cpus) : ""),
                         withLimit(bytes(values[MetricId::MemoryUsed]),
                                   limits.memoryBytes ? spec::formatSize(*limits.memoryBytes) : ""),
                         withLimit(number(values[MetricId::Processes], "{:.0f}"),
                                   limits.pids ? fmt::format("{}", *limits.pids) : ""),
                         rate(MetricId::DiskRead), rate(MetricId::DiskWrite), rate(MetricId::NetDown),
                         rate(MetricId::NetUp) });
    }
    return formatTable(rows);
}

/// One line; a gap is null.
std::string json(const std::vector<Sampler::Reading> &readings)
{
    QJsonArray array;
    for (const auto &[info, values] : readings) {
        QJsonObject object{ { "id", info.id }, { "name", info.name } };
        for (const metrics::MetricInfo &metric : metrics::metrics()) {
            const double value = values[metric.id];
            object.insert(QString::fromUtf8(metric.key.data(), static_cast<qsizetype>(metric.key.size())),
                          std::isnan(value) ? QJsonValue() : QJsonValue(value));
        }
        object.insert(QStringLiteral("limits"), containerToJson(info).value(QStringLiteral("limits")));
        array.append(object);
    }
    return QJsonDocument(array).toJson(QJsonDocument::Compact).toStdString() + "\n";
}

} // namespace

const std::span<const OptionInfo> kStatsOptions = kStatsList;

Result<int> runStats(Session &session, Words words)
{
    VITRINE_TRY_ASSIGN(const Arguments arguments, parseWords(kStatsOptions, words, 0, 4096));
    VITRINE_TRY(session.connect());
    std::vector<std::string> ids;
    for (const std::string &name : arguments.words) {
        VITRINE_TRY_ASSIGN(const ContainerInfo info, session.find(name));
        if (!ipc::isAlive(info.state))
            return failure(ErrorCode::BadState, fmt::format("{} does not run", info.name.toStdString()));
        ids.push_back(info.id.toStdString());
    }
    Sampler sampler(session.backend());
    sampler.read(ids);
    const bool redraws = isTerminal(STDOUT_FILENO) && !arguments.has("once") && !arguments.has("json");
    do {
        waitMs(kIntervalMs);
        const auto readings = sampler.read(ids);
        if (readings.empty() && sampler.error())
            return failure(*sampler.error());
        if (!ids.empty() && readings.empty())
            break;
        if (redraws)
            VITRINE_TRY(print("\x1b[H\x1b[2J"));
        VITRINE_TRY(print(arguments.has("json") ? json(readings) : table(readings)));
    } while (!arguments.has("once"));
    return 0;
}

} // namespace vitrine::gui
