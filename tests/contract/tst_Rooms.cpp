// SPDX-License-Identifier: GPL-3.0-or-later
// Who may include whom, how long a file may be, and what it starts with.
#include "core/ipc/ErrorNames.h"

#include <QtTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace fs = std::filesystem;
using namespace vitrine;

namespace {

constexpr std::size_t kMaxLines = 600;
constexpr std::size_t kWantedLines = 400;

struct Source {
    std::string path; ///< from the root of the repository
    std::vector<std::string> lines;
};

struct Room {
    std::string_view folder;
    std::vector<std::string_view> mayInclude; ///< beside itself
};

// The first room whose folder fits is the room of a file.
const std::vector<Room> kRooms{
    { "core/base/", {} },
    { "core/spec/", { "core/base/" } },
    { "core/plan/", { "core/base/", "core/spec/", "core/ipc/" } },
    { "core/ipc/", { "core/base/" } },
    { "core/log/", { "core/base/" } },
    { "core/cgroup/", { "core/base/" } },
    { "core/metrics/", { "core/base/", "core/cgroup/", "core/spec/" } },
    { "core/", { "core/" } },
    { "privhelper/bus/", { "core/", "privhelper/bus/", "privhelper/daemon/" } },
    { "privhelper/shim/", { "core/", "privhelper/sys/" } },
    { "privhelper/unpack/", { "core/", "privhelper/sys/" } },
    { "privhelper/sys/", { "core/", "privhelper/shim/" } },
    { "privhelper/", { "core/", "privhelper/" } },
    { "gui/", { "core/", "gui/" } },
};

bool isSource(const fs::path &path)
{
    return path.extension() == ".h" || path.extension() == ".cpp" || path.extension() == ".c";
}

std::vector<Source> readSources(const std::vector<std::string> &folders, bool (*wanted)(const fs::path &))
{
    std::vector<Source> sources;
    const fs::path root = VITRINE_SOURCE_DIR;
    for (const auto &folder : folders) {
        for (const auto &entry : fs::recursive_directory_iterator(root / folder)) {
            if (!entry.is_regular_file() || !wanted(entry.path()))
                continue;
            Source source{ fs::relative(entry.path(), root).string(), {} };
            std::ifstream file(entry.path());
            for (std::string line; std::getline(file, line);)
                source.lines.push_back(line);
            sources.push_back(std::move(source));
        }
    }
    return sources;
}

/// What stands between the quotes or angle brackets of an #include, with the opening one; "" for other lines.
std::string_view included(std::string_view line)
{
    constexpr std::string_view kInclude = "#include ";
    if (!line.starts_with(kInclude) || line.size() < kInclude.size() + 2)
        return {};
    line.remove_prefix(kInclude.size());
    return line.substr(0, line.find_first_of(line.front() == '<' ? ">" : "\"", 1));
}

const Room *roomOf(std::string_view path)
{
    const auto room =
        std::find_if(kRooms.begin(), kRooms.end(), [&](const Room &known) { return path.starts_with(known.folder); });
    return room == kRooms.end() ? nullptr : &*room;
}

/// Calls `check(path, header)` for every #include; it answers with what is wrong, or "".
template <typename Check> QStringList complaints(const std::vector<Source> &sources, const Check &check)
{
    QStringList list;
    for (const auto &source : sources) {
        for (const auto &line : source.lines) {
            const auto header = included(line);
            if (header.empty())
                continue;
            if (const std::string wrong = check(source.path, header); !wrong.empty())
                list << QString::fromStdString(source.path + " includes " + std::string(header.substr(1)) + ": "
                                               + wrong);
        }
    }
    return list;
}

} // namespace

