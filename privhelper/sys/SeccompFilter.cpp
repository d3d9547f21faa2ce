// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/SeccompFilter.h"

#include "core/base/Try.h"
#include "privhelper/sys/SeccompProfile.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <seccomp.h>

#include <fcntl.h>
#include <linux/seccomp.h>
#include <sys/mman.h>

#include <cerrno>
#include <charconv>
#include <memory>

namespace vitrine::sys {

namespace {

using Json = nlohmann::json;
using Context = std::unique_ptr<void, decltype(&seccomp_release)>;

constexpr const char *kBuilding = "building the system-call filter";

Result<std::uint64_t> hexNumber(const Json &value)
{
    std::uint64_t number = 0;
    const std::string text = value.is_string() ? value.get<std::string>() : std::string();
    const char *const last = text.data() + text.size();
    if (!text.starts_with("0x") || std::from_chars(text.data() + 2, last, number, 16).ptr != last)
        return failure(ErrorCode::InvalidConfig,
                       fmt::format("reading the system-call profile: \"{}\" is no number", text));
    return number;
}

Result<std::vector<std::string>> namesOf(const Json &profile, const char *key)
{
    std::vector<std::string> names;
    for (const Json &group : profile.value(key, Json::array())) {
        for (const Json &name : group.value("names", Json::array())) {
            if (!name.is_string())
                return failure(ErrorCode::InvalidConfig, "reading the system-call profile: a name is no string");
            names.push_back(name.get<std::string>());
        }
    }
    return names;
}

Result<> appendRules(std::vector<ArgumentRule> &rules, const Json &entry)
{
    const std::string name = entry.value("name", "");
    const unsigned argument = entry.value("arg", 0U);
    if (entry.contains("anyBitOf")) {
        VITRINE_TRY_ASSIGN(const std::uint64_t bits, hexNumber(entry["anyBitOf"]));
        for (std::uint64_t bit = 1; bit != 0; bit <<= 1) {
            if ((bits & bit) != 0)
                rules.push_back({ name, argument, bit, bit });
        }
    }
    if (entry.contains("equals")) {
        VITRINE_TRY_ASSIGN(const std::uint64_t mask, hexNumber(entry.value("mask", Json())));
        VITRINE_TRY_ASSIGN(const std::uint64_t value, hexNumber(entry["equals"]));
        rules.push_back({ name, argument, mask, value });
    }
    for (const Json &one : entry.value("values", Json::array())) {
        VITRINE_TRY_ASSIGN(const std::uint64_t value, hexNumber(one));
        rules.push_back({ name, argument, UINT64_MAX, value });
    }
    return {};
}

/// A filter for every architecture that this kernel may run programs of. On x86-64 those are three, and one that is
/// left out would be a way around the rules for the others.
Result<Context> newContext(std::uint32_t defaultAction)
{
    Context context(seccomp_init(defaultAction), &seccomp_release);
    if (!context)
        return failErrno(ENOMEM, kBuilding);
    std::vector<std::uint32_t> more;
    if (seccomp_arch_native() == SCMP_ARCH_X86_64)
        more = { SCMP_ARCH_X86, SCMP_ARCH_X32 };
    else if (seccomp_arch_native() == SCMP_ARCH_AARCH64)
        more = { SCMP_ARCH_ARM };
    for (const std::uint32_t arch : more) {
        if (const int failed = seccomp_arch_add(context.get(), arch); failed < 0)
            return failErrno(-failed, fmt::format("{}: adding an architecture", kBuilding));
    }
    constexpr std::uint32_t kBinaryTree = 2;
    int failed = seccomp_attr_set(context.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ERRNO(ENOSYS));
    if (failed == 0)
        failed = seccomp_attr_set(context.get(), SCMP_FLTATR_CTL_OPTIMIZE, kBinaryTree);
    if (failed < 0)
        return failErrno(-failed, kBuilding);
    return context;
}

Result<> addRule(scmp_filter_ctx context, std::uint32_t action, const std::string &name, const ArgumentRule *when)
{
    const int number = seccomp_syscall_resolve_name(name.c_str());
    if (number == __NR_SCMP_ERROR) // newer than this libseccomp: stays ENOSYS
        return {};
    scmp_arg_cmp compare{};
    if (when != nullptr)
        compare = { when->argument, SCMP_CMP_MASKED_EQ, when->mask, when->value };
    const int failed = seccomp_rule_add_array(context, action, number, when != nullptr ? 1 : 0, &compare);
    if (failed < 0)
        return failErrno(-failed, fmt::format("{}: adding the rule for {}", kBuilding, name));
    return {};
}

Result<std::vector<sock_filter>> exportProgram(scmp_filter_ctx context)
{
    const UniqueFd memory(::memfd_create("vitrine-seccomp", MFD_CLOEXEC));
    if (!memory)
        return failErrno(errno, kBuilding);
    if (const int failed = seccomp_export_bpf(context, memory.get()); failed < 0)
        return failErrno(-failed, fmt::format("{}: exporting it", kBuilding));
    const off_t size = ::lseek(memory.get(), 0, SEEK_END);
    std::vector<sock_filter> program(static_cast<std::size_t>(size) / sizeof(sock_filter));
    if (size <= 0 || ::pread(memory.get(), program.data(), static_cast<std::size_t>(size), 0) != size)
        return failErrno(EIO, kBuilding);
    return program;
}

/// `first`, then `second` wherever `first` returns ALLOW.
std::vector<sock_filter> chain(std::vector<sock_filter> first, const std::vector<sock_filter> &second)
{
    for (std::size_t at = 0; at < first.size(); ++at) {
        sock_filter &step = first[at];
        if (step.code == (BPF_RET | BPF_K) && step.k == SECCOMP_RET_ALLOW)
            step = { BPF_JMP | BPF_JA, 0, 0, static_cast<std::uint32_t>(first.size() - at - 1) };
    }
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

} // namespace

Result<SeccompProfile> parseSeccompProfile(std::string_view json)
{
    const Json parsed = Json::parse(json, nullptr, false);
    if (!parsed.is_object())
        return failure(ErrorCode::InvalidConfig, "reading the system-call profile: not a JSON object");
    SeccompProfile profile;
    VITRINE_TRY_ASSIGN(profile.allow, namesOf(parsed, "allow"));
    VITRINE_TRY_ASSIGN(profile.deny, namesOf(parsed, "deny"));
    for (const Json &entry : parsed.value("allowWhen", Json::array()))
        VITRINE_TRY(appendRules(profile.allowWhen, entry));
    for (const Json &entry : parsed.value("denyWhen", Json::array()))
        VITRINE_TRY(appendRules(profile.denyWhen, entry));
    return profile;
}

Result<std::vector<sock_filter>> compileSeccompProfile(const SeccompProfile &profile)
{
    VITRINE_TRY_ASSIGN(const Context denying, newContext(SCMP_ACT_ALLOW));
    for (const std::string &name : profile.deny)
        VITRINE_TRY(addRule(denying.get(), SCMP_ACT_ERRNO(EPERM), name, nullptr));
    for (const ArgumentRule &rule : profile.denyWhen)
        VITRINE_TRY(addRule(denying.get(), SCMP_ACT_ERRNO(EPERM), rule.name, &rule));
    VITRINE_TRY_ASSIGN(const Context allowing, newContext(SCMP_ACT_ERRNO(ENOSYS)));
    for (const std::string &name : profile.allow)
        VITRINE_TRY(addRule(allowing.get(), SCMP_ACT_ALLOW, name, nullptr));
    for (const ArgumentRule &rule : profile.allowWhen)
        VITRINE_TRY(addRule(allowing.get(), SCMP_ACT_ALLOW, rule.name, &rule));
    VITRINE_TRY_ASSIGN(std::vector<sock_filter> first, exportProgram(denying.get()));
    VITRINE_TRY_ASSIGN(const std::vector<sock_filter> second, exportProgram(allowing.get()));
    std::vector<sock_filter> program = chain(std::move(first), second);
    if (program.size() > BPF_MAXINSNS)
        return failure(
            ErrorCode::TooLarge,
            fmt::format("{}: {} instructions, the kernel takes {}", kBuilding, program.size(), BPF_MAXINSNS));
    return program;
}

Result<UniqueFd> buildDefaultFilter()
{
    VITRINE_TRY_ASSIGN(const SeccompProfile profile, parseSeccompProfile(defaultProfileJson()));
    VITRINE_TRY_ASSIGN(const std::vector<sock_filter> program, compileSeccompProfile(profile));
    UniqueFd memory(::memfd_create("vitrine-seccomp", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    const std::size_t size = program.size() * sizeof(sock_filter);
    if (!memory || ::write(memory.get(), program.data(), size) != static_cast<ssize_t>(size)
        || ::fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) < 0)
        return failErrno(errno, kBuilding);
    if (::lseek(memory.get(), 0, SEEK_SET) < 0)
        return failErrno(errno, kBuilding);
    return memory;
}

} // namespace vitrine::sys
