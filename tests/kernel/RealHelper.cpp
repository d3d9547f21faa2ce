// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/RealHelper.h"

#include "core/ipc/Names.h"
#include "privhelper/sys/Rtnetlink.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

namespace vitrine::tests {

namespace fs = std::filesystem;
using test::Answer;

const char *const RealHelper::kPath = ipc::kManagerPath;
const char *const RealHelper::kInterface = ipc::kManagerInterface;

namespace {

constexpr uid_t kOwner = 1000;
constexpr const char *kShimName = "vitrine-shim";
const fs::path kLibexec = fs::path(VITRINE_HELPER).parent_path();

/// For which forwarding is borrowed.
void makeWayOut()
{
    auto netlink = sys::Rtnetlink::open().value();
    const UniqueFd own(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
    const auto check = [](const Result<> &result) {
        if (!result)
            throw std::runtime_error(result.error().what);
    };
    check(netlink.makeVeth({ "out0", 0, "up0", "", own.get() }));
    const auto links = netlink.links().value();
    const int out = sys::findLink(links, "out0")->index;
    check(netlink.setUp(sys::findLink(links, "lo")->index));
    check(netlink.addAddress(out, sys::parseIpv4("192.0.2.1").value(), 24));
    check(netlink.setUp(out));
}

} // namespace

RealHelper::RealHelper()
{
    makeWayOut();
    const std::string folder = m_tree.makeDirectory("shared");
    m_folder.reset(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    const std::string libexec = m_tree.makeDirectory("libexec");
    fs::create_symlink(kLibexec / "vitrine-unpack", libexec + "/vitrine-unpack");
    const std::vector<std::string> options{ "--owner", std::to_string(kOwner) };
    m_rig = std::make_unique<test::HelperRig>(options, test::HelperPrograms{ VITRINE_HELPER, libexec });
    if (::chown(folder.c_str(), kOwner, kOwner) != 0 || !runShimUnder("exec") || !m_rig->startHelper())
        throw std::runtime_error("the helper does not start");
    m_client = m_rig->client(kOwner);
}

bool RealHelper::runShimUnder(const std::string &words)
{
    const std::string script =
        m_tree.write(std::string("libexec/") + kShimName,
                     "#!/bin/sh\n" + words + ' ' + (kLibexec / kShimName).string() + " \"$@\"\n");
    return ::chmod(script.c_str(), 0755) == 0;
}

Answer RealHelper::startContainer()
{
    const std::string json = test::specJson("victim", R"("sleep","600")",
                                            R"("network":"private","mounts":[{"kind":"bind","source":")"
                                                + m_tree.path("shared") + R"(","target":"/shared"}])");
    m_id.clear();
    Answer created = m_client->call(kPath, kInterface, "Create", "sa{sh}", json.c_str(), 0);
    if (!created)
        return created;
    const std::string path = created.text();
    m_id = path.substr(path.rfind('/') + 1);
    return m_client->verb(m_id, "Start", "a{sh}", 1, "mount:0", m_folder.get());
}

} // namespace vitrine::tests