class tst_Rooms : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { m_sources = readSources({ "core", "privhelper", "gui" }, isSource); }

    void roomsIncludeOnlyTheRoomsBelow()
    {
        const auto list = complaints(m_sources, [](const std::string &path, std::string_view header) -> std::string {
            const bool isOurs = header.starts_with("\"core/") || header.starts_with("\"privhelper/")
                || header.starts_with("\"gui/") || header.starts_with("\"tests/");
            const auto *room = roomOf(path);
            if (!isOurs || !room)
                return {};
            const auto target = header.substr(1);
            const bool isAllowed = target.starts_with(room->folder)
                || std::any_of(room->mayInclude.begin(), room->mayInclude.end(),
                               [&](std::string_view folder) { return target.starts_with(folder); });
            return isAllowed ? "" : "that room is not below " + std::string(room->folder);
        });
        QVERIFY2(list.isEmpty(), qPrintable(list.join('\n')));
    }

    void ourHeadersAreNamedFromTheRoot()
    {
        const auto list = complaints(m_sources, [](const std::string &path, std::string_view header) -> std::string {
            const bool isMade = header.ends_with(".moc") || header.starts_with("\"ui_") || header.starts_with("\"moc_")
                || path.ends_with(".in") || header.find('/') == std::string_view::npos;
            if (header.front() != '"' || isMade)
                return {};
            return fs::exists(fs::path(VITRINE_SOURCE_DIR) / header.substr(1)) ? "" : "there is no such file";
        });
        QVERIFY2(list.isEmpty(), qPrintable(list.join('\n')));
    }

    void onlyTheFrontEndKnowsQt()
    {
        const auto list = complaints(m_sources, [](const std::string &path, std::string_view header) -> std::string {
            return !path.starts_with("gui/") && header.starts_with("<Q") ? "Qt is for gui only" : "";
        });
        QVERIFY2(list.isEmpty(), qPrintable(list.join('\n')));
    }

    void onlyOneFileKnowsThePlotLibrary()
    {
        const auto list = complaints(m_sources, [](const std::string &path, std::string_view header) -> std::string {
            return header.substr(1) == "qcustomplot.h" && path != "gui/charts/Plot.h" ? "use gui/charts/Plot.h" : "";
        });
        QVERIFY2(list.isEmpty(), qPrintable(list.join('\n')));
    }

    void headersDoNotPullInTheJsonLibrary()
    {
        const auto list = complaints(m_sources, [](const std::string &path, std::string_view header) -> std::string {
            return header.substr(1) == "nlohmann/json.hpp" && !path.ends_with(".cpp") ? "it is slow to compile" : "";
        });
        QVERIFY2(list.isEmpty(), qPrintable(list.join('\n')));
    }

    void filesStayShort()
    {
        QStringList tooLong;
        auto sources = readSources({ "core", "privhelper", "gui", "tests" }, isSource);
        std::sort(sources.begin(), sources.end(),
                  [](const Source &a, const Source &b) { return a.lines.size() > b.lines.size(); });
        for (const auto &source : sources) {
            const auto line = QString::fromStdString(source.path) + ": " + QString::number(source.lines.size());
            if (source.lines.size() > kMaxLines)
                tooLong << line;
            else if (source.lines.size() > kWantedLines)
                qInfo("over %zu lines: %s", kWantedLines, qPrintable(line));
        }
        QVERIFY2(tooLong.isEmpty(), qPrintable(tooLong.join('\n')));
    }

    void everyFileNamesItsLicence()
    {
        const auto wanted = [](const fs::path &path) {
            static const std::set<std::string> extensions{ ".h", ".cpp", ".c", ".cmake", ".sh", ".py", ".in" };
            return extensions.contains(path.extension().string()) || path.filename() == "CMakeLists.txt";
        };
        QStringList without;
        for (const auto &source : readSources({ "core", "privhelper", "gui", "packaging", "tests" }, wanted)) {
            // A script has its interpreter first.
            const bool hasIt = std::any_of(
                source.lines.begin(), source.lines.begin() + std::min<std::ptrdiff_t>(2, std::ssize(source.lines)),
                [](const std::string &line) {
                    return line.find("SPDX-License-Identifier: GPL-3.0-or-later") != std::string::npos;
                });
            if (!hasIt)
                without << QString::fromStdString(source.path);
        }
        QVERIFY2(without.isEmpty(), qPrintable(without.join('\n')));
    }

    void headersGuardThemselves()
    {
        QStringList without;
        for (const auto &source : m_sources) {
            const bool hasIt =
                std::find(source.lines.begin(), source.lines.end(), "#pragma once") != source.lines.end();
            if (source.path.ends_with(".h") && !hasIt)
                without << QString::fromStdString(source.path);
        }
        QVERIFY2(without.isEmpty(), qPrintable(without.join('\n')));
    }

    /// What takes no length, asks a shell, or follows a path that somebody else may have changed.
    void whatRunsAsRootCallsNothingDangerous()
    {
        static const std::regex dangerous(
            "(^|[^\\w.>:])(std::|::)?"
            "(system|popen|strcpy|strcat|v?sprintf|gets|alloca|tmpnam|mktemp|l?chown|chmod)\\s*\\("
            "|(^|[^\\w.>:])::mount\\s*\\(|open\\w*\\s*\\([^)]*\"/proc/self/fd");
        const auto isDangerous = [](const std::string &line) { return std::regex_search(line, dangerous); };
        QVERIFY(isDangerous("    ::system(line)"));
        QVERIFY(isDangerous("    (void)chmod (path, 0600);"));
        QVERIFY(isDangerous("    ::open(\"/proc/self/fd/7\", O_RDWR)"));
        QVERIFY(!isDangerous("    ::fchmod(file, 0600); Tree::mount(root);"));
        // In a mount namespace of its own, before it has read anything.
        const std::string mounter = "privhelper/unpack/Confinement.cpp";
        QStringList found;
        for (const auto &source : m_sources) {
            for (const auto &line : source.lines) {
                if (source.path.starts_with("privhelper/") && isDangerous(line)
                    && (source.path != mounter || line.find("::mount(") == std::string::npos))
                    found << QString::fromStdString(source.path + ": " + line);
            }
        }
        QVERIFY2(found.isEmpty(), qPrintable(found.join('\n')));
    }

    void theBusLetsEveryInterfaceThrough()
    {
        const auto isPolicy = [](const fs::path &path) { return path.extension() == ".conf"; };
        const auto isInterface = [](const fs::path &path) { return path.extension() == ".xml"; };
        const auto policies = readSources({ "packaging/dbus" }, isPolicy);
        const auto interfaces = readSources({ "core/ipc" }, isInterface);
        QCOMPARE(policies.size(), std::size_t(1));
        QVERIFY(interfaces.size() >= 3);
        for (const auto &interface : interfaces) {
            const auto wanted = "send_interface=\"" + fs::path(interface.path).stem().string() + "\"/>";
            const auto &lines = policies.front().lines;
            const bool isAllowed = std::any_of(lines.begin(), lines.end(), [&](const std::string &line) {
                return line.find(wanted) != std::string::npos;
            });
            QVERIFY2(isAllowed, wanted.c_str());
        }
    }

    void everyErrorHasANameOfItsOwn()
    {
        std::set<std::string> names;
        for (int i = 0; i <= static_cast<int>(ErrorCode::Protocol); ++i) {
            const auto code = static_cast<ErrorCode>(i);
            const auto name = ipc::errorName(code);
            QVERIFY2(names.insert(name).second, name.c_str());
            QVERIFY2(ipc::errorCode(name) == code, name.c_str());
        }
    }

private:
    std::vector<Source> m_sources;
};

QTEST_APPLESS_MAIN(tst_Rooms)
#include "tst_Rooms.moc"
