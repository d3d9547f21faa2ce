// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Text.h"
#include "core/spec/CommandLine.h"
#include "core/spec/NameSuggestion.h"
#include "core/spec/ShellLines.h"
#include "core/spec/SpecJson.h"
#include "core/spec/SpecValidate.h"
#include "tests/unit/core/CommandLines.h"
#include "tests/unit/core/SpecSamples.h"

#include <QProcess>
#include <QtTest>

#include <random>
#include <set>

using namespace vitrine;
using namespace vitrine::spec;
using namespace vitrine::test;

namespace {

Limits limitsOf(Words words)
{
    words.insert(words.end(), { "--", "true" });
    const auto options = run(words);
    if (!options)
        qFatal("%s", options.error().what.c_str());
    return options->spec.limits;
}

/// Specifications of every shape, the same ones in every run.
class RandomSpecs {
public:
    ContainerSpec next()
    {
        auto spec = test::smallSpec();
        const auto full = test::fullSpec();
        spec.name = "n" + std::to_string(m_random() % 100);
        spec.command = { text(), text() };
        if (coin())
            spec.root = { RootKind::Folder, path() };
        else if (coin())
            spec.root = { RootKind::Tar, path() + ".tar.zst" };
        else if (coin()) {
            spec.root = { RootKind::Image, "localhost:5000/team/web:1" };
            spec.entrypoint = coin() ? std::vector<std::string>{ text(), text() } : std::vector<std::string>{ "" };
            if (coin())
                spec.command.clear();
        }
        spec.stopSignal = coin() ? "QUIT" : "";
        spec.identity = coin() ? Identity::Me : Identity::Isolated;
        spec.network = coin() ? NetworkKind::Private : NetworkKind::None;
        if (coin())
            spec.limits = full.limits;
        if (coin())
            spec.limits.cpus = 0.01 + static_cast<double>(m_random() % 1000) / 7;
        if (coin())
            spec.limits.memoryBytes = (1u << 20) + m_random();
        if (coin())
            spec.limits.memorySwapBytes = m_random();
        for (auto i = m_random() % 4; i > 0; --i)
            spec.mounts.push_back(mount());
        for (auto i = m_random() % 4; i > 0; --i)
            spec.env.push_back({ "V" + std::to_string(i), text() });
        spec.user = coin() ? "1000:mail" : "";
        spec.workdir = coin() ? path() : "";
        spec.hostname = coin() ? "h-1" : "";
        spec.desktop.display = coin() && spec.identity == Identity::Me && spec.root.kind == RootKind::Host;
        spec.desktop.appId = coin() ? "org.example.App" : "";
        spec.terminal = coin();
        spec.openStdin = coin();
        spec.removeWhenEnded = coin();
        spec.stopTimeoutMs = m_random() % 100'000;
        return spec;
    }

private:
    bool coin() { return m_random() % 2 == 0; }
    std::string text()
    {
        constexpr std::string_view kLetters = "abc -'\"$`\\;&|<>()*?~#=,\n\t%!{}[]";
        std::string out(1, "x-'"[m_random() % 3]);
        for (auto i = m_random() % 12; i > 0; --i)
            out += kLetters[m_random() % kLetters.size()];
        return out;
    }
    std::string path()
    {
        constexpr std::string_view kLetters = "abc -'\"$,:=";
        std::string out = "/p";
        for (auto i = m_random() % 8; i > 0; --i)
            out += kLetters[m_random() % kLetters.size()];
        return out + std::to_string(m_counter++);
    }
    Mount mount()
    {
        const auto access = coin() ? Access::ReadOnly : Access::ReadWrite;
        Mount mount{ MountKind::Tmpfs, "", path(), access, std::nullopt };
        mount.noExec = coin();
        if (coin()) {
            mount.kind = MountKind::Bind;
            mount.source = path();
            mount.recursive = coin();
            mount.propagation = coin() ? Propagation::Slave : Propagation::Private;
        } else if (coin()) {
            mount.kind = MountKind::Volume;
            mount.source = "v" + std::to_string(m_counter++);
            mount.noCopy = coin();
        } else {
            mount.sizeBytes = coin() ? std::optional<std::uint64_t>(4096 + m_random() % 100'000) : std::nullopt;
            mount.mode = coin() ? std::optional<std::uint32_t>(m_random() % 02000) : std::nullopt;
        }
        return mount;
    }

    std::minstd_rand m_random{ 7 };
    unsigned m_counter = 0;
};

} // namespace

class tst_CommandLine : public QObject {
    Q_OBJECT
private slots:
    void readsAnOrdinaryLine()
    {
        const auto options = run({ "-d",
                                   "--rm",
                                   "-it",
                                   "--name",
                                   "web",
                                   "-m",
                                   "64M",
                                   "--cpus=0.5",
                                   "-v",
                                   "./src:/data:ro",
                                   "-e",
                                   "A=b=c",
                                   "-e",
                                   "LANG",
                                   "-e",
                                   "ABSENT",
                                   "-u1000",
                                   "-w",
                                   "/data",
                                   "--tmpfs",
                                   "/scratch:size=1m",
                                   "sh",
                                   "-c",
                                   "--name x" });
        QVERIFY2(options, options ? "" : options.error().what.c_str());
        ContainerSpec wanted;
        wanted.name = "web";
        wanted.command = { "sh", "-c", "--name x" };
        wanted.limits.memoryBytes = 64 << 20;
        wanted.limits.cpus = 0.5;
        wanted.mounts = { { MountKind::Bind, "/home/anna/work/src", "/data", Access::ReadOnly, {}, true },
                          { MountKind::Tmpfs, "", "/scratch", Access::ReadWrite, 1 << 20 } };
        wanted.env = { { "A", "b=c" }, { "LANG", "de_DE.UTF-8" } };
        wanted.user = "1000";
        wanted.workdir = "/data";
        wanted.terminal = wanted.openStdin = wanted.removeWhenEnded = true;
        QVERIFY(options->detach);
        QCOMPARE(toCommandLine(options->spec), toCommandLine(wanted));
        QVERIFY(options->spec == wanted);
    }

