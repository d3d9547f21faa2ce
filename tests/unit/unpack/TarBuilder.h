// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace vitrine::test {

struct TarEntry {
    std::string name;
    char type = '0';
    std::string body = {};
    std::string link = {};
    unsigned mode = 0644;
    unsigned uid = 0;
    unsigned gid = 0;
    long long statedSize = -1; ///< what the header says when that is not the truth
};

/// Writes tars byte by byte, so that it can also write what no tar program would.
class TarBuilder {
public:
    TarBuilder &add(const TarEntry &entry)
    {
        const auto size = entry.statedSize < 0 ? static_cast<long long>(entry.body.size()) : entry.statedSize;
        std::string header(512, '\0');
        put(header, 0, entry.name.substr(0, 100));
        put(header, 100, octal(entry.mode, 7));
        put(header, 108, octal(entry.uid, 7));
        put(header, 116, octal(entry.gid, 7));
        put(header, 124, octal(static_cast<unsigned long long>(size), 11));
        put(header, 136, octal(1'700'000'000, 11));
        header[156] = entry.type;
        put(header, 157, entry.link.substr(0, 100));
        put(header, 257, std::string_view("ustar\00000", 8));
        put(header, 148, "        ");
        unsigned sum = 0;
        for (const char c : header)
            sum += static_cast<unsigned char>(c);
        put(header, 148, octal(sum, 6) + '\0' + ' ');
        m_bytes += header;
        m_bytes += entry.body;
        m_bytes.append((512 - m_bytes.size() % 512) % 512, '\0');
        return *this;
    }
    /// A PAX header for the next entry: "key=value" records.
    TarBuilder &pax(const std::string &key, const std::string &value, char type = 'x')
    {
        const std::string tail = " " + key + "=" + value + "\n";
        std::size_t length = tail.size() + 1;
        while (std::to_string(length).size() + tail.size() != length)
            ++length;
        return add({ "PaxHeader", type, std::to_string(length) + tail });
    }
    TarBuilder &raw(std::string_view bytes)
    {
        m_bytes += bytes;
        return *this;
    }
    [[nodiscard]] std::string unfinished() const { return m_bytes; }
    [[nodiscard]] std::string finished() const { return m_bytes + std::string(1024, '\0'); }

private:
    static void put(std::string &header, std::size_t at, std::string_view text)
    {
        std::copy(text.begin(), text.end(), header.begin() + static_cast<std::ptrdiff_t>(at));
    }
    static std::string octal(unsigned long long value, int width)
    {
        char text[32];
        std::snprintf(text, sizeof text, "%0*llo", width, value);
        return text;
    }
    std::string m_bytes;
};

} // namespace vitrine::test
