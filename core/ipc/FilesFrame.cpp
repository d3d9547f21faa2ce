// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ipc/FilesFrame.h"

#include "core/base/Text.h"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

namespace vitrine::ipc {

namespace {

constexpr std::uint32_t kModeBits = 0777;
constexpr std::size_t kMaxSentence = 1024;
constexpr std::size_t kEntryNumbers = 4 * 5 + 8 * 2 + 1;
constexpr std::size_t kLengthBytes = 4;

class Writer {
public:
    template <typename Number> void number(Number value)
    {
        auto bits = static_cast<std::make_unsigned_t<Number>>(value);
        for (std::size_t i = 0; i < sizeof value; ++i) {
            m_packet.push_back(static_cast<char>(bits & 0xff));
            if constexpr (sizeof value > 1)
                bits = static_cast<decltype(bits)>(bits >> 8);
        }
    }
    void text(std::string_view value)
    {
        number(static_cast<std::uint32_t>(value.size()));
        m_packet += value;
    }
    std::string take() { return std::move(m_packet); }

private:
    std::string m_packet;
};

/// Once something is missing everything reads as zero, and isWhole() says no.
class Reader {
public:
    explicit Reader(std::string_view packet)
        : m_rest(packet)
    {
    }

    template <typename Number> Number number()
    {
        std::make_unsigned_t<Number> bits = 0;
        if (m_rest.size() < sizeof(Number)) {
            m_isShort = true;
            return 0;
        }
        for (std::size_t i = sizeof(Number); i-- > 0;)
            bits = static_cast<decltype(bits)>((static_cast<std::uint64_t>(bits) << 8)
                                               | static_cast<unsigned char>(m_rest[i]));
        m_rest.remove_prefix(sizeof(Number));
        return static_cast<Number>(bits);
    }
    std::string text(std::size_t mostBytes)
    {
        const auto size = number<std::uint32_t>();
        if (m_isShort || size > mostBytes || size > m_rest.size()) {
            m_isShort = true;
            return {};
        }
        std::string value(m_rest.substr(0, size));
        m_rest.remove_prefix(size);
        return value;
    }
    bool flag()
    {
        const auto value = number<std::uint8_t>();
        m_isShort = m_isShort || value > 1;
        return value == 1;
    }
    [[nodiscard]] bool isWhole() const { return !m_isShort && m_rest.empty(); }
    [[nodiscard]] bool isShort() const { return m_isShort; }

private:
    std::string_view m_rest;
    bool m_isShort = false;
};

tl::unexpected<Error> malformed(const char *what)
{
    return failure(ErrorCode::Protocol, fmt::format("a packet about files is malformed: {}", what));
}

bool hasNul(std::string_view text)
{
    return text.find('\0') != std::string_view::npos;
}

void writeEntry(Writer &writer, const FileEntry &entry)
{
    writer.text(entry.name);
    writer.number(entry.mode);
    writer.number(entry.uid);
    writer.number(entry.gid);
    writer.number(entry.outsideUid);
    writer.number(entry.outsideGid);
    writer.number(entry.size);
    writer.number(entry.mtimeNs);
    writer.text(entry.link);
    writer.number(static_cast<std::uint8_t>(entry.mark));
}

bool readEntry(Reader &reader, FileEntry &entry)
{
    entry.name = reader.text(kMaxFilesPath);
    entry.mode = reader.number<std::uint32_t>();
    entry.uid = reader.number<std::uint32_t>();
    entry.gid = reader.number<std::uint32_t>();
    entry.outsideUid = reader.number<std::uint32_t>();
    entry.outsideGid = reader.number<std::uint32_t>();
    entry.size = reader.number<std::uint64_t>();
    entry.mtimeNs = reader.number<std::int64_t>();
    entry.link = reader.text(kMaxFilesPath);
    const auto mark = reader.number<std::uint8_t>();
    entry.mark = static_cast<FileMark>(mark);
    return !reader.isShort() && mark <= static_cast<std::uint8_t>(FileMark::Deleted) && isPlainRelative(entry.name)
        && !hasNul(entry.name) && !hasNul(entry.link);
}

} // namespace

bool isPlainRelative(std::string_view path)
{
    if (path.empty())
        return false;
    return std::ranges::none_of(split(path, '/'),
                                [](std::string_view part) { return part.empty() || part == "." || part == ".."; });
}

std::string encodeRequest(const FilesRequest &request)
{
    Writer writer;
    writer.number(request.id);
    writer.number(static_cast<std::uint8_t>(request.op));
    writer.number(static_cast<std::uint8_t>(request.root));
    writer.number(static_cast<std::uint8_t>(request.follows ? 1 : 0));
    writer.number(request.mode);
    writer.number(request.mtimeNs);
    writer.text(request.path);
    writer.text(request.other);
    return writer.take();
}

Result<FilesRequest> decodeRequest(std::string_view packet)
{
    FilesRequest request;
    Reader reader(packet);
    request.id = reader.number<std::uint32_t>();
    const auto op = reader.number<std::uint8_t>();
    const auto root = reader.number<std::uint8_t>();
    request.op = static_cast<FilesOp>(op);
    request.root = static_cast<FilesRoot>(root);
    request.follows = reader.flag();
    request.mode = reader.number<std::uint32_t>();
    request.mtimeNs = reader.number<std::int64_t>();
    request.path = reader.text(kMaxFilesPath);
    request.other = reader.text(kMaxFilesPath);
    if (!reader.isWhole())
        return malformed("its length");
    if (request.id == 0 || op < static_cast<std::uint8_t>(FilesOp::List)
        || op > static_cast<std::uint8_t>(FilesOp::SetMode) || root < static_cast<std::uint8_t>(FilesRoot::Merged)
        || root > static_cast<std::uint8_t>(FilesRoot::Below))
        return malformed("what it asks for");
    if ((request.mode & ~kModeBits) != 0)
        return malformed("its permissions");
    if (hasNul(request.path) || hasNul(request.other))
        return malformed("its path");
    return request;
}

std::size_t encodedSize(const FileEntry &entry)
{
    return kEntryNumbers + 2 * kLengthBytes + entry.name.size() + entry.link.size();
}

std::string encodeReply(const FilesReply &reply)
{
    Writer writer;
    writer.number(reply.id);
    writer.number(static_cast<std::uint8_t>(reply.error ? 1 : 0));
    if (reply.error) {
        writer.number(static_cast<std::uint8_t>(reply.error->code));
        writer.number(static_cast<std::uint32_t>(reply.error->sysErrno));
        writer.text(std::string_view(reply.error->what).substr(0, kMaxSentence));
    }
    writer.number(static_cast<std::uint8_t>(reply.hasMore ? 1 : 0));
    writer.number(reply.value);
    writer.number(static_cast<std::uint32_t>(reply.entries.size()));
    for (const FileEntry &entry : reply.entries)
        writeEntry(writer, entry);
    return writer.take();
}

Result<FilesReply> decodeReply(std::string_view packet)
{
    if (packet.size() > kMaxFilesPacket)
        return malformed("its length");
    FilesReply reply;
    Reader reader(packet);
    reply.id = reader.number<std::uint32_t>();
    if (reader.flag()) {
        const auto code = reader.number<std::uint8_t>();
        const auto sysErrno = reader.number<std::uint32_t>();
        std::string what = reader.text(kMaxSentence);
        constexpr std::uint32_t kMostErrno = 4095;
        if (code > static_cast<std::uint8_t>(ErrorCode::Protocol) || sysErrno > kMostErrno)
            return malformed("its error");
        reply.error = Error{ static_cast<ErrorCode>(code), static_cast<int>(sysErrno), std::move(what) };
    }
    reply.hasMore = reader.flag();
    reply.value = reader.number<std::uint64_t>();
    const auto count = reader.number<std::uint32_t>();
    for (std::uint32_t i = 0; i < count; ++i) {
        FileEntry entry;
        if (!readEntry(reader, entry))
            return malformed("an entry");
        reply.entries.push_back(std::move(entry));
    }
    if (!reader.isWhole())
        return malformed("its length");
    return reply;
}

} // namespace vitrine::ipc
