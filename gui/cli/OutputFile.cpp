// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/OutputFile.h"

#include "core/base/Try.h"
#include "gui/cli/OutputQueue.h"
#include "gui/cli/Terminal.h"

#include <QDir>

#include <array>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace vitrine::gui {

Result<OutputFile> OutputFile::open(const std::string &path)
{
    if (path != "-") {
        UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (!file)
            return failErrno(errno, "Making " + path);
        return OutputFile(path, std::move(file));
    }
    if (isTerminal(STDOUT_FILENO))
        return failure(ErrorCode::InvalidArgs, "An archive is not written to a terminal: send the output to a file");
    UniqueFd file(::open(QDir::tempPath().toUtf8().constData(), O_RDWR | O_TMPFILE | O_CLOEXEC, 0600));
    if (!file)
        return failErrno(errno, "Making a file in " + QDir::tempPath().toStdString());
    OutputFile output({}, std::move(file));
    output.m_isStream = true;
    return output;
}

OutputFile::OutputFile(OutputFile &&other) noexcept
    : m_path(std::exchange(other.m_path, {}))
    , m_file(std::move(other.m_file))
    , m_isStream(other.m_isStream)
{
}

OutputFile::~OutputFile()
{
    if (!m_path.empty())
        ::unlink(m_path.c_str());
}

Result<UniqueFd> OutputFile::duplicate() const
{
    UniqueFd copy(::fcntl(m_file.get(), F_DUPFD_CLOEXEC, 3));
    if (!copy)
        return failErrno(errno, "Passing the file to the helper");
    return copy;
}

Result<> OutputFile::keep()
{
    m_path.clear();
    std::array<char, 64 * 1024> bytes{};
    off_t offset = 0;
    while (m_isStream) {
        const ssize_t count = ::pread(m_file.get(), bytes.data(), bytes.size(), offset);
        if (count < 0)
            return failErrno(errno, "Reading what was written");
        if (count == 0)
            break;
        if (!writeAll(STDOUT_FILENO, { bytes.data(), static_cast<std::size_t>(count) }))
            return failure(ErrorCode::System, "Nobody reads the output any more");
        offset += count;
    }
    return {};
}

} // namespace vitrine::gui
