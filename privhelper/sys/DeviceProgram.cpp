// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/DeviceProgram.h"

#include "core/base/Try.h"
#include "core/base/UniqueFd.h"
#include "privhelper/sys/Disks.h"

#include <fmt/format.h>

#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>

namespace vitrine::sys {

namespace {

constexpr std::array<DeviceGrant, 8> kMinimalDevices{ {
    { 'c', 1, 3 }, // null
    { 'c', 1, 5 }, // zero
    { 'c', 1, 7 }, // full
    { 'c', 1, 8 }, // random
    { 'c', 1, 9 }, // urandom
    { 'c', 5, 0 }, // tty
    { 'c', 5, 2 }, // ptmx
    { 'c', 136, std::nullopt }, // pts
} };

// Registers: R1 the context, R2 the type, R3 the access, R4 the major, R5 the minor.
bpf_insn instruction(int code, int destination, int source, int offset, std::int32_t immediate)
{
    bpf_insn made{};
    made.code = static_cast<__u8>(code);
    made.dst_reg = static_cast<__u8>(destination & 0xf);
    made.src_reg = static_cast<__u8>(source & 0xf);
    made.off = static_cast<__s16>(offset);
    made.imm = immediate;
    return made;
}
bpf_insn loadContext(int destination, std::size_t offset)
{
    return instruction(BPF_LDX | BPF_MEM | BPF_W, destination, BPF_REG_1, static_cast<int>(offset), 0);
}
bpf_insn skipUnlessEqual(int reg, unsigned value, std::size_t count)
{
    return instruction(BPF_JMP32 | BPF_JNE | BPF_K, reg, 0, static_cast<int>(count), static_cast<std::int32_t>(value));
}
bpf_insn setResult(int value)
{
    return instruction(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, value);
}
bpf_insn leave()
{
    return instruction(BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
}

void appendGrant(std::vector<bpf_insn> &program, const DeviceGrant &grant)
{
    const int allowed = (grant.read ? BPF_DEVCG_ACC_READ : 0) | (grant.write ? BPF_DEVCG_ACC_WRITE : 0)
        | (grant.mknod ? BPF_DEVCG_ACC_MKNOD : 0);
    const std::size_t length = grant.minor ? 8 : 7; // each test jumps past the end of this grant
    std::size_t at = 1;
    program.push_back(
        skipUnlessEqual(BPF_REG_2, grant.type == 'b' ? BPF_DEVCG_DEV_BLOCK : BPF_DEVCG_DEV_CHAR, length - at++));
    program.push_back(skipUnlessEqual(BPF_REG_4, grant.major, length - at++));
    if (grant.minor)
        program.push_back(skipUnlessEqual(BPF_REG_5, *grant.minor, length - at++));
    program.push_back(instruction(BPF_ALU | BPF_MOV | BPF_X, BPF_REG_0, BPF_REG_3, 0, 0));
    program.push_back(instruction(BPF_ALU | BPF_AND | BPF_K, BPF_REG_0, 0, 0, ~allowed));
    at += 2;
    program.push_back(skipUnlessEqual(BPF_REG_0, 0, length - at));
    program.push_back(setResult(1));
    program.push_back(leave());
}

long bpf(bpf_cmd command, bpf_attr &attributes)
{
    return ::syscall(SYS_bpf, command, &attributes, sizeof attributes);
}

tl::unexpected<Error> unsupported(int err, const char *doing)
{
    const ErrorCode code = err == EPERM || err == ENOSYS || err == EINVAL ? ErrorCode::Unsupported : ErrorCode::System;
    return failure(Error::fromErrno(err, fmt::format("{} (the kernel needs CONFIG_CGROUP_BPF)", doing), code));
}

Result<UniqueFd> load(std::span<const DeviceGrant> grants)
{
    std::vector<DeviceGrant> all(kMinimalDevices.begin(), kMinimalDevices.end());
    all.insert(all.end(), grants.begin(), grants.end());
    const std::vector<bpf_insn> program = buildDeviceProgram(all);

    bpf_attr attributes{};
    attributes.prog_type = BPF_PROG_TYPE_CGROUP_DEVICE;
    attributes.expected_attach_type = BPF_CGROUP_DEVICE;
    attributes.insns = reinterpret_cast<std::uintptr_t>(program.data());
    attributes.insn_cnt = static_cast<__u32>(program.size());
    attributes.license = reinterpret_cast<std::uintptr_t>("GPL");
    std::memcpy(attributes.prog_name, "vitrine_devices", sizeof "vitrine_devices");
    UniqueFd loaded(static_cast<int>(bpf(BPF_PROG_LOAD, attributes)));
    if (!loaded)
        return unsupported(errno, "loading the device program");
    return loaded;
}

Result<> attach(int cgroupFd, int programFd)
{
    bpf_attr attributes{};
    attributes.target_fd = static_cast<__u32>(cgroupFd);
    attributes.attach_bpf_fd = static_cast<__u32>(programFd);
    attributes.attach_type = BPF_CGROUP_DEVICE;
    attributes.attach_flags = 0;
    if (bpf(BPF_PROG_ATTACH, attributes) < 0)
        return unsupported(errno, "attaching the device program");
    return {};
}

} // namespace

std::span<const DeviceGrant> minimalDevices()
{
    return kMinimalDevices;
}

Result<std::vector<DeviceGrant>> resolveGrants(const std::vector<spec::DeviceRule> &rules)
{
    std::vector<DeviceGrant> grants;
    for (const spec::DeviceRule &rule : rules) {
        VITRINE_TRY_ASSIGN(const DeviceNode node, deviceNode(rule.path));
        grants.push_back({ node.type, node.number.major, node.number.minor, rule.read, rule.write, rule.mknod });
    }
    return grants;
}

std::vector<bpf_insn> buildDeviceProgram(std::span<const DeviceGrant> grants)
{
    std::vector<bpf_insn> program{
        loadContext(BPF_REG_2, offsetof(bpf_cgroup_dev_ctx, access_type)),
        instruction(BPF_ALU | BPF_MOV | BPF_X, BPF_REG_3, BPF_REG_2, 0, 0),
        instruction(BPF_ALU | BPF_RSH | BPF_K, BPF_REG_3, 0, 0, 16), // access_type is access << 16 | type
        instruction(BPF_ALU | BPF_AND | BPF_K, BPF_REG_2, 0, 0, 0xffff),
        loadContext(BPF_REG_4, offsetof(bpf_cgroup_dev_ctx, major)),
        loadContext(BPF_REG_5, offsetof(bpf_cgroup_dev_ctx, minor)),
    };
    for (const DeviceGrant &grant : grants)
        appendGrant(program, grant);
    program.push_back(setResult(0));
    program.push_back(leave());
    return program;
}

Result<> attachDeviceProgram(int cgroupFd, std::span<const DeviceGrant> grants)
{
    // What most containers have is loaded once for all of them.
    static UniqueFd minimal;
    if (grants.empty() && minimal)
        return attach(cgroupFd, minimal.get());
    VITRINE_TRY_ASSIGN(UniqueFd loaded, load(grants));
    VITRINE_TRY(attach(cgroupFd, loaded.get()));
    if (grants.empty())
        minimal = std::move(loaded);
    return {};
}

} // namespace vitrine::sys
