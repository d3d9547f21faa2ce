// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/SelfUsage.h"

#include <QFile>

#include <charconv>
#include <unistd.h>
#include <vector>

namespace vitrine::gui {

namespace {

// Counted from 1 in proc(5); after the command in brackets, which may hold blanks itself.
constexpr std::size_t kUserTicks = 14 - 3;
constexpr std::size_t kSystemTicks = 15 - 3;
constexpr std::size_t kResidentPages = 1;
constexpr std::size_t kSharedPages = 2;

std::vector<std::uint64_t> numbers(std::string_view text)
{
    std::vector<std::uint64_t> found;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
        if (end > 0) {
            std::uint64_t value = 0;
            std::from_chars(text.data(), text.data() + end, value);
            found.push_back(value);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return found;
}

QByteArray contents(const char *path)
{
    QFile file(QString::fromLatin1(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

std::optional<SelfUsage> SelfMeter::update(std::string_view stat, std::string_view statm,
                                           std::chrono::steady_clock::time_point at)
{
    const std::size_t bracket = stat.rfind(')');
    if (bracket == std::string_view::npos)
        return std::nullopt;
    const auto fields = numbers(stat.substr(bracket + 1));
    const auto pages = numbers(statm);
    if (fields.size() <= kSystemTicks || pages.size() <= kSharedPages)
        return std::nullopt;

    SelfUsage usage;
    usage.memoryBytes = (pages[kResidentPages] - std::min(pages[kSharedPages], pages[kResidentPages]))
        * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    const std::uint64_t ticks = fields[kUserTicks] + fields[kSystemTicks];
    const double elapsed = std::chrono::duration<double>(at - m_at).count();
    if (m_ticks && elapsed > 0 && ticks >= *m_ticks)
        usage.cpuShare = static_cast<double>(ticks - *m_ticks) / static_cast<double>(sysconf(_SC_CLK_TCK)) / elapsed;
    m_ticks = ticks;
    m_at = at;
    return usage;
}

std::optional<SelfUsage> SelfMeter::read()
{
    const QByteArray stat = contents("/proc/self/stat");
    const QByteArray statm = contents("/proc/self/statm");
    return update(std::string_view(stat.constData(), static_cast<std::size_t>(stat.size())),
                  std::string_view(statm.constData(), static_cast<std::size_t>(statm.size())),
                  std::chrono::steady_clock::now());
}

} // namespace vitrine::gui
