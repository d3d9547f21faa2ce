// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/TreeRemover.h"

#include "core/base/Try.h"
#include "privhelper/shim/FileEntries.h"
#include "privhelper/sys/SafePath.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>
#include <vector>

namespace vitrine::shim {

namespace {

constexpr std::size_t kMaxDepth = 128;
constexpr unsigned kAskEvery = 256;
/// A container that makes names as fast as they are removed does not keep this busy for ever.
constexpr std::uint64_t kMaxRemoved = 20'000'000;

class Remover {
public:
    Remover(int top, const std::function<bool()> &goesOn)
        : m_top(top)
        , m_goesOn(goesOn)
    {
    }

    Result<std::uint64_t> remove(const std::string &name)
    {
        m_deep.push_back(name);
        // What lies too deep has been moved up here, to be removed in its turn.
        while (!m_deep.empty()) {
            const std::string next = std::exchange(m_deep.back(), {});
            m_deep.pop_back();
            VITRINE_TRY(removeOne(m_top, next));
            while (!m_frames.empty())
                VITRINE_TRY(step());
        }
        return m_count;
    }

private:
    struct Frame {
        DirectoryStream stream;
        std::string name; ///< in the frame before
    };

    [[nodiscard]] int parentOf(std::size_t depth) const
    {
        return depth == 0 ? m_top : ::dirfd(m_frames[depth - 1].stream.get());
    }

    /// One more name of the deepest folder, or that folder itself when it is empty.
    Result<> step()
    {
        Frame &frame = m_frames.back();
        if (const char *name = nextName(frame.stream))
            return removeOne(::dirfd(frame.stream.get()), name);
        const std::string name = std::move(frame.name);
        m_frames.pop_back();
        const int parent = parentOf(m_frames.size());
        if (::unlinkat(parent, name.c_str(), AT_REMOVEDIR) == 0 || errno == ENOENT)
            return {};
        // Somebody has put more into it: once more from the start.
        if (errno == ENOTEMPTY || errno == EEXIST)
            return removeOne(parent, name);
        return failErrno(errno, "removing a folder");
    }

    /// Removes it, or enters it when it is a folder.
    Result<> removeOne(int parent, const std::string &name)
    {
        VITRINE_TRY(count());
        if (::unlinkat(parent, name.c_str(), 0) == 0 || errno == ENOENT)
            return {};
        if (errno == EBUSY)
            return failErrno(EBUSY, "removing a file that something is mounted on", ErrorCode::Busy);
        if (errno != EISDIR && errno != EPERM)
            return failErrno(errno, "removing a file");
        if (m_frames.size() >= kMaxDepth)
            return moveUp(parent, name);
        auto folder = sys::openChild(parent, name, O_RDONLY | O_DIRECTORY | O_NONBLOCK);
        if (!folder && folder.error().sysErrno == EXDEV)
            return failure(Error{ ErrorCode::Busy, EXDEV, "something is mounted on a folder that is to be removed" });
        if (!folder && folder.error().sysErrno == ENOENT)
            return {};
        if (!folder)
            return failure(folder.error().wrap("removing a folder"));
        DirectoryStream stream = readDirectory(std::move(*folder));
        if (!stream)
            return failErrno(errno, "reading a folder to remove it");
        m_frames.push_back({ std::move(stream), name });
        return {};
    }

    Result<> moveUp(int parent, const std::string &name)
    {
        std::string temporary = fmt::format(".vitrine-removed-{}-{}", ::getpid(), m_moved++);
        if (::renameat(parent, name.c_str(), m_top, temporary.c_str()) < 0)
            return failErrno(errno, "removing a folder that lies deep");
        m_deep.push_back(std::move(temporary));
        return {};
    }

    Result<> count()
    {
        if (++m_count > kMaxRemoved)
            return failure(ErrorCode::TooLarge, "there is no end to what is to be removed");
        if (m_count % kAskEvery == 0 && !m_goesOn())
            return failure(ErrorCode::Cancelled, "removing was given up");
        return {};
    }

    int m_top;
    const std::function<bool()> &m_goesOn;
    std::vector<Frame> m_frames;
    std::vector<std::string> m_deep;
    std::uint64_t m_count = 0;
    unsigned m_moved = 0;
};

} // namespace

Result<std::uint64_t> removeTree(int parentFd, const std::string &name, const std::function<bool()> &goesOn)
{
    return Remover(parentFd, goesOn).remove(name);
}

} // namespace vitrine::shim