    void tellsAFolderFromAnArchive()
    {
        QVERIFY((run({ "--rootfs", "./r/", "true" })->spec.root == Root{ RootKind::Folder, "/home/anna/work/r" }));
        QVERIFY((run({ "--rootfs", "/x.tar.zst", "true" })->spec.root == Root{ RootKind::Tar, "/x.tar.zst" }));
        QVERIFY(run({ "true" })->spec.root.kind == RootKind::Host);
    }

    void readsLimits()
    {
        QVERIFY(
            (limitsOf({ "--device-write-bps", "8:0:1m", "--device-read-iops=/dev/vda:5", "--device-read-bps=8:0:2" }).io
             == std::vector<IoLimit>{ { "8:0", 2, 1 << 20, {}, {} }, { "/dev/vda", {}, {}, 5, {} } }));
        const std::vector<DeviceRule> devices{ { "/dev/fuse", true, true, false },
                                               { "/dev/kvm", true, false, false },
                                               { "/dev/net/tun", false, true, true } };
        QVERIFY(
            limitsOf({ "--device=/dev/fuse", "--device=/dev/kvm:r", "--device=/dev/net/tun:/dev/net/tun:wm" }).devices
            == devices);
        QCOMPARE(limitsOf({ "--pids-limit", "-1" }), Limits());
    }

    void countsSwapAsPodmanDoes()
    {
        QVERIFY(limitsOf({ "--memory-swap", "96m", "-m", "64m" }).memorySwapBytes == std::uint64_t{ 32 << 20 });
        QVERIFY(limitsOf({ "-m", "64m", "--memory-swap", "64m" }).memorySwapBytes == std::uint64_t{ 0 });
        QVERIFY(limitsOf({ "-m", "64m", "--memory-swap", "0" }).memorySwapBytes == std::uint64_t{ 0 });
        QVERIFY(!limitsOf({ "-m", "64m", "--memory-swap", "-1" }).memorySwapBytes);
        QVERIFY(limitsOf({ "--memory-swap-max", "5m" }).memorySwapBytes == std::uint64_t{ 5 << 20 });
        QVERIFY(!run({ "-m", "64m", "--memory-swap", "32m", "true" }));
        QVERIFY(!run({ "--memory-swap", "32m", "true" }));
    }

    void namesEveryProblemAtOnce()
    {
        const auto options =
            run({ "--colour", "-Q",           "-m",      "lots", "--cpus", "some",           "--device-read-bps",
                  "x",        "-v",           "a:b:c:d", "-v",   "a:/b:q", "--identity",     "root",
                  "--rm=yes", "--pids-limit", "0",       "-w",   "x",      "--stop-timeout", "-1" });
        QVERIFY(!options);
        QCOMPARE(options.error().code, ErrorCode::InvalidArgs);
        for (const char *named :
             { "--colour", "-Q", "--memory:", "--cpus:", "--device-read-bps:", "--volume: \"a:b:c:d\"", "\"q\"",
               "--identity:", "--rm takes", "--pids-limit:", "workdir:", "--stop-timeout:", "Say which command" })
            QVERIFY2(options.error().what.find(named) != std::string::npos, named);
        QVERIFY(!run({ "--name" }));
    }

