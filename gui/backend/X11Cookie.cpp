// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/backend/X11Cookie.h"

#include "core/base/Try.h"
#include "core/plan/DisplayPlan.h"

#include <xcb/xcb.h>
#include <xcb/xcbext.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>

#include <fmt/format.h>
#include <sys/uio.h>

namespace vitrine::gui {

namespace {

/// How long the server keeps a cookie that no client uses.
constexpr std::uint32_t kTimeoutSeconds = 600;
constexpr std::string_view kMethod = "MIT-MAGIC-COOKIE-1";
constexpr std::uint8_t kFamilyLocalHost = 252; // "xhost +local:", not in xcb's headers

struct Freed {
    void operator()(void *memory) const { std::free(memory); }
};
template <typename T> using Owned = std::unique_ptr<T, Freed>;

struct Disconnected {
    void operator()(xcb_connection_t *connection) const { xcb_disconnect(connection); }
};
using Connection = std::unique_ptr<xcb_connection_t, Disconnected>;

// The SECURITY extension, which xcb has no library for. Layouts as in its protocol, version 7.1.
xcb_extension_t security{ "SECURITY", 0 };
constexpr std::uint8_t kGenerateAuthorization = 1;

struct GenerateRequest {
    std::uint8_t major = 0; // xcb writes the first four bytes
    std::uint8_t minor = 0;
    std::uint16_t length = 0;
    std::uint16_t methodLength = kMethod.size();
    std::uint16_t dataLength = 0;
    std::uint32_t valueMask = 3; // a timeout and a level of trust
};
static_assert(sizeof(GenerateRequest) == 12);

struct GenerateValues {
    std::uint32_t timeoutSeconds = kTimeoutSeconds;
    std::uint32_t trustLevel = 1; // untrusted
};

struct GenerateReply {
    std::uint8_t type;
    std::uint8_t pad;
    std::uint16_t sequence;
    std::uint32_t length;
    std::uint32_t id;
    std::uint16_t dataLength;
    std::array<std::uint8_t, 18> padding;
};
static_assert(sizeof(GenerateReply) == 32);

Result<> checkAccess(xcb_connection_t *connection)
{
    const Owned<xcb_list_hosts_reply_t> hosts(xcb_list_hosts_reply(connection, xcb_list_hosts(connection), nullptr));
    if (!hosts)
        return failure(ErrorCode::Unsupported, "The X server does not say whom it lets in");
    if (hosts->mode == XCB_ACCESS_CONTROL_DISABLE)
        return failure(ErrorCode::Unsupported,
                       "The X server lets everybody in, so the app could not be kept apart from your other windows. "
                       "\"xhost -\" ends that");
    for (auto host = xcb_list_hosts_hosts_iterator(hosts.get()); host.rem > 0; xcb_host_next(&host)) {
        if (host.data->family == kFamilyLocalHost)
            return failure(ErrorCode::Unsupported,
                           "The X server lets every program of this computer in, so the app could not be kept apart "
                           "from your other windows. \"xhost -local:\" ends that");
    }
    return {};
}

Result<std::string> generate(xcb_connection_t *connection)
{
    GenerateRequest request;
    std::array<char, (kMethod.size() + 3) / 4 * 4> method{};
    std::memcpy(method.data(), kMethod.data(), kMethod.size());
    GenerateValues values;
    // xcb wants two parts of its own before the first.
    std::array<iovec, 5> parts{};
    parts[2] = { &request, sizeof request };
    parts[3] = { method.data(), method.size() };
    parts[4] = { &values, sizeof values };
    const xcb_protocol_request_t kind{ 3, &security, kGenerateAuthorization, 0 };
    const unsigned sequence = xcb_send_request(connection, XCB_REQUEST_CHECKED, &parts[2], &kind);
    xcb_generic_error_t *problem = nullptr;
    const Owned<GenerateReply> reply(static_cast<GenerateReply *>(xcb_wait_for_reply(connection, sequence, &problem)));
    const Owned<xcb_generic_error_t> error(problem);
    if (!reply)
        return failure(
            ErrorCode::Unsupported,
            fmt::format("The X server makes no cookie for the app (X error {})", error ? int(error->error_code) : 0));
    const std::size_t size = std::size_t{ reply->length } * 4;
    if (reply->dataLength != plan::kX11CookieBytes || size < plan::kX11CookieBytes)
        return failure(ErrorCode::Unsupported, "The X server makes cookies of a kind that is not known");
    return std::string(reinterpret_cast<const char *>(reply.get() + 1), plan::kX11CookieBytes);
}

/// What an untrusted client can see of the extension is that there is none.
Result<> checkUntrusted(const std::string &display, std::string cookie)
{
    std::string method(kMethod);
    xcb_auth_info_t auth{ static_cast<int>(method.size()), method.data(), static_cast<int>(cookie.size()),
                          cookie.data() };
    const Connection connection(xcb_connect_to_display_with_auth_info(display.c_str(), &auth, nullptr));
    if (xcb_connection_has_error(connection.get()) != 0)
        return failure(ErrorCode::Unsupported, "The X server does not take the cookie that it has made");
    const xcb_query_extension_reply_t *extension = xcb_get_extension_data(connection.get(), &security);
    if (!extension || extension->present != 0)
        return failure(ErrorCode::Unsupported, "The X server takes its cookie for untrusted clients for a trusted one");
    return {};
}

} // namespace

Result<std::string> makeUntrustedCookie(const std::string &display)
{
    const Connection connection(xcb_connect(display.c_str(), nullptr));
    if (xcb_connection_has_error(connection.get()) != 0)
        return failure(ErrorCode::Unsupported,
                       fmt::format("The X server of display {} does not let Vitrine in", display));
    VITRINE_TRY(checkAccess(connection.get()));
    const xcb_query_extension_reply_t *extension = xcb_get_extension_data(connection.get(), &security);
    if (!extension || extension->present == 0)
        return failure(ErrorCode::Unsupported,
                       "The X server has no SECURITY extension, so the app could not be kept apart from your other "
                       "windows. Use a Wayland session, or start the X server with \"+extension SECURITY\"");
    VITRINE_TRY_ASSIGN(std::string cookie, generate(connection.get()));
    VITRINE_TRY(checkUntrusted(display, cookie));
    return cookie;
}

} // namespace vitrine::gui
