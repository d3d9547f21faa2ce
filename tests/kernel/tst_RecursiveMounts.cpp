// SPDX-License-Identifier: GPL-3.0-or-later
// Bind mounts with what is mounted below them, then and later, by the real helper and the real shim.
#include "core/ipc/Names.h"
#include "core/spec/MountStates.h"
#include "core/spec/MountVerdict.h"
#include "core/spec/SpecJson.h"
#include "tests/kernel/MountRig.h"
#include "tests/support/Sandbox.h"

#include <QProcess>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

using namespace vitrine;
using namespace vitrine::tests;
namespace fs = std::filesystem;

namespace {

void write(const std::string &path, const std::string &text, uid_t owner = kOwner)
{
    std::ofstream(path) << text;
    (void)!::chown(path.c_str(), owner, owner);
}

std::string makeDirectory(const std::string &path, uid_t owner = kOwner, mode_t mode = 0755)
{
    fs::create_directories(path);
    (void)!::chown(path.c_str(), owner, owner);
    ::chmod(path.c_str(), mode);
    return path;
}

/// A mount of this computer, for as long as a test lasts.
class HostMount {
public:
    HostMount(const char *source, std::string place, const char *type, unsigned long flags)
        : m_place(std::move(place))
        , m_isThere(::mount(source, m_place.c_str(), type, flags, nullptr) == 0)
    {
    }
    ~HostMount() { ::umount2(m_place.c_str(), MNT_DETACH); }
    HostMount(const HostMount &) = delete;
    HostMount &operator=(const HostMount &) = delete;
    [[nodiscard]] bool isThere() const { return m_isThere; }

private:
    std::string m_place;
    bool m_isThere;
};

spec::Mount bindOf(const std::string &source, const std::string &target, spec::Access access = spec::Access::ReadWrite)
{
    spec::Mount mount{ spec::MountKind::Bind, source, target, access, {} };
    mount.recursive = true;
    return mount;
}

} // namespace

