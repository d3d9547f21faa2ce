// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/PeerBus.h"

#include "core/ipc/Names.h"

#include <QElapsedTimer>
#include <QtTest>

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <stdexcept>

namespace vitrine::test {

namespace {

constexpr std::uint64_t kCallTimeoutUs = 20'000'000;
constexpr qint64 kPatienceMs = 10'000;

std::string busConfig(const std::string &socket)
{
    return "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN\""
           " \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">"
           "<busconfig><listen>unix:path="
        + socket
        + "</listen><auth>EXTERNAL</auth><policy context=\"default\"><allow send_destination=\"*\"/>"
          "<allow receive_sender=\"*\"/>"
          "<allow own=\"*\"/><allow user=\"*\"/></policy></busconfig>";
}

QStringList toList(const std::vector<std::string> &strings)
{
    QStringList list;
    for (const std::string &string : strings)
        list << QString::fromStdString(string);
    return list;
}

} // namespace

std::string Answer::text() const
{
    char type = 0;
    const char *contents = nullptr;
    const char *value = nullptr;
    if (!message || sd_bus_message_peek_type(message.get(), &type, &contents) <= 0)
        return {};
    return sd_bus_message_read_basic(message.get(), type, &value) > 0 ? value : std::string();
}

UniqueFd Answer::fd() const
{
    int borrowed = -1;
    if (!message || sd_bus_message_read(message.get(), "h", &borrowed) <= 0)
        return {};
    return UniqueFd(::fcntl(borrowed, F_DUPFD_CLOEXEC, 3));
}

BusClient::BusClient(const std::string &address, uid_t uid)
{
    sd_bus *raw = nullptr;
    if (uid != 0 && ::seteuid(uid) != 0)
        throw std::runtime_error("cannot become another account");
    int r = sd_bus_new(&raw);
    m_bus.reset(raw);
    if (r >= 0)
        r = sd_bus_set_address(raw, address.c_str());
    if (r >= 0)
        r = sd_bus_set_bus_client(raw, 1);
    if (r >= 0)
        r = sd_bus_start(raw);
    // The first calls finish the connection, still as this account.
    const char *name = nullptr;
    if (r >= 0)
        r = sd_bus_get_unique_name(raw, &name);
    if (uid != 0 && ::seteuid(0) != 0)
        throw std::runtime_error("cannot become root again");
    if (r < 0)
        throw std::runtime_error("cannot connect to the bus");
}

std::uint64_t BusClient::post(const std::string &path, const char *interface, const char *member,
                              const std::function<int(sd_bus_message *)> &append)
{
    sd_bus_message *raw = nullptr;
    int r = sd_bus_message_new_method_call(m_bus.get(), &raw, ipc::kBusName, path.c_str(), interface, member);
    const bus::MessagePtr message(raw);
    std::uint64_t number = 0;
    if (r >= 0)
        r = append(raw);
    if (r >= 0)
        r = sd_bus_send(m_bus.get(), raw, &number);
    if (r >= 0)
        r = sd_bus_flush(m_bus.get());
    return r < 0 ? 0 : number;
}

void BusClient::pump(std::uint64_t timeoutUs)
{
    sd_bus_message *raw = nullptr;
    if (sd_bus_process(m_bus.get(), &raw) == 0)
        sd_bus_wait(m_bus.get(), timeoutUs);
    bus::MessagePtr message(raw);
    if (!message)
        return;
    std::uint64_t number = 0;
    if (sd_bus_message_get_reply_cookie(raw, &number) >= 0)
        m_answers.emplace_back(number, std::move(message));
    else if (sd_bus_message_is_signal(raw, nullptr, nullptr) > 0
             && std::string_view(sd_bus_message_get_path(raw)).starts_with(ipc::kManagerPath))
        m_signals.push_back(std::string(sd_bus_message_get_member(raw)) + ' ' + sd_bus_message_get_path(raw));
}

Answer BusClient::take(std::uint64_t number)
{
    QElapsedTimer timer;
    timer.start();
    while (number != 0 && timer.elapsed() < static_cast<qint64>(kCallTimeoutUs / 1000)) {
        for (auto answer = m_answers.begin(); answer != m_answers.end(); ++answer) {
            if (answer->first != number)
                continue;
            Answer taken{ {}, {}, std::move(answer->second) };
            m_answers.erase(answer);
            if (const sd_bus_error *error = sd_bus_message_get_error(taken.message.get())) {
                taken.errorName = error->name;
                taken.errorText = error->message == nullptr ? "" : error->message;
            }
            return taken;
        }
        pump(100'000);
    }
    return Answer{ "test.NoAnswer", "", nullptr };
}

Answer BusClient::send(const std::string &path, const char *interface, const char *member,
                       const std::function<int(sd_bus_message *)> &append)
{
    return take(post(path, interface, member, append));
}

std::string BusClient::create(const std::string &specJson)
{
    const Answer answer = call(ipc::kManagerPath, ipc::kManagerInterface, "Create", "sa{sh}", specJson.c_str(), 0);
    if (!answer)
        qWarning("Create: %s", answer.errorText.c_str());
    const std::string path = answer.text();
    return path.substr(path.rfind('/') + 1);
}

std::string BusClient::property(const std::string &id, const char *name)
{
    const Answer answer = call(ipc::kContainerPathPrefix + id, "org.freedesktop.DBus.Properties", "Get", "ss",
                               ipc::kContainerInterface, name);
    const char *text = nullptr;
    std::uint32_t number = 0;
    if (!answer)
        return answer.errorName;
    if (sd_bus_message_read(answer.message.get(), "v", "s", &text) >= 0 && text != nullptr)
        return text;
    return sd_bus_message_read(answer.message.get(), "v", "u", &number) >= 0 ? std::to_string(number) : std::string();
}

bool BusClient::waitForState(const std::string &id, const std::string &state)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < kPatienceMs) {
        if (property(id, "State") == state)
            return true;
        pump(50'000);
    }
    return false;
}

std::vector<std::string> BusClient::list()
{
    const Answer answer = call(ipc::kManagerPath, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects");
    std::vector<std::string> ids;
    if (!answer || sd_bus_message_enter_container(answer.message.get(), 'a', "{oa{sa{sv}}}") < 0)
        return { answer.errorName };
    while (sd_bus_message_enter_container(answer.message.get(), 'e', "oa{sa{sv}}") > 0) {
        const char *path = "";
        sd_bus_message_read(answer.message.get(), "o", &path);
        sd_bus_message_skip(answer.message.get(), "a{sa{sv}}");
        sd_bus_message_exit_container(answer.message.get());
        ids.push_back(std::string(path).substr(std::string_view(ipc::kContainerPathPrefix).size()));
    }
    return ids;
}

std::vector<std::string> BusClient::signalsUntil(const std::string &wanted)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < kPatienceMs && (m_signals.empty() || m_signals.back() != wanted))
        pump(50'000);
    return std::exchange(m_signals, {});
}

HelperPrograms HelperPrograms::fakes()
{
    return { VITRINE_FAKE_HELPER, VITRINE_FAKE_LIBEXEC };
}

HelperRig::HelperRig(const std::vector<std::string> &options, HelperPrograms programs)
    : m_options(options)
    , m_programs(std::move(programs))
{
    namespace fs = std::filesystem;
    fs::permissions(m_tree.root(), fs::perms(0755)); // other accounts reach the bus
    m_tree.write("bus.conf", busConfig(m_tree.path("bus")));
    m_bus.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_bus.start("dbus-daemon",
                { "--nofork", "--nopidfile", "--print-address=1",
                  QString::fromStdString("--config-file=" + m_tree.path("bus.conf")) });
    if (!m_bus.waitForReadyRead(static_cast<int>(kPatienceMs)))
        throw std::runtime_error("dbus-daemon does not start");
}

HelperRig::~HelperRig()
{
    // The ordinary way out, so that what a sanitizer finds on it is seen.
    if (m_helper.state() != QProcess::NotRunning) {
        m_helper.terminate();
        if (!helperEnds() || m_helper.exitCode() != 0)
            qCritical("the helper did not end well: %s", journal().c_str());
    }
    killHelper();
    m_bus.kill();
    m_bus.waitForFinished();
    // What the fake shims have started ends with their fake cgroups.
    for (const std::string &id : names("run-host/cgroup")) {
        for (const char *part : { "payload", "shim" }) {
            std::ifstream procs(m_tree.path("run-host/cgroup/" + id + '/' + part + "/procs"));
            for (pid_t pid = 0; procs >> pid;)
                ::kill(pid, SIGKILL);
        }
    }
}

std::string HelperRig::address() const
{
    return "unix:path=" + m_tree.path("bus");
}

std::unique_ptr<BusClient> HelperRig::client(uid_t uid) const
{
    return std::make_unique<BusClient>(address(), uid);
}

QStringList HelperRig::arguments(const std::vector<std::string> &more) const
{
    QStringList list{ "--bus-address", QString::fromStdString(address()),
                      "--state-dir",   QString::fromStdString(m_tree.path("state")),
                      "--run-dir",     QString::fromStdString(m_tree.path("run")),
                      "--libexec-dir", QString::fromStdString(m_programs.libexecDir) };
    list << toList(m_options) << toList(more);
    return list;
}

std::pair<int, std::string> HelperRig::runSecondHelper(const std::vector<std::string> &more) const
{
    constexpr int kSecondPatienceMs = 20'000;
    QProcess helper;
    helper.setProcessChannelMode(QProcess::MergedChannels);
    helper.start(QString::fromStdString(m_programs.helper), arguments(more));
    const bool hasEnded = helper.waitForFinished(kSecondPatienceMs);
    if (!hasEnded) {
        helper.kill();
        helper.waitForFinished();
    }
    return { hasEnded ? helper.exitCode() : -1, helper.readAll().toStdString() };
}

bool HelperRig::startHelper(const std::vector<std::string> &more)
{
    m_helper.setProcessChannelMode(QProcess::MergedChannels);
    m_helper.start(QString::fromStdString(m_programs.helper), arguments(more));
    if (!m_helper.waitForStarted())
        return false;
    // Not activatable here: until it has its name the bus knows nobody of it.
    const auto peer = client();
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < kPatienceMs && m_helper.state() == QProcess::Running) {
        if (peer->call(ipc::kManagerPath, ipc::kManagerInterface, "Ping"))
            return true;
        m_helper.waitForFinished(2);
    }
    qWarning("%s", journal().c_str());
    return false;
}