    void everySpecificationComesBackFromItsLine()
    {
        RandomSpecs specs;
        for (int i = 0; i < 500; ++i) {
            const auto spec = specs.next();
            QCOMPARE(describe(validate(spec)), std::string());
            const auto line = toCommandLine(spec);
            const auto options = run({ line.begin() + 2, line.end() });
            QVERIFY2(options, options ? "" : options.error().what.c_str());
            QCOMPARE(toCommandLine(options->spec), line);
            QVERIFY2(options->spec == spec, quoteShell(line).c_str());
        }
        const auto full = toCommandLine(test::fullSpec());
        QVERIFY(run({ full.begin() + 2, full.end() })->spec == test::fullSpec());
    }

    void aShellReadsQuotedWordsBack()
    {
        RandomSpecs specs;
        Words words;
        for (int i = 0; i < 50; ++i) {
            const auto line = toCommandLine(specs.next());
            words.insert(words.end(), line.begin(), line.end());
        }
        words.emplace_back();
        QProcess shell;
        shell.start("/bin/sh", { "-c", QString::fromStdString("printf '%s\\0' " + quoteShell(words)) });
        QVERIFY(shell.waitForFinished());
        std::string wanted;
        for (const auto &word : words)
            wanted += word + '\0';
        QCOMPARE(shell.readAllStandardOutput().toStdString(), wanted);
    }

    void readsExec()
    {
        const Words words{ "-it", "-e", "A=b", "-u", "1", "web", "--", "ls", "-l" };
        const auto options = parseExec(words, testSurroundings());
        QVERIFY2(options, options ? "" : options.error().what.c_str());
        QCOMPARE(options->container, std::string("web"));
        QVERIFY((options->exec == ExecSpec{ { "ls", "-l" }, { { "A", "b" } }, "1", "", true, true }));
        QVERIFY(!parseExec(Words{ "web" }, testSurroundings()));
        QVERIFY(!parseExec(Words{ "-m", "1m", "web", "ls" }, testSurroundings()));
        QVERIFY(!parseExec(Words{ "../x", "ls" }, testSurroundings()));
    }

    void setChangesOnlyWhatIsNamed()
    {
        auto spec = test::fullSpec();
        const auto options =
            parseSet(Words{ "web", "--memory", "none", "--memory-high=none", "--pids-limit", "9", "--device-write-iops",
                            "8:0:none", "--device-write-bps", "8:0:max", "--device", "/dev/fuse:none" });
        QVERIFY2(options, options ? "" : options.error().what.c_str());
        QCOMPARE(options->container, std::string("web"));
        const auto after = applySet(spec, *options, testSurroundings());
        QVERIFY2(after, after ? "" : after.error().what.c_str());
        spec.limits.memoryBytes.reset();
        spec.limits.memoryHighBytes.reset();
        spec.limits.pids = 9;
        spec.limits.io.pop_back();
        spec.limits.devices.erase(spec.limits.devices.begin());
        QVERIFY(*after == spec);
    }

    void setChangesWhatWaitsForTheNextStart()
    {
        auto spec = test::fullSpec();
        const auto options =
            parseSet(Words{ "-e", "LANG=C", "-e", "NEW=1", "--unsetenv", "EMPTY", "-v", "other:/data:ro", "--unmount",
                            "/scratch", "--tty=false", "--rm=false", "-u", "", "web", "--", "sh", "-c", "true" });
        QVERIFY2(options, options ? "" : options.error().what.c_str());
        const auto after = applySet(spec, *options, testSurroundings());
        QVERIFY2(after, after ? "" : after.error().what.c_str());
        spec.env = { { "LANG", "C" }, { "EQUATION", "a=b\nc" }, { "NEW", "1" } };
        spec.mounts[0] = { MountKind::Volume, "other", "/data", Access::ReadOnly, std::nullopt };
        spec.mounts.pop_back();
        spec.terminal = false;
        spec.removeWhenEnded = false;
        spec.user.clear();
        spec.command = { "sh", "-c", "true" };
        QVERIFY(*after == spec);
        QVERIFY(parseSet(Words{ "--revert", "web" })->revert);
    }

    void noneWithoutADeviceMeansEveryDisk()
    {
        auto spec = test::smallSpec();
        spec.limits.io = { { "8:0", {}, 1000, {}, {} }, { "/dev/vdb", 2000, 3000, {}, {} } };
        const auto after = applySet(spec, { "web", { { "device-write-bps", "none" } }, {}, false }, testSurroundings());
        QVERIFY2(after, after ? "" : after.error().what.c_str());
        QVERIFY((after->limits.io == std::vector<IoLimit>{ { "/dev/vdb", 2000, {}, {}, {} } }));
    }