class TestRecursiveMounts : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { m_rig = std::make_unique<MountRig>(); }
    void cleanupTestCase() { m_rig.reset(); }

    /// docs/          0700, of the owner
    ///   note
    ///   usb/         another directory of the same file system; file in it
    ///   ram/         cannot map ids; open to all
    ///   kernel/      proc
    ///   hidden/      two mounts on top of each other
    ///   locked/      0700, of root, with a mount in it
    void init()
    {
        m_docs = makeDirectory(m_rig->helper().tree().path("docs"), kOwner, 0700);
        const std::string other = makeDirectory(m_rig->helper().tree().path("other"), kOwner, 0700);
        write(m_docs + "/note", "one\n");
        write(other + "/file", "on the stick\n");
        for (const char *name : { "/usb", "/ram", "/kernel", "/hidden", "/locked/in", "/later" })
            makeDirectory(m_docs + name);
        makeDirectory(m_docs + "/locked", 0, 0700);
        const auto mount = [&](const char *source, const std::string &place, const char *type, unsigned long flags) {
            m_mounts.push_back(std::make_unique<HostMount>(source, m_docs + place, type, flags));
            QVERIFY(m_mounts.back()->isThere());
        };
        mount(other.c_str(), "/usb", nullptr, MS_BIND);
        mount("probe", "/ram", "ramfs", 0);
        mount("proc", "/kernel", "proc", 0);
        mount("below", "/hidden", "tmpfs", 0);
        write(m_docs + "/hidden/secret", "secret\n");
        mount("above", "/hidden", "tmpfs", 0);
        write(m_docs + "/hidden/open", "open\n");
        mount("in", "/locked/in", "tmpfs", 0);
        write(m_docs + "/locked/in/file", "unreachable\n");
        write(m_docs + "/ram/file", "in memory\n");
        m_hostMounts = readText("/proc/self/mountinfo");
    }
    void cleanup()
    {
        if (!m_rig->id.empty())
            QVERIFY(client().verb(m_rig->id, "Remove", "b", 1));
        m_rig->id.clear();
        QCOMPARE(readText("/proc/self/mountinfo"), m_hostMounts);
        while (!m_mounts.empty())
            m_mounts.pop_back();
        fs::remove_all(m_docs);
        fs::remove_all(m_rig->helper().tree().path("other"));
    }

    void showsWhatIsMountedBelow_data()
    {
        QTest::addColumn<bool>("whileItRuns");
        QTest::addColumn<int>("user");
        QTest::addRow("at the start") << false << 0;
        QTest::addRow("at the start, user 999") << false << 999;
        QTest::addRow("while it runs") << true << 0;
    }
    void showsWhatIsMountedBelow()
    {
        QFETCH(bool, whileItRuns);
        QFETCH(int, user);
        const spec::Mount mount = bindOf(m_docs, "/d");
        if (whileItRuns) {
            start({});
            const auto added = add(mount);
            QVERIFY2(added, added.errorText.c_str());
        } else {
            start({ mount }, user == 0 ? "" : R"("user":"999:999")");
        }
        QCOMPARE(inside(user, "cat /d/note /d/usb/file /d/ram/file /d/hidden/open; ls /d/hidden"),
                 std::string("one\non the stick\nin memory\nopen\nopen\n"));
        QCOMPARE(inside(user, "echo two > /d/usb/made && stat -c %u /d/usb/made"), std::to_string(user) + "\n");
        struct stat info { };
        QCOMPARE(::stat((m_docs + "/usb/made").c_str(), &info), 0);
        QCOMPARE(info.st_uid, kOwner);
        // Whose ids cannot be mapped can be read only; the kernel's own is not there.
        QCOMPARE(inside(user, "touch /d/ram/x 2>/dev/null || echo refused; ls /d/kernel | wc -l"),
                 std::string("refused\n0\n"));
        // As for the owner outside, whom the directory lets not in.
        QCOMPARE(inside(user, "cat /d/locked/in/file 2>/dev/null || echo refused"), std::string("refused\n"));
        QCOMPARE(inside(user, "awk '$5 ~ \"^/d(/|$)\" { print $5 }' /proc/self/mountinfo"),
                 std::string("/d\n/d/usb\n/d/ram\n/d/hidden\n"));
        QCOMPARE(inside(user, "awk '$5 ~ \"^/d(/|$)\" && ($6 !~ /nosuid/ || $6 !~ /nodev/)' /proc/self/mountinfo"),
                 std::string());
    }

    /// A server of files that answers nobody, and whose owner alone may ask it.
    void serverBelowIsNotAsked()
    {
        const std::string place = makeDirectory(m_docs + "/server");
        UniqueFd device(::open("/dev/fuse", O_RDWR | O_CLOEXEC));
        const std::string options = "fd=" + std::to_string(device.get()) + ",rootmode=40000,user_id=1000,group_id=1000";
        if (!device || ::mount("deaf", place.c_str(), "fuse", MS_NOSUID | MS_NODEV, options.c_str()) != 0)
            QSKIP("this computer has no FUSE");
        start({ bindOf(m_docs, "/d") });
        QCOMPARE(
            inside(0,
                   "cat /d/note; grep -c ' /d/server ' /proc/self/mountinfo; ls /d/server 2>/dev/null || echo refused"),
            std::string("one\n1\nrefused\n"));
        device.reset();
        QCOMPARE(::umount2(place.c_str(), MNT_DETACH), 0);
    }

    void allOfItIsReadOnlyAndNoProgramRuns()
    {
        spec::Mount mount = bindOf(m_docs, "/d", spec::Access::ReadOnly);
        mount.noExec = true;
        start({ mount });
        QCOMPARE(inside(0,
                        "cat /d/usb/file; for f in /d/x /d/usb/x /d/ram/x /d/hidden/x; do touch $f 2>/dev/null || echo "
                        "ro; done"),
                 std::string("on the stick\nro\nro\nro\nro\n"));
        write(m_docs + "/usb/program", "#!/bin/sh\necho ran\n");
        ::chmod((m_docs + "/usb/program").c_str(), 0755);
        QCOMPARE(inside(0, "/d/usb/program 2>/dev/null || echo refused"), std::string("refused\n"));
    }

    void aloneItShowsNothingOfIt()
    {
        spec::Mount mount = bindOf(m_docs, "/d");
        mount.recursive = false;
        start({ mount });
        QCOMPARE(inside(0, "cat /d/note; ls /d/usb /d/ram /d/hidden /d/kernel | grep -v : | tr -d '\\n'"),
                 std::string("one\n"));
    }

    void itIsTakenAwayWithAllOfIt()
    {
        start({});
        QVERIFY(add(bindOf(m_docs, "/d")));
        QProcess user;
        user.start("nsenter",
                   enter(0) << "sh"
                            << "-c"
                            << "cd /d/usb && echo in && read line");
        QVERIFY(user.waitForReadyRead(20'000));
        const auto busy = remove("/d");
        QCOMPARE(busy.errorName, std::string("io.vitrine.Error.Busy"));
        QVERIFY2(busy.errorText.find("/d is in use: the working directory of sh") != std::string::npos,
                 busy.errorText.c_str());
        QCOMPARE(inside(0, "cat /d/usb/file"), std::string("on the stick\n"));
        user.closeWriteChannel();
        QVERIFY(user.waitForFinished(20'000));
        // A mount of the specification's own in it stays where it is.
        QVERIFY(add({ spec::MountKind::Tmpfs, "", "/d/usb", spec::Access::ReadWrite, {} }));
        const auto holding = remove("/d");
        QVERIFY2(holding.errorText.find("/d/usb is mounted in it") != std::string::npos, holding.errorText.c_str());
        QVERIFY(remove("/d/usb"));
        QCOMPARE(inside(0, "cat /d/usb/file"), std::string("on the stick\n"));
        const auto removed = remove("/d");
        QVERIFY2(removed, removed.errorText.c_str());
        QCOMPARE(inside(0, "grep -c ' /d[ /]' /proc/self/mountinfo; ls /d | wc -l"), std::string("0\n0\n"));
        QCOMPARE(readText(m_docs + "/usb/file"), std::string("on the stick\n"));
    }

    void saysBeforeTheStartWhatIsNotAsOnThisComputer()
    {
        spec::ContainerSpec spec;
        spec.mounts = { bindOf(m_docs, "/d"), bindOf(m_docs, "/e", spec::Access::ReadOnly), bindOf(m_docs, "/f") };
        spec.mounts[1].propagation = spec::Propagation::Slave;
        spec.mounts[2].recursive = false;
        const auto verdicts = tryAll(spec);
        QCOMPARE(verdicts.size(), std::size_t{ 3 });
        for (std::size_t i = 0; i < 3; ++i)
            QVERIFY2(isGood(verdicts[i], spec.mounts[i]), verdicts[i].reason.c_str());
        using Notes = std::vector<std::string>;
        Notes notes = verdicts[0].notes;
        // Before Linux 6.3 that is so of tmpfs, too.
        std::erase_if(notes, [](const std::string &note) { return note.ends_with(": tmpfs cannot map ids"); });
        QCOMPARE(notes,
                 (Notes{ "ram below it can only be read: ramfs cannot map ids",
                         "kernel below it is left out: proc is a window of the kernel" }));
        QCOMPARE(verdicts[1].notes.size(), std::size_t{ 2 });
        QVERIFY2(verdicts[1].notes[0].starts_with("what is mounted below it later will not show"),
                 verdicts[1].notes[0].c_str());
        QVERIFY(verdicts[2].notes.empty());
    }

    void whatIsMountedLaterShowsWhereItIsWanted_data()
    {
        QTest::addColumn<bool>("slave");
        QTest::addColumn<bool>("recursive");
        QTest::addRow("rslave") << true << true;
        QTest::addRow("slave, alone") << true << false;
        QTest::addRow("private") << false << true;
    }
    void whatIsMountedLaterShowsWhereItIsWanted()
    {
        QFETCH(bool, slave);
        QFETCH(bool, recursive);
        QCOMPARE(::mount(m_docs.c_str(), m_docs.c_str(), nullptr, MS_BIND | MS_REC, nullptr), 0);
        QCOMPARE(::mount(nullptr, m_docs.c_str(), nullptr, MS_SHARED | MS_REC, nullptr), 0);
        const std::string before = readText("/proc/self/mountinfo");
        spec::Mount mount = bindOf(m_docs, "/d");
        mount.recursive = recursive;
        mount.propagation = slave ? spec::Propagation::Slave : spec::Propagation::Private;
        start({ mount });
        spec::ContainerSpec spec;
        spec.mounts = { mount };
        const auto verdicts = tryAll(spec);
        for (const std::string &note : verdicts.at(0).notes)
            QVERIFY2(note.find("later") == std::string::npos, note.c_str());
        {
            const HostMount stick("stick", m_docs + "/later", "tmpfs", 0);
            QVERIFY(stick.isThere());
            write(m_docs + "/later/file", "later\n");
            QCOMPARE(inside(0, "cat /d/later/file 2>/dev/null || echo nothing"),
                     std::string(slave ? "later\n" : "nothing\n"));
        }
        QCOMPARE(inside(0, "ls /d/later | wc -l"), std::string("0\n"));
        // Never the other way round.
        QVERIFY(add({ spec::MountKind::Tmpfs, "", "/d/later", spec::Access::ReadWrite, {} }));
        QCOMPARE(readText("/proc/self/mountinfo"), before);
        QVERIFY(fs::is_empty(m_docs + "/later"));
        QVERIFY(remove("/d/later"));
        const HostMount again("stick", m_docs + "/later", "tmpfs", 0);
        const auto removed = remove("/d");
        QVERIFY2(removed, removed.errorText.c_str());
        QCOMPARE(inside(0, "grep -c ' /d[ /]' /proc/self/mountinfo"), std::string("0\n"));
        ::umount2((m_docs + "/later").c_str(), MNT_DETACH);
        QVERIFY(client().verb(m_rig->id, "Remove", "b", 1));
        m_rig->id.clear();
        QCOMPARE(::umount2(m_docs.c_str(), MNT_DETACH), 0);
    }

    /// What lies below a place is swapped for links all the time: never does anything come to lie elsewhere.
    void swappedPlacesLeadNowhere()
    {
        start({});
        const std::string swapped = makeDirectory(m_docs + "/usb/s/t");
        write(makeDirectory(m_rig->helper().tree().path("third")) + "/third", "x");
        m_mounts.push_back(
            std::make_unique<HostMount>(m_rig->helper().tree().path("third").c_str(), swapped, nullptr, MS_BIND));
        m_hostMounts = readText("/proc/self/mountinfo");
        QProcess swapper;
        const QString place = QString::fromStdString(m_docs + "/usb");
        swapper.start("sh",
                      { "-c",
                        "cd \"$0\"; while :; do mv s r; ln -s / s; rm s; ln -s /proc/self/root/tmp s; rm s; mv r s; "
                        "done",
                        place });
        QVERIFY(swapper.waitForStarted());
        int complete = 0;
        for (int i = 0; i < 40; ++i) {
            if (!add(bindOf(m_docs, "/d")))
                continue;
            const std::string places =
                inside(0, "awk '$4 ~ /third/ { print $5 }' /proc/self/mountinfo | sort -u | tr '\\n' ' '");
            QVERIFY2(places.empty() || places == "/d/usb/s/t " || places == "/d/usb/r/t ", places.c_str());
            complete += places.empty() ? 0 : 1;
            test::Answer removed = remove("/d");
            for (int again = 0; again < 100 && removed.errorName == "io.vitrine.Error.Busy"; ++again)
                removed = remove("/d");
            QVERIFY2(removed, removed.errorText.c_str());
        }
        swapper.kill();
        swapper.waitForFinished();
        qInfo("%d of 40 were complete", complete);
        for (const char *name : { "/s", "/r" })
            ::umount2((m_docs + "/usb" + name + "/t").c_str(), MNT_DETACH);
        m_mounts.pop_back();
        m_hostMounts = readText("/proc/self/mountinfo");
    }

private:
    test::BusClient &client() { return m_rig->client(); }

    void start(const std::vector<spec::Mount> &mounts, const std::string &more = {})
    {
        std::string json = more;
        std::string rows;
        for (const spec::Mount &mount : mounts)
            rows += (rows.empty() ? "" : ",") + spec::mountToJson(mount);
        if (!rows.empty())
            json += (json.empty() ? "" : ",") + std::string(R"("mounts":[)") + rows + "]";
        m_rig->id = client().create(test::specJson("tree", R"("sleep","600")", json));
        QVERIFY(!m_rig->id.empty());
        const UniqueFd fd(::open(m_docs.c_str(), O_PATH | O_CLOEXEC));
        const auto started = mounts.empty() ? client().start(m_rig->id)
                                            : client().verb(m_rig->id, "Start", "a{sh}", 1, "mount:0", fd.get());
        QVERIFY2(started, started.errorText.c_str());
    }

    test::Answer add(const spec::Mount &mount) { return m_rig->add(mount, mount.source); }
    test::Answer remove(const std::string &target) { return m_rig->remove(target); }
    QStringList enter(int user) { return m_rig->enter(user); }
    std::string inside(int user, const std::string &script) { return m_rig->inside(user, script); }

    std::vector<spec::MountVerdict> tryAll(const spec::ContainerSpec &spec)
    {
        const std::string json = spec::toJson(spec);
        const std::uint64_t asked =
            client().post(ipc::kManagerPath, ipc::kManagerInterface, "TryMounts", [&](sd_bus_message *message) {
                int r = sd_bus_message_append(message, "s", json.c_str());
                if (r >= 0)
                    r = sd_bus_message_open_container(message, 'a', "{sh}");
                for (std::size_t row = 0; r >= 0 && row < spec.mounts.size(); ++row) {
                    const UniqueFd fd(::open(spec.mounts[row].source.c_str(), O_PATH | O_CLOEXEC));
                    r = sd_bus_message_append(message, "{sh}", ("mount:" + std::to_string(row)).c_str(), fd.get());
                }
                return r < 0 ? r : sd_bus_message_close_container(message);
            });
        const auto answer = client().take(asked);
        return answer ? spec::verdictsFromJson(answer.text()).value_or(std::vector<spec::MountVerdict>())
                      : std::vector<spec::MountVerdict>();
    }

    std::unique_ptr<MountRig> m_rig;
    std::vector<std::unique_ptr<HostMount>> m_mounts;
    std::string m_docs;
    std::string m_hostMounts;
};

int main(int argc, char **argv)
{
    return test::runInSandbox([&] {
        QCoreApplication application(argc, argv);
        TestRecursiveMounts object;
        return QTest::qExec(&object, argc, argv);
    });
}

#include "tst_RecursiveMounts.moc"