void HelperRig::killHelper()
{
    if (m_helper.state() == QProcess::NotRunning)
        return;
    m_helper.kill();
    m_helper.waitForFinished();
}

bool HelperRig::helperEnds()
{
    return m_helper.state() == QProcess::NotRunning || m_helper.waitForFinished(static_cast<int>(kPatienceMs));
}

std::vector<std::string> HelperRig::names(const std::string &directory) const
{
    std::vector<std::string> found;
    std::error_code none;
    for (const auto &entry : std::filesystem::directory_iterator(m_tree.path(directory), none))
        found.push_back(entry.path().filename().string());
    return found;
}

bool HelperRig::isClean() const
{
    return names("run").empty() && names("run-host/cgroup").empty() && names("run-host/network").empty();
}

std::size_t HelperRig::helperDescriptors() const
{
    const std::filesystem::directory_iterator descriptors("/proc/" + std::to_string(m_helper.processId()) + "/fd");
    return static_cast<std::size_t>(std::distance(begin(descriptors), end(descriptors)));
}

std::string HelperRig::journal()
{
    return m_helper.readAll().toStdString();
}

std::string specJson(const std::string &name, const std::string &command, const std::string &more)
{
    return R"({"schemaVersion":1,"name":")" + name + R"(","command":[)" + command + "]"
        + (more.empty() ? "" : "," + more) + "}";
}

} // namespace vitrine::test
