// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/FilesFixture.h"

#include "core/ipc/Names.h"

#include <QElapsedTimer>
#include <QProcess>

#include <fcntl.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace vitrine::tests {

namespace fs = std::filesystem;
using test::Answer;

namespace {

constexpr qint64 kPatienceMs = 20'000;

bool waitUntil(const std::function<bool()> &holds)
{
    QElapsedTimer timer;
    for (timer.start(); timer.elapsed() < kPatienceMs; std::this_thread::sleep_for(std::chrono::milliseconds(10))) {
        if (holds())
            return true;
    }
    return false;
}

std::string jsonText(const std::string &text)
{
    std::string json = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            json += '\\';
        json += c;
    }
    return json + '"';
}

} // namespace

FilesFixture::FilesFixture()
    : m_tar(m_helper.tree().path("root.tar"))
{
    const test::TempTree &tree = m_helper.tree();
    tree.makeDirectory("root/bin");
    for (const char *folder : { "root/proc", "root/dev", "root/sys", "root/tmp", "root/srv" })
        tree.makeDirectory(folder);
    fs::copy_file("/bin/busybox", tree.path("root/bin/busybox"));
    fs::create_symlink("busybox", tree.path("root/bin/sh"));
    tree.write("root/etc/issue", "127.0.0.1 localhost\n");
    tree.write("root/etc/motd", "welcome\n");
    tree.write("root/etc/passwd", "root:x:0:0::/:/bin/sh\npostgres:x:70:71::/:/bin/sh\n");
    tree.write("root/etc/group", "root:x:0:\npostgres:x:71:\n");
    tree.write("root/data/one", "1\n");
    tree.write("root/data/two", "2\n");
    if (QProcess::execute("tar",
                          { "-C", QString::fromStdString(tree.path("root")), "--owner=0", "--group=0", "-cf",
                            QString::fromStdString(m_tar), "." })
        != 0)
        throw std::runtime_error("no tar of a root");
}

std::string FilesFixture::create(const std::string &name, const std::string &script, const std::string &more)
{
    const std::string json = test::specJson(name, R"("/bin/busybox","sh","-c",)" + jsonText(script),
                                            R"("root":{"kind":"tar","path":)" + jsonText(m_tar) + "}" + more);
    const UniqueFd archive(::open(m_tar.c_str(), O_RDONLY | O_CLOEXEC));
    const Answer made = m_helper.client().call(ipc::kManagerPath, ipc::kManagerInterface, "Create", "sa{sh}",
                                               json.c_str(), 1, ipc::kSourceRoot, archive.get());
    if (!made) {
        qWarning("Create: %s", made.errorText.c_str());
        return {};
    }
    const std::string path = made.text();
    const std::string id = path.substr(path.rfind('/') + 1);
    if (m_helper.client().waitForState(id, "created"))
        return id;
    qWarning("not unpacked: %s", m_helper.client().property(id, "Ended").c_str());
    return {};
}

std::string FilesFixture::createVolume(const std::string &name, const std::string &owner)
{
    const std::string request = R"({"name":")" + name + R"(","owner":")" + owner + "\"}";
    const Answer made =
        m_helper.client().call(ipc::kManagerPath, ipc::kManagerInterface, "CreateVolume", "s", request.c_str());
    if (!made)
        qWarning("CreateVolume: %s", made.errorText.c_str());
    const std::string path = made.text();
    return path.substr(path.rfind('/') + 1);
}

bool FilesFixture::start(const std::string &id)
{
    const Answer started = m_helper.client().start(id);
    if (!started)
        qWarning("Start: %s", started.errorText.c_str());
    return static_cast<bool>(started);
}

bool FilesFixture::stop(const std::string &id)
{
    return m_helper.client().verb(id, "Stop", "u", 0U) && m_helper.client().waitForState(id, "ended");
}

void FilesFixture::remove(const std::string &id)
{
    m_helper.client().verb(id, "Remove", "b", 1);
}

Answer FilesFixture::openFiles(const std::string &id)
{
    return m_helper.client().verb(id, "OpenFiles", "a{sh}", 0);
}

std::unique_ptr<gui::FilesLink> FilesFixture::link(const Answer &opened)
{
    if (!opened) {
        qWarning("OpenFiles: %s", opened.errorText.c_str());
        return nullptr;
    }
    auto link = std::make_unique<gui::FilesLink>(opened.fd());
    if (const auto begun = link->begin(); !begun) {
        qWarning("the files: %s", begun.error().what.c_str());
        return nullptr;
    }
    return link;
}

bool FilesFixture::waitForFile(gui::FilesLink &link, const std::string &path)
{
    return waitUntil([&] { return link.stat(ipc::FilesRoot::Merged, path, false).has_value(); });
}

std::vector<pid_t> FilesFixture::servers()
{
    const std::string helper = std::to_string(m_helper.rig().helperPid());
    std::ifstream children("/proc/" + helper + "/task/" + helper + "/children");
    std::vector<pid_t> found;
    for (pid_t pid = 0; children >> pid;) {
        std::ifstream words("/proc/" + std::to_string(pid) + "/cmdline");
        std::stringstream text;
        text << words.rdbuf();
        if (text.str().find(std::string("\0files", 6)) != std::string::npos
            || text.str().find(std::string("\0volume", 7)) != std::string::npos)
            found.push_back(pid);
    }
    return found;
}

bool FilesFixture::waitForServers(std::size_t count)
{
    return waitUntil([&] { return servers().size() == count; });
}

std::string FilesFixture::stateOf(const std::string &id, const std::string &below)
{
    return m_helper.rig().tree().path("state/containers/" + id + '/' + below);
}

std::string FilesFixture::statusOf(pid_t server, const std::string &field)
{
    std::ifstream status("/proc/" + std::to_string(server) + "/status");
    for (std::string name; status >> name; status.ignore(std::numeric_limits<std::streamsize>::max(), '\n')) {
        if (name == field + ':' && status >> name)
            return name;
    }
    return {};
}

} // namespace vitrine::tests