    void setRefusesWhatItCannotDo()
    {
        QVERIFY(!parseSet(Words{ "web" }));
        QVERIFY(!parseSet(Words{ "--memory", "1g" }));
        QVERIFY(!parseSet(Words{ "web", "--memory", "1g", "other" }));
        QVERIFY(!parseSet(Words{ "web", "--" }));
        QVERIFY(!parseSet(Words{ "--", "web" }));
        QVERIFY(!parseSet(Words{ "web", "--revert", "--memory", "1g" }));
        QVERIFY(!parseSet(Words{ "web", "--tty=perhaps" }));
        for (const auto &fixed : { Words{ "web", "--rootfs", "/x" }, Words{ "web", "--identity", "me" } })
            QVERIFY(parseSet(fixed).error().what.find("is fixed once the container has been created")
                    != std::string::npos);
        const auto spec = test::smallSpec();
        using Options = std::vector<std::pair<std::string_view, std::string>>;
        for (const Options &options : { Options{ { "memory", "1x" } }, Options{ { "cpus", "0" } },
                                        Options{ { "unsetenv", "NONE" } }, Options{ { "unmount", "/none" } } })
            QVERIFY(!applySet(spec, { "web", options, {}, false }, testSurroundings()));
    }

    void namesTheOptionOfAProblem_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("size") << QStringList{ "-m", "5k" } << "--memory: Must be between 1 MiB and 1 PiB";
        QTest::newRow("seconds") << QStringList{ "--stop-timeout", "100000" }
                                 << "--stop-timeout: Must be between 0 s and 86400 s";
        QTest::newRow("row") << QStringList{ "-v", "/srv:/ok", "-v", "/srv:/proc" }
                             << "--volume /srv:/proc: Nothing can be mounted on or in /proc";
        QTest::newRow("row of another option")
            << QStringList{ "--tmpfs", "/" } << "--tmpfs /: Nothing can be mounted over / itself";
        QTest::newRow("disk") << QStringList{ "--device-write-bps", "sda:1M" }
                              << "--device-write-bps sda:1m: The disk must be a device, a path on it, or numbers such "
                                 "as 8:0";
        QTest::newRow("variable") << QStringList{ "-e", "a b=secret" }
                                  << "--env a b=: The name of a variable must not be empty nor hold = or blanks";
        QTest::newRow("volume with a name that is none")
            << QStringList{ "-v", "a b:/x" }
            << "--volume a b:/x: The name of a volume starts with a letter or digit and has letters, digits and _ . -";
    }
    void namesTheOptionOfAProblem()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, sentence);
        Words given;
        for (const QString &word : words)
            given.push_back(word.toStdString());
        given.insert(given.end(), { "--", "true" });
        const auto options = parseRun(given, testSurroundings());
        QVERIFY(!options);
        QCOMPARE(QString::fromStdString(options.error().what), sentence);
    }

    void namesNoOptionForTheCommand()
    {
        QCOMPARE(parseRun(Words{ "--name", "x" }, testSurroundings()).error().what,
                 std::string("Say which command to run"));
    }

    void knowsHelpFromAValueAndACommand()
    {
        QVERIFY(asksForHelp(Words{ "--name", "x", "--help" }, Verb::Run));
        QVERIFY(asksForHelp(Words{ "web", "--help" }, Verb::Set));
        QVERIFY(!asksForHelp(Words{ "--name", "--help" }, Verb::Run));
        QVERIFY(!asksForHelp(Words{ "--", "--help" }, Verb::Run));
        QVERIFY(!asksForHelp(Words{ "web", "ls", "--help" }, Verb::Exec));
    }

    void shellLinesNameEveryPart()
    {
        const auto text = join(toShellLines(test::fullSpec()), "\n");
        for (const char *part :
             { "echo \"150000 100000\" > $cgroup/cpu.max", "echo 67108864 > $cgroup/memory.max", "unshare --user",
               "mount --rbind -o ro,noexec '/home/anna/it'\\''s here' $root/data", "pivot_root . .old", "type veth",
               "image inspect --json localhost:5000/team/web:1", "hostname web.example",
               "mkdir -p $root/dev/snd\ntouch", "--reuid www-data", "sh -c 'echo \"$HOME\"'" })
            QVERIFY2(text.find(part) != std::string::npos, part);
        QVERIFY(join(toShellLines(test::smallSpec()), "\n").find("veth") == std::string::npos);
    }

    void theShellAcceptsTheLines()
    {
        QProcess shell;
        shell.start("/bin/sh", { "-n", "-c", QString::fromStdString(join(toShellLines(test::fullSpec()), "\n")) });
        QVERIFY(shell.waitForFinished());
        QCOMPARE(shell.exitCode(), 0);
    }

    /// The lines that find the disk of a limit, and what stands for it in io.max.
    static std::string ioLines(const std::string &device)
    {
        auto spec = test::smallSpec();
        spec.limits.io = { { device, {}, 1000, {}, {} } };
        std::vector<std::string> found;
        for (const auto &line : toShellLines(spec)) {
            if (line.starts_with("device=") || line.starts_with("disk=") || line.ends_with("io.max"))
                found.push_back(line);
        }
        return join(found, "\n");
    }

    void aDiskLimitIsForTheWholeDisk()
    {
        QCOMPARE(ioLines("8:0"), std::string("echo \"8:0 wbps=1000\" > $cgroup/io.max"));
        const std::string whole =
            "\ndisk=$(lsblk -nsro MAJ:MIN,TYPE \"$device\" | awk '$2 == \"disk\" { print $1; exit "
            "}')\necho \"$disk wbps=1000\" > $cgroup/io.max";
        QCOMPARE(ioLines("/dev/sda2"), "device=/dev/sda2" + whole);
        QCOMPARE(ioLines("/home/anna"), "device=$(findmnt -nvo SOURCE -T /home/anna)" + whole);
    }

    void firstWordIsAnImageWhereItNamesOne()
    {
        auto surroundings = testSurroundings();
        surroundings.isImage = [](const std::string &word) { return word == "web:1"; };
        const auto read = [&](const Words &words) { return parseRun(words, surroundings); };
        const auto image = read({ "--entrypoint", "sh", "web:1", "-c", "true" });
        QVERIFY((image->spec.root == Root{ RootKind::Image, "web:1" }));
        QCOMPARE(image->spec.command, (Words{ "-c", "true" }));
        QCOMPARE(image->spec.entrypoint, Words{ "sh" });
        QVERIFY(read({ "web:1" })->spec.command.empty());
        QVERIFY(read({ "sleep", "1" })->spec.root.kind == RootKind::Host);
        QVERIFY(read({ "--", "web:1" })->spec.root.kind == RootKind::Host);
        QVERIFY(read({ "--host", "web:1" })->spec.root.kind == RootKind::Host);
        QVERIFY(read({ "--rootfs", "/r", "web:1" })->spec.root.path == "/r");
        QVERIFY((read({ "--image", "db", "web:1" })->spec.root == Root{ RootKind::Image, "db" }));
        QVERIFY(!read({ "--entrypoint", "sh", "sleep", "1" }));
    }

    void entryPointIsAWordOrAList()
    {
        const auto entrypoint = [](const std::string &value) {
            return run({ "--image", "web", "--entrypoint", value })->spec.entrypoint;
        };
        QCOMPARE(entrypoint("/bin/sh"), Words{ "/bin/sh" });
        QCOMPARE(entrypoint(""), Words{ "" });
        QCOMPARE(entrypoint(R"(["sh","-c"])"), (Words{ "sh", "-c" }));
        QVERIFY(!run({ "--image", "web", "--entrypoint", "[sh]" }));
        QVERIFY(!run({ "--image", "web", "--entrypoint", "[]" }));
    }

    void everyFolderThatIsMountedOnIsMadeFirst()
    {
        for (const RootKind kind : { RootKind::Host, RootKind::Folder, RootKind::Tar, RootKind::Image }) {
            auto spec = test::smallSpec();
            spec.root = { kind, kind == RootKind::Host ? "" : "/srv/root" };
            const auto text = join(toShellLines(spec), "\n");
            const auto made = text.find("mkdir -p $root");
            QVERIFY(made != std::string::npos && made < text.find("mount -t"));
            if (kind == RootKind::Tar)
                QVERIFY(text.find("mkdir -p $lower\ntar") != std::string::npos);
            QCOMPARE(text.find("$layer/work\nmount -t overlay") != std::string::npos, kind != RootKind::Host);
        }
    }

    void suggestsNamesThatAreFree()
    {
        std::set<std::string> taken;
        for (int i = 0; i < 1700; ++i) {
            const auto name = suggestName(29'333, [&](const std::string &known) { return taken.contains(known); });
            QVERIFY(isValidName(name));
            QVERIFY(taken.insert(name).second);
        }
        QVERIFY(taken.contains("quiet-heron"));
    }
};

QTEST_GUILESS_MAIN(tst_CommandLine)
#include "tst_CommandLine.moc"
