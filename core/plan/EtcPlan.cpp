// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/EtcPlan.h"

#include <fmt/format.h>

#include <array>

namespace vitrine::plan {

std::vector<EtcFile> planNetworkFiles(const std::string &hostname, const std::string &address,
                                      const std::vector<std::string> &nameservers)
{
    std::string resolver;
    for (const std::string &server : nameservers)
        resolver += fmt::format("nameserver {}\n", server);
    return {
        { "hosts",
          fmt::format("127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n{}\t{}\n",
                      address.empty() ? "127.0.1.1" : address, hostname) },
        { "hostname", hostname + "\n" },
        { "resolv.conf", resolver },
    };
}

std::vector<EtcFile> planUserFiles(const std::optional<User> &owner)
{
    std::string passwd = "root:x:0:0:root:/root:/bin/sh\n";
    std::string group = "root:x:0:\ntty:x:5:\nusers:x:100:\n";
    if (owner) {
        passwd += fmt::format("{0}:x:{1}:{2}:{0}:{3}:/bin/sh\n", owner->name, owner->uid, owner->gid, owner->home);
        group += fmt::format("{}:x:{}:\n", owner->name, owner->gid);
    }
    passwd += "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n";
    group += "nogroup:x:65534:\n";
    return { { "passwd", passwd }, { "group", group } };
}

std::span<const std::string_view> sharedEtcEntries()
{
    static constexpr std::array<std::string_view, 41> kEntries{
        "alternatives",
        "bash.bashrc",
        "bash_completion.d",
        "ca-certificates",
        "ca-certificates.conf",
        "dconf",
        "debian_version",
        "fonts",
        "gai.conf",
        "gtk-2.0",
        "gtk-3.0",
        "gtk-4.0",
        "host.conf",
        "inputrc",
        "java",
        "ld.so.cache",
        "ld.so.conf",
        "ld.so.conf.d",
        "libnl-3",
        "locale.alias",
        "locale.conf",
        "locale.gen",
        "localtime",
        "magic",
        "magic.mime",
        "mailcap",
        "mime.types",
        "nsswitch.conf",
        "OpenCL",
        "os-release",
        "pki",
        "profile",
        "protocols",
        "rpc",
        "services",
        "ssl/certs",
        "ssl/openssl.cnf",
        "terminfo",
        "timezone",
        "X11",
        "xdg",
    };
    return kEntries;
}

std::string hostnameOf(const spec::ContainerSpec &spec)
{
    return spec.hostname.empty() ? spec.name : spec.hostname;
}

} // namespace vitrine::plan
