// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/HostState.h"

#include "privhelper/sys/Rtnetlink.h"

#include <QProcess>

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace vitrine::tests {

namespace fs = std::filesystem;

namespace {

std::string fileText(const fs::path &path)
{
    std::ifstream file(path);
    return { std::istreambuf_iterator<char>(file), {} };
}

void addLines(HostState &state, const std::string &kind, const std::string &text)
{
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        state.insert(kind + line);
}

/// Without the numbers that differ between two mounts of the same.
void addMounts(HostState &state)
{
    std::istringstream lines(fileText("/proc/self/mountinfo"));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        std::string skipped;
        std::string rest;
        fields >> skipped >> skipped >> skipped;
        std::getline(fields, rest);
        state.insert("mount" + rest);
    }
}

void addTree(HostState &state, const std::string &kind, const fs::path &path, bool directoriesOnly)
{
    std::error_code ignored;
    for (auto entry = fs::recursive_directory_iterator(path, ignored); entry != fs::recursive_directory_iterator();
         entry.increment(ignored)) {
        struct stat info { };
        if (::lstat(entry->path().c_str(), &info) == 0 && (!directoriesOnly || S_ISDIR(info.st_mode)))
            state.insert(kind + entry->path().string() + ' ' + std::to_string(info.st_mode) + ' '
                         + std::to_string(info.st_uid));
    }
}

void addNetwork(HostState &state)
{
    auto netlink = sys::Rtnetlink::open().value();
    const auto links = netlink.links().value();
    for (const sys::LinkInfo &link : links) {
        state.insert("link " + link.name + ' ' + link.alias);
        const auto subnets = netlink.addresses(link.index).value();
        for (const sys::Subnet &subnet : subnets)
            state.insert("address " + link.name + ' ' + sys::subnetText(subnet));
    }
    const auto routes = netlink.routes(0).value();
    for (const sys::Subnet &subnet : routes)
        state.insert("route " + sys::subnetText(subnet));
    std::error_code ignored;
    for (const auto &entry : fs::directory_iterator("/proc/sys/net/ipv4/conf", ignored))
        addLines(state, "forwarding " + entry.path().filename().string() + ' ', fileText(entry.path() / "forwarding"));
    QProcess nft;
    nft.start("nft", { "list", "ruleset" });
    nft.waitForFinished();
    addLines(state, "rule ", nft.readAllStandardOutput().toStdString());
}

/// With those that have ended and that nobody has asked for their status.
void addProcesses(HostState &state)
{
    for (const auto &entry : fs::directory_iterator("/proc")) {
        if (entry.path().filename().string().find_first_not_of("0123456789") != std::string::npos)
            continue;
        const std::string text = fileText(entry.path() / "stat"); // "12 (name) S …"
        const auto open = text.find('(');
        const auto close = text.rfind(')');
        if (open != std::string::npos && close != std::string::npos && close + 2 < text.size())
            state.insert("process " + text.substr(open, close - open + 1) + (text[close + 2] == 'Z' ? " ended" : ""));
    }
}

std::string cgroupMount()
{
    std::istringstream lines(fileText("/proc/self/mounts"));
    std::string found;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        std::string device;
        std::string path;
        std::string type;
        if (fields >> device >> path >> type && type == "cgroup2")
            found = path;
    }
    return found;
}

} // namespace

HostState readHostState(const std::vector<std::string> &directories)
{
    HostState state;
    addMounts(state);
    addNetwork(state);
    addTree(state, "cgroup ", cgroupMount(), true);
    addProcesses(state);
    for (const std::string &directory : directories)
        addTree(state, "file ", directory, false);
    return state;
}

std::string difference(const HostState &before, const HostState &after)
{
    std::string text;
    HostState only;
    std::ranges::set_difference(after, before, std::inserter(only, only.end()));
    for (const std::string &line : only)
        text += "+ " + line + '\n';
    only.clear();
    std::ranges::set_difference(before, after, std::inserter(only, only.end()));
    for (const std::string &line : only)
        text += "- " + line + '\n';
    return text;
}

} // namespace vitrine::tests
