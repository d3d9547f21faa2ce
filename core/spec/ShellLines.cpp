// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/ShellLines.h"

#include "core/base/Text.h"
#include "core/spec/CommandLine.h"

#include <fmt/format.h>

#include <cmath>
#include <string_view>

namespace vitrine::spec {

namespace {

constexpr unsigned kPeriodUs = 100'000;
constexpr std::string_view kRootVariable = "$root";

class Lines {
public:
    void comment(std::string_view text) { m_lines.push_back(fmt::format("# {}", text)); }
    template <typename... Args> void line(fmt::format_string<Args...> format, Args &&...args)
    {
        m_lines.push_back(fmt::format(format, std::forward<Args>(args)...));
    }
    [[nodiscard]] std::vector<std::string> take() { return std::move(m_lines); }

private:
    std::vector<std::string> m_lines;
};

std::string inRoot(const std::string &path)
{
    return std::string(kRootVariable) + quoteShell(std::string_view(path));
}

std::vector<std::string> controllers(const Limits &limits)
{
    std::vector<std::string> names;
    if (limits.cpus || limits.cpuWeight)
        names.emplace_back("+cpu");
    if (limits.cpusetCpus)
        names.emplace_back("+cpuset");
    if (limits.memoryBytes || limits.memoryHighBytes || limits.memorySwapBytes)
        names.emplace_back("+memory");
    if (limits.pids)
        names.emplace_back("+pids");
    if (limits.ioWeight || !limits.io.empty())
        names.emplace_back("+io");
    return names;
}

void addIoLimit(Lines &lines, const IoLimit &row)
{
    std::string text;
    const auto add = [&](std::string_view key, const std::optional<std::uint64_t> &value) {
        if (value)
            text += fmt::format(" {}={}", key, *value);
    };
    add("rbps", row.readBytesPerSec);
    add("wbps", row.writeBytesPerSec);
    add("riops", row.readOpsPerSec);
    add("wiops", row.writeOpsPerSec);
    if (row.device.find('/') == std::string::npos) {
        lines.line("echo \"{}{}\" > $cgroup/io.max", row.device, text);
        return;
    }
    lines.comment("io.max wants the numbers of the whole disk, not of a partition");
    const auto path = quoteShell(std::string_view(row.device));
    // A folder or a file stands for the disk that it lies on.
    lines.line("device={}", row.device.starts_with("/dev/") ? path : fmt::format("$(findmnt -nvo SOURCE -T {})", path));
    lines.line("disk=$(lsblk -nsro MAJ:MIN,TYPE \"$device\" | awk '$2 == \"disk\" {{ print $1; exit }}')");
    lines.line("echo \"$disk{}\" > $cgroup/io.max", text);
}

void addCgroup(Lines &lines, const ContainerSpec &spec)
{
    const auto &limits = spec.limits;
    const auto set = [&](std::string_view file, const auto &value) {
        if (value)
            lines.line("echo {} > $cgroup/{}", *value, file);
    };
    lines.comment("a cgroup holds the processes and their limits");
    lines.line("cgroup=/sys/fs/cgroup/vitrine/{}", spec.name);
    lines.line("mkdir -p $cgroup");
    if (const auto names = controllers(limits); !names.empty())
        lines.line("echo \"{}\" > /sys/fs/cgroup/vitrine/cgroup.subtree_control", join(names, " "));
    if (limits.cpus)
        lines.line("echo \"{} {}\" > $cgroup/cpu.max", std::llround(*limits.cpus * kPeriodUs), kPeriodUs);
    set("cpu.weight", limits.cpuWeight);
    set("cpuset.cpus", limits.cpusetCpus);
    set("memory.max", limits.memoryBytes);
    set("memory.high", limits.memoryHighBytes);
    set("memory.swap.max", limits.memorySwapBytes);
    set("pids.max", limits.pids);
    set("io.weight", limits.ioWeight);
    for (const auto &row : limits.io)
        addIoLimit(lines, row);
    lines.line("echo $$ > $cgroup/cgroup.procs");
}

void addNamespaces(Lines &lines, const ContainerSpec &spec)
{
    lines.comment("seven new namespaces; everything below happens inside them");
    const std::string_view ids =
        spec.identity == Identity::Me ? "--map-current-user --map-auto" : "--map-root-user --map-auto";
    lines.line("unshare --user {} --mount --pid --fork --net --uts --ipc --cgroup sh", ids);
}

void addRoot(Lines &lines, const ContainerSpec &spec)
{
    lines.line("root=/run/vitrine/{}/root", spec.name);
    switch (spec.root.kind) {
    case RootKind::Host:
        lines.comment("this computer's own system directories, read-only");
        lines.line("mkdir -p $root");
        lines.line("mount -t tmpfs tmpfs $root");
        lines.line("mkdir -p $root/usr $root/etc $root/home $root/var $root/run $root/tmp");
        lines.line("mount --rbind -o ro /usr $root/usr");
        lines.line("ln -s usr/bin usr/sbin usr/lib usr/lib64 $root/");
        return;
    case RootKind::Folder:
        lines.comment("a writable layer over the folder, which stays as it is");
        lines.line("lower={}", quoteShell(std::string_view(spec.root.path)));
        break;
    case RootKind::Tar:
        lines.comment("the archive is unpacked once, with a writable layer over it");
        lines.line("lower=/var/lib/vitrine/containers/{}/rootfs", spec.name);
        lines.line("mkdir -p $lower");
        lines.line("tar -xf {} -C $lower", quoteShell(std::string_view(spec.root.path)));
        break;
    case RootKind::Image:
        lines.comment("the layers of the image, highest first, with a writable layer over them");
        lines.line(
            "lower=$(vitrine image inspect --json {} | jq -r '[.layers[] | \"/var/lib/vitrine/layers/'$UID'/\" + "
            ".diffId] | reverse | join(\":\")')",
            quoteShell(std::string_view(spec.root.path)));
        break;
    }
    lines.line("layer=/var/lib/vitrine/containers/{}", spec.name);
    lines.line("mkdir -p $root $layer/upper $layer/work");
    lines.line(
        "mount -t overlay overlay -o \"lowerdir=$lower,upperdir=$layer/upper,workdir=$layer/work,userxattr\" $root");
}

std::string mountOptions(const Mount &mount)
{
    std::vector<std::string> options;
    if (mount.access == Access::ReadOnly)
        options.emplace_back("ro");
    if (mount.noExec)
        options.emplace_back("noexec");
    if (mount.kind == MountKind::Tmpfs)
        options.push_back(fmt::format("size={},mode={:o}", mount.sizeBytes.value_or(64ull * 1024 * 1024),
                                      mount.mode.value_or(01777)));
    return options.empty() ? std::string() : "-o " + join(options, ",") + " ";
}

void addMount(Lines &lines, const Mount &mount)
{
    lines.line("mkdir -p {}", inRoot(mount.target));
    const std::string options = mountOptions(mount);
    if (mount.kind == MountKind::Volume) {
        lines.comment("a volume: a directory that stays when the container goes (its files' ids are mapped)");
        lines.line("mkdir -p /var/lib/vitrine/volumes/{}", mount.source);
        lines.line("mount --bind {}/var/lib/vitrine/volumes/{} {}", options, mount.source, inRoot(mount.target));
    } else if (mount.kind == MountKind::Bind) {
        lines.line("mount {} {}{} {}", mount.recursive ? "--rbind" : "--bind", options,
                   quoteShell(std::string_view(mount.source)), inRoot(mount.target));
        if (mount.propagation == Propagation::Slave)
            lines.line("mount --make-rslave {}", inRoot(mount.target));
    } else {
        lines.line("mount -t tmpfs {}tmpfs {}", options, inRoot(mount.target));
    }
}

void addMounts(Lines &lines, const ContainerSpec &spec)
{
    lines.comment("its own /proc, and a read-only /sys");
    lines.line("mkdir -p $root/proc $root/sys $root/dev");
    lines.line("mount -t proc proc $root/proc");
    lines.line("mount -t sysfs -o ro sysfs $root/sys");
    lines.line("mount -t tmpfs tmpfs $root/dev");
    std::vector<std::string> nodes{ "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty" };
    for (const auto &rule : spec.limits.devices)
        nodes.push_back(rule.path);
    for (const auto &node : nodes) {
        if (const auto folder = node.substr(0, node.rfind('/')); folder != "/dev")
            lines.line("mkdir -p {}", inRoot(folder));
        lines.line("touch {} && mount --bind {} {}", inRoot(node), quoteShell(std::string_view(node)), inRoot(node));
    }
    if (!spec.mounts.empty())
        lines.comment("the mounts that were asked for");
    for (const auto &mount : spec.mounts)
        addMount(lines, mount);
}

void addNetwork(Lines &lines, const ContainerSpec &spec)
{
    lines.line("ip link set lo up");
    if (spec.network == NetworkKind::None)
        return;
    lines.comment("outside: a cable into the container ($pid is its first process), on a bridge with NAT");
    lines.line("ip link add vt-{} type veth peer name eth0 netns $pid", spec.name.substr(0, 12));
    lines.line("ip link set vt-{} master vitrine0 up", spec.name.substr(0, 12));
    lines.comment("inside: an address and the way out");
    lines.line("ip address add $address/16 dev eth0");
    lines.line("ip link set eth0 up");
    lines.line("ip route add default via $gateway");
}

void addCommand(Lines &lines, const ContainerSpec &spec)
{
    lines.comment("change the root: what chroot does in textbooks, and cannot be undone from inside");
    lines.line("cd $root && mkdir -p .old");
    lines.line("pivot_root . .old");
    lines.line("umount -l /.old && rmdir /.old");
    lines.line("hostname {}", quoteShell(std::string_view(spec.hostname.empty() ? spec.name : spec.hostname)));
    if (!spec.workdir.empty())
        lines.line("cd {}", quoteShell(std::string_view(spec.workdir)));
    lines.comment("no new rights from here on (Vitrine also loads a system-call filter)");
    std::string words = "exec setpriv --no-new-privs --inh-caps=-all";
    if (!spec.user.empty()) {
        const auto colon = spec.user.find(':');
        const auto user = spec.user.substr(0, colon);
        const auto group = colon == std::string::npos ? user : spec.user.substr(colon + 1);
        words += fmt::format(" --reuid {} --regid {} --clear-groups", quoteShell(std::string_view(user)),
                             quoteShell(std::string_view(group)));
    }
    if (!spec.env.empty()) {
        words += " env";
        for (const auto &variable : spec.env)
            words += " " + quoteShell(std::string_view(variable.name + "=" + variable.value));
    }
    lines.line("{} {}", words, quoteShell(spec.command));
}

} // namespace

std::vector<std::string> toShellLines(const ContainerSpec &spec)
{
    Lines lines;
    addCgroup(lines, spec);
    addNamespaces(lines, spec);
    addRoot(lines, spec);
    addMounts(lines, spec);
    addNetwork(lines, spec);
    addCommand(lines, spec);
    return lines.take();
}

} // namespace vitrine::spec
