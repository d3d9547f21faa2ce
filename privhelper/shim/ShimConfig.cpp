// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/ShimConfig.h"

#include "core/base/Try.h"
#include "core/spec/SpecJson.h"

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <limits>
#include <type_traits>

namespace vitrine::shim {

namespace {

using nlohmann::json;

// A specification and an exec at their largest, every byte of them escaped, and the rest with room to spare.
constexpr std::size_t kMaxConfigBytes = 4 * spec::kMaxJsonBytes;

/// Reads one object strictly: the first key that is missing or of the wrong type is the error.
class Reader {
public:
    explicit Reader(const json &object)
        : m_object(object)
    {
    }

    void read(const char *key, std::string &value)
    {
        if (const json *found = find(key, json::value_t::string))
            value = found->get<std::string>();
    }
    template <typename Unsigned>
    requires std::is_unsigned_v<Unsigned>
    void read(const char *key, Unsigned &value)
    {
        const json *found = find(key, json::value_t::number_unsigned);
        if (found == nullptr)
            return;
        const auto wide = found->get<std::uint64_t>();
        if (wide > std::numeric_limits<Unsigned>::max())
            fail(key, "is out of range");
        else
            value = static_cast<Unsigned>(wide);
    }
    void read(const char *key, bool &value)
    {
        if (const json *found = find(key, json::value_t::boolean))
            value = found->get<bool>();
    }
    void read(const char *key, std::vector<std::uint64_t> &values)
    {
        const json *found = find(key, json::value_t::array);
        if (found == nullptr)
            return;
        for (const json &entry : *found) {
            if (!entry.is_number_unsigned())
                return fail(key, "holds something that is no number");
            values.push_back(entry.get<std::uint64_t>());
        }
    }
    void read(const char *key, std::vector<std::string> &values)
    {
        const json *found = find(key, json::value_t::array);
        if (found == nullptr)
            return;
        for (const json &entry : *found) {
            if (!entry.is_string())
                return fail(key, "holds something that is not text");
            values.push_back(entry.get<std::string>());
        }
    }
    const json *object(const char *key) { return find(key, json::value_t::object); }
    [[nodiscard]] bool has(const char *key) const { return m_object.contains(key); }

    [[nodiscard]] Result<> result() const
    {
        if (m_problem.empty())
            return {};
        return failure(ErrorCode::Protocol, m_problem);
    }

private:
    const json *find(const char *key, json::value_t type)
    {
        const auto found = m_object.find(key);
        if (found == m_object.end()) {
            fail(key, "is missing");
            return nullptr;
        }
        if (found->type() != type) {
            fail(key, "has the wrong type");
            return nullptr;
        }
        return &*found;
    }
    void fail(const char *key, const char *why)
    {
        if (m_problem.empty())
            m_problem = fmt::format("reading the configuration of a start: \"{}\" {}", key, why);
    }

