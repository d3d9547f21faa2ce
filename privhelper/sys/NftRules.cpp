// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/NftRules.h"

#include "core/base/Text.h"
#include "core/base/Try.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <nftables/libnftables.h>
#include <nlohmann/json.hpp>

#include <arpa/inet.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace vitrine::sys {

namespace {

// Adding before deleting, because deleting what is not there fails the transaction.
constexpr std::string_view kRemoveTables = "add table inet vitrine\n"
                                           "delete table inet vitrine\n"
                                           "add table bridge vitrine\n"
                                           "delete table bridge vitrine\n";

Result<std::string> runNft(const std::string &commands, unsigned outputFlags, const char *doing)
{
    const std::unique_ptr<nft_ctx, void (*)(nft_ctx *)> context(nft_ctx_new(NFT_CTX_DEFAULT), nft_ctx_free);
    if (!context || nft_ctx_buffer_output(context.get()) != 0 || nft_ctx_buffer_error(context.get()) != 0)
        return failErrno(ENOMEM, doing);
    nft_ctx_output_set_flags(context.get(), outputFlags);
    errno = 0;
    if (nft_run_cmd_from_buffer(context.get(), commands.c_str()) != 0) {
        const int number = errno;
        const std::string_view report = nft_ctx_get_error_buffer(context.get());
        const std::string line(report.substr(0, report.find('\n')));
        const bool lacking = number == EOPNOTSUPP || number == EPROTONOSUPPORT || number == ENOENT;
        return failure(Error{ lacking ? ErrorCode::Unsupported : ErrorCode::System, number,
                              fmt::format("{}: {}", doing, line.empty() ? "nftables gave no reason" : line) });
    }
    return std::string(nft_ctx_get_output_buffer(context.get()));
}

/// "{ a, b }" with a heading, or nothing: an empty list of elements is a syntax error.
template <typename Range, typename Text> std::string elements(const Range &range, Text text)
{
    std::string joined;
    for (const auto &one : range)
        joined += (joined.empty() ? "" : ", ") + text(one);
    return joined.empty() ? "" : fmt::format("    elements = {{ {} }}\n", joined);
}

std::string routedTable(const NetworkRules &rules)
{
    const std::string borrowed =
        elements(rules.borrowed, [](const std::string &name) { return fmt::format("\"{}\"", name); });
    return fmt::format(R"(table inet vitrine {{
  set borrowed {{
    type ifname
{borrowed}  }}
  chain prerouting {{
    type filter hook prerouting priority raw; policy accept;
    iifname != {{ "{bridge}", "lo" }} ip daddr {pool} drop
  }}
  chain input {{
    type filter hook input priority filter - 10; policy accept;
    iifname "{bridge}" ct state established,related accept
    iifname "{bridge}" drop
  }}
  chain forward {{
    type filter hook forward priority filter - 10; policy accept;
    iifname "{bridge}" oifname "{bridge}" drop
    iifname "{bridge}" ip daddr {{ 127.0.0.0/8, 169.254.0.0/16 }} drop
    iifname "{bridge}" tcp flags syn tcp option maxseg size set rt mtu
    iifname "{bridge}" ip saddr {pool} accept
    iifname "{bridge}" drop
    oifname "{bridge}" ct state established,related accept
    oifname "{bridge}" drop
    iifname @borrowed ct status dnat accept
    iifname @borrowed ct state new drop
  }}
  chain postrouting {{
    type nat hook postrouting priority srcnat; policy accept;
    ip saddr {pool} oifname != "{bridge}" masquerade
  }}
}}
)",
                       fmt::arg("bridge", rules.bridge), fmt::arg("pool", subnetText(rules.pool)),
                       fmt::arg("borrowed", borrowed));
}

/// From each port only what its own container may send: its MAC and its address, IPv4 and ARP, nothing else.
std::string bridgedTable(const NetworkRules &rules)
{
    const std::string names =
        elements(rules.ports, [](const NetworkRules::Port &port) { return fmt::format("\"{}\"", port.interface); });
    const std::string senders = elements(rules.ports, [](const NetworkRules::Port &port) {
        return fmt::format("\"{}\" . {} . {}", port.interface, macOf(port.address), ipv4Text(port.address));
    });
    return fmt::format(R"(table bridge vitrine {{
  set ports {{
    type ifname
{names}  }}
  set senders {{
    type ifname . ether_addr . ipv4_addr
{senders}  }}
  chain prerouting {{
    type filter hook prerouting priority -300; policy accept;
    iifname != @ports accept
    iifname . ether saddr . ip saddr @senders accept
    iifname . ether saddr . arp saddr ip @senders accept
    drop
  }}
}}
)",
                       fmt::arg("names", names), fmt::arg("senders", senders));
}

