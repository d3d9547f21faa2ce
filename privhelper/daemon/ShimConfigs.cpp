// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/ShimConfigs.h"

#include "privhelper/daemon/IdPool.h"

namespace vitrine::daemon {

std::vector<std::string> keysOf(const Sources &sources)
{
    std::vector<std::string> keys;
    for (const Source &source : sources)
        keys.push_back(source.key);
    return keys;
}

shim::ShimConfig shimConfigOf(const ContainerRecord &record, const Sources &sources)
{
    shim::ShimConfig config;
    config.spec = record.spec;
    config.id = record.id;
    config.ownerUid = record.ownerUid;
    config.ownerGid = record.ownerGid;
    config.range = IdPool::range(record.index);
    config.shimUid = IdPool::shimUid(record.index);
    config.sources = keysOf(sources);
    return config;
}

} // namespace vitrine::daemon