    const json &m_object;
    std::string m_problem;
};

json rangeToJson(const IdRange &range)
{
    return { { "base", range.base }, { "size", range.size } };
}

void readRange(Reader &reader, IdRange &range, Result<> &inner)
{
    const json *object = reader.object("range");
    if (object == nullptr)
        return;
    Reader rangeReader(*object);
    rangeReader.read("base", range.base);
    rangeReader.read("size", range.size);
    inner = rangeReader.result();
}

json networkToJson(const NetworkConfig &network)
{
    return { { "address", network.address },
             { "prefixLength", network.prefixLength },
             { "gateway", network.gateway },
             { "nameservers", network.nameservers } };
}

Result<NetworkConfig> networkFromJson(const json &object)
{
    NetworkConfig network;
    Reader reader(object);
    reader.read("address", network.address);
    reader.read("prefixLength", network.prefixLength);
    reader.read("gateway", network.gateway);
    reader.read("nameservers", network.nameservers);
    VITRINE_TRY(reader.result());
    return network;
}

Result<json> parseObject(std::string_view text)
{
    if (text.size() > kMaxConfigBytes)
        return failure(ErrorCode::TooLarge, "reading the configuration of a start: it is too large");
    json parsed = json::parse(text, nullptr, false);
    if (!parsed.is_object())
        return failure(ErrorCode::Protocol, "reading the configuration of a start: it is not a JSON object");
    return parsed;
}

/// Never throws on bytes that are not UTF-8; validation has refused them long before.
std::string dump(const json &object)
{
    return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace

std::size_t countGiven(const ShimConfig &config)
{
    return config.sources.size() + config.layerCount;
}

std::string configToJson(const ShimConfig &config)
{
    json object{ { "spec", spec::toJson(config.spec) },  { "id", config.id },
                 { "ownerUid", config.ownerUid },        { "ownerGid", config.ownerGid },
                 { "range", rangeToJson(config.range) }, { "shimUid", config.shimUid },
                 { "userName", config.userName },        { "userHome", config.userHome },
                 { "sources", config.sources },          { "newVolumes", config.newVolumes },
                 { "layerCount", config.layerCount },    { "logCapBytes", config.logCapBytes } };
    object["newVolumeOwners"] = config.newVolumeOwners;
    if (config.network)
        object["network"] = networkToJson(*config.network);
    return dump(object);
}

Result<ShimConfig> configFromJson(std::string_view text)
{
    VITRINE_TRY_ASSIGN(const json object, parseObject(text));
    ShimConfig config;
    std::string specText;
    Result<> range;
    Reader reader(object);
    reader.read("spec", specText);
    reader.read("id", config.id);
    reader.read("ownerUid", config.ownerUid);
    reader.read("ownerGid", config.ownerGid);
    readRange(reader, config.range, range);
    reader.read("shimUid", config.shimUid);
    reader.read("userName", config.userName);
    reader.read("userHome", config.userHome);
    reader.read("sources", config.sources);
    reader.read("layerCount", config.layerCount);
    reader.read("logCapBytes", config.logCapBytes);
    reader.read("newVolumes", config.newVolumes);
    reader.read("newVolumeOwners", config.newVolumeOwners);
    const json *network = reader.has("network") ? reader.object("network") : nullptr;
    VITRINE_TRY(reader.result());
    VITRINE_TRY(range);
    if (config.newVolumeOwners.size() != config.newVolumes.size())
        return failure(ErrorCode::Protocol, "reading the configuration of a start: an owner of a volume is missing");
    if (config.layerCount > kMaxLayers)
        return failure(ErrorCode::Protocol, "reading the configuration of a start: there are too many layers");
    if (network != nullptr) {
        VITRINE_TRY_ASSIGN(config.network, networkFromJson(*network));
    }
    VITRINE_TRY_ASSIGN(config.spec, spec::fromJson(specText));
    return config;
}

std::string execConfigToJson(const ExecConfig &config)
{
    return dump({ { "exec", spec::execToJson(config.exec) },
                  { "spec", spec::toJson(config.spec) },
                  { "ownerUid", config.ownerUid },
                  { "ownerGid", config.ownerGid },
                  { "range", rangeToJson(config.range) },
                  { "shimUid", config.shimUid },
                  { "display", plan::displayServerName(config.display) } });
}

Result<ExecConfig> execConfigFromJson(std::string_view text)
{
    VITRINE_TRY_ASSIGN(const json object, parseObject(text));
    ExecConfig config;
    std::string execText;
    std::string specText;
    Result<> range;
    Reader reader(object);
    reader.read("exec", execText);
    reader.read("spec", specText);
    reader.read("ownerUid", config.ownerUid);
    reader.read("ownerGid", config.ownerGid);
    readRange(reader, config.range, range);
    reader.read("shimUid", config.shimUid);
    std::string display;
    reader.read("display", display);
    VITRINE_TRY(reader.result());
    VITRINE_TRY(range);
    const auto server = plan::displayServerFromName(display);
    if (!server)
        return failure(ErrorCode::Protocol,
                       "reading the configuration of a start: \"display\" names no display server");
    config.display = *server;
    VITRINE_TRY_ASSIGN(config.exec, spec::execFromJson(execText));
    VITRINE_TRY_ASSIGN(config.spec, spec::fromJson(specText));
    return config;
}

std::string unmountConfigToJson(const UnmountConfig &config)
{
    return dump({ { "mountId", config.mountId }, { "hasOwnBelow", config.hasOwnBelow }, { "others", config.others } });
}

Result<UnmountConfig> unmountConfigFromJson(std::string_view text)
{
    VITRINE_TRY_ASSIGN(const json object, parseObject(text));
    UnmountConfig config;
    Reader reader(object);
    reader.read("mountId", config.mountId);
    reader.read("hasOwnBelow", config.hasOwnBelow);
    reader.read("others", config.others);
    VITRINE_TRY(reader.result());
    return config;
}

} // namespace vitrine::shim
