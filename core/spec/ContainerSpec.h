// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::spec {

/// Where the root file system comes from.
enum class RootKind : std::uint8_t {
    Host, ///< this computer's own system directories, read-only, with private /home, /root, /var, /etc, /run, /tmp
    Folder, ///< a folder of the caller, read-only below, with a writable layer above it
    Tar, ///< a plain root file system tar (none, gzip, zstd, xz), unpacked once when the container is created
    Image, ///< the layers of an image that the helper keeps, with a writable layer above them
};

/// Who the processes inside are (see README, "Who the processes inside are").
enum class Identity : std::uint8_t {
    Isolated, ///< every id inside is from the container's own range of 65,536 ids
    Me, ///< the same, but the caller's own uid and gid map to themselves
};

enum class NetworkKind : std::uint8_t {
    None, ///< only a loopback device
    Private, ///< a veth pair to Vitrine's bridge, with NAT, address, route and DNS
};

enum class MountKind : std::uint8_t {
    Bind,
    Tmpfs,
    Volume, ///< a directory that Vitrine keeps and that outlives its containers
};
enum class Access : std::uint8_t { ReadWrite, ReadOnly };

/// Whether what is mounted below a folder of this computer later shows inside, too. Nothing that is mounted inside ever
/// shows on this computer.
enum class Propagation : std::uint8_t { Private, Slave };

struct Mount {
    MountKind kind = MountKind::Bind;
    std::string source; ///< Bind: absolute host path; it names the folder, the descriptor given at start is used.
                        ///< Volume: its name
    std::string target; ///< absolute path inside
    Access access = Access::ReadWrite;
    std::optional<std::uint64_t> sizeBytes; ///< Tmpfs only; unset is 64 MiB
    bool recursive = false; ///< Bind: with what is mounted below the folder when it is mounted
    Propagation propagation = Propagation::Private; ///< Bind
    bool noExec = false; ///< no program that lies there can be run
    bool noCopy = false; ///< Volume: not filled with what the image has there when it is new
    bool anonymous = false; ///< Volume: made for this container alone, and removed with it
    std::optional<std::uint32_t> mode = std::nullopt; ///< Tmpfs: permissions; unset is 1777
    bool operator==(const Mount &) const = default;
};

/// A limit on one disk. `device` is what the person wrote: a node (/dev/sda2), a path on it, or "8:0". The helper
/// resolves it to the whole disk that io.max wants.
struct IoLimit {
    std::string device;
    std::optional<std::uint64_t> readBytesPerSec;
    std::optional<std::uint64_t> writeBytesPerSec;
    std::optional<std::uint64_t> readOpsPerSec;
    std::optional<std::uint64_t> writeOpsPerSec;
    bool operator==(const IoLimit &) const = default;
};

/// A device node of the host that the container may use. Everything not listed, and not in the minimal /dev, is
/// refused.
struct DeviceRule {
    std::string path; ///< absolute, under /dev
    bool read = true;
    bool write = true;
    bool mknod = false;
    bool operator==(const DeviceRule &) const = default;
};

struct EnvVar {
    std::string name;
    std::string value;
    bool operator==(const EnvVar &) const = default;
};

/// Unset means "no limit" everywhere. All of it can be changed and removed while the container runs.
struct Limits {
    std::optional<double> cpus; ///< cores, 0.01 and up: cpu.max
    std::optional<std::uint64_t> cpuWeight; ///< 1 to 10,000, the kernel's default is 100: cpu.weight
    std::optional<std::string> cpusetCpus; ///< a list such as "0-2,5": cpuset.cpus
    std::optional<std::uint64_t> memoryBytes; ///< memory.max
    std::optional<std::uint64_t> memoryHighBytes; ///< memory.high
    std::optional<std::uint64_t> memorySwapBytes; ///< swap alone, not memory + swap: memory.swap.max
    std::optional<std::uint64_t> pids; ///< pids.max, counting PID 1
    std::optional<std::uint64_t> ioWeight; ///< 1 to 10,000: io.weight
    std::vector<IoLimit> io; ///< io.max
    std::vector<DeviceRule> devices; ///< BPF device program; node in /dev from the next start on
    bool operator==(const Limits &) const = default;
};

struct Root {
    RootKind kind = RootKind::Host;
    std::string path; ///< Folder, Tar: absolute host path; it names the object, the descriptor given is used.
                      ///< Image: its name or id
    bool operator==(const Root &) const = default;
};

/// What an installed desktop app needs from the session; only with RootKind::Host and Identity::Me.
struct Desktop {
    bool display = false; ///< may show windows on the display that the session has (core/plan/DisplayPlan.h)
    std::string appId; ///< name of the .desktop file without its suffix; empty for a command
    bool operator==(const Desktop &) const = default;
};

/// Everything that Vitrine knows about how a container is to run: a plain value, equal when all fields are.
/// It travels as one JSON string (SpecJson) and is checked by validate() on both sides.
struct ContainerSpec {
    std::string name; ///< [a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}
    std::vector<std::string> command; ///< argv; command[0] is looked up in PATH inside. Image: may be empty until
                                      ///< applyImage() has filled it
    std::vector<std::string> entrypoint; ///< Image: what stands before the command, instead of the image's own; one
                                         ///< empty word is nothing at all
    Root root;
    Identity identity = Identity::Isolated;
    NetworkKind network = NetworkKind::None;
    Limits limits;
    std::vector<Mount> mounts;
    std::vector<EnvVar> env;
    std::string user; ///< "", "name", "uid", "uid:gid" or "name:group", looked up inside; "" is root inside (Isolated)
                      ///< or the caller (Me)
    std::string workdir; ///< absolute; "" is "/" (Isolated) or the home folder (Me)
    std::string hostname; ///< "" is the container's name
    Desktop desktop;
    bool terminal = false; ///< the command gets a pty from the container's own devpts
    bool openStdin = false; ///< stdin stays open for consoles; otherwise it is /dev/null
    bool removeWhenEnded = false; ///< remove the container, with its writable layer, when it ends
    std::uint64_t stopTimeoutMs = 10'000; ///< between the request to end and KILL
    std::string stopSignal; ///< the request to end: "TERM", "SIGQUIT" or "3"; "" is TERM
    bool operator==(const ContainerSpec &) const = default;
};

} // namespace vitrine::spec