/// A set is listed in the order of its hashes, which are seeded anew with each set: in order, the same rules read the
/// same.
std::string withElementsInOrder(std::string listing)
{
    constexpr std::string_view kBegin = "elements = {";
    for (auto begin = listing.find(kBegin); begin != listing.npos; begin = listing.find(kBegin, begin)) {
        begin += kBegin.size();
        const auto end = std::min(listing.find('}', begin), listing.size());
        std::vector<std::string_view> elements = split(std::string_view(listing).substr(begin, end - begin), ',');
        std::ranges::transform(elements, elements.begin(), trimmed);
        std::ranges::sort(elements);
        const std::string ordered = fmt::format(" {} ", fmt::join(elements, ", "));
        listing.replace(begin, end - begin, ordered);
    }
    return listing;
}

} // namespace

std::string rulesText(const NetworkRules &rules)
{
    return std::string(kRemoveTables) + routedTable(rules) + bridgedTable(rules);
}

Result<> applyRules(const NetworkRules &rules)
{
    VITRINE_TRY(runNft(rulesText(rules), 0, "setting the rules of the private network"));
    return {};
}

Result<> removeRules()
{
    VITRINE_TRY(runNft(std::string(kRemoveTables), 0, "removing the rules of the private network"));
    return {};
}

Result<std::string> listRules()
{
    VITRINE_TRY_ASSIGN(const std::string tables, runNft("list tables", 0, "listing firewall tables"));
    std::string listing;
    for (const char *table : { "table inet vitrine", "table bridge vitrine" }) {
        // To list what is not there would be an error.
        if (tables.find(std::string(table) + '\n') == std::string::npos)
            continue;
        VITRINE_TRY_ASSIGN(const std::string text,
                           runNft(std::string("list ") + table, NFT_CTX_OUTPUT_STATELESS, "listing firewall rules"));
        listing += withElementsInOrder(text);
    }
    return listing;
}

Result<std::uint32_t> rulesGeneration()
{
    const std::unique_ptr<nl_sock, void (*)(nl_sock *)> socket(nl_socket_alloc(), nl_socket_free);
    if (!socket)
        return failErrno(ENOMEM, "asking for the state of the firewall");
    std::optional<std::uint32_t> generation;
    const auto read = [](nl_msg *message, void *found) -> int {
        const nlattr *id = nlmsg_find_attr(nlmsg_hdr(message), sizeof(nfgenmsg), NFTA_GEN_ID);
        if (id != nullptr && nla_len(id) == sizeof(std::uint32_t))
            *static_cast<std::optional<std::uint32_t> *>(found) = ntohl(nla_get_u32(id));
        return NL_STOP;
    };
    nfgenmsg header{ AF_UNSPEC, NFNETLINK_V0, 0 };
    constexpr int kType = (NFNL_SUBSYS_NFTABLES << 8) | NFT_MSG_GETGEN;
    int r = nl_connect(socket.get(), NETLINK_NETFILTER);
    if (r >= 0)
        r = nl_socket_modify_cb(socket.get(), NL_CB_VALID, NL_CB_CUSTOM, read, &generation);
    if (r >= 0)
        r = nl_send_simple(socket.get(), kType, 0, &header, sizeof header);
    if (r >= 0)
        r = nl_recvmsgs_default(socket.get());
    if (!generation)
        return failure(ErrorCode::System,
                       fmt::format("asking for the state of the firewall: {}",
                                   r < 0 ? nl_geterror(r) : "the kernel's answer does not name it"));
    return *generation;
}

std::vector<std::string> forwardDroppers(std::string_view json)
{
    std::vector<std::string> found;
    const auto parsed = nlohmann::json::parse(json, nullptr, false);
    if (!parsed.is_object())
        return found;
    for (const auto &entry : parsed.value("nftables", nlohmann::json::array())) {
        const auto chain = entry.value("chain", nlohmann::json::object());
        const std::string table = chain.value("table", "");
        // firewalld's chain accepts by policy, but ends with a rule that refuses what no zone allows.
        const bool drops = chain.value("policy", "") == "drop" || table == "firewalld";
        if (chain.value("hook", "") == "forward" && drops && table != "vitrine")
            found.push_back(fmt::format("{} {} {}", chain.value("family", ""), table, chain.value("name", "")));
    }
    return found;
}

Result<std::vector<std::string>> findForwardDroppers()
{
    VITRINE_TRY_ASSIGN(const std::string json, runNft("list chains", NFT_CTX_OUTPUT_JSON, "listing firewall chains"));
    return forwardDroppers(json);
}

} // namespace vitrine::sys
