// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/store/FileJob.h"

#include <QFile>
#include <QFutureWatcher>
#include <QPromise>

#include <cerrno>
#include <cstdio>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::gui {

namespace {

using Opened = Result<std::shared_ptr<UniqueFd>>;

/// Runs `work` in a thread that may never come back, and answers in the receiver's if it does.
template <typename T> void inBackground(std::function<Result<T>()> work, Reply<T> reply)
{
    using Shared = std::shared_ptr<Result<T>>;
    auto promise = std::make_shared<QPromise<Shared>>();
    auto *watcher = new QFutureWatcher<Shared>(reply.receiver);
    QObject::connect(watcher, &QFutureWatcher<Shared>::finished, reply.receiver, [watcher, reply] {
        watcher->deleteLater();
        if (reply.done)
            reply.done(std::move(*watcher->result()));
    });
    watcher->setFuture(promise->future());
    promise->start();
    std::thread([promise, work = std::move(work)] {
        promise->addResult(std::make_shared<Result<T>>(work()));
        promise->finish();
    }).detach();
}

std::string doing(const char *verb, const QByteArray &path)
{
    return std::string(verb) + ' ' + path.toStdString();
}

QByteArray partOf(const QString &path)
{
    return QFile::encodeName(path + QStringLiteral(".part"));
}

} // namespace

void openArchive(const QString &path, Reply<std::shared_ptr<Archive>> reply)
{
    inBackground<std::shared_ptr<Archive>>(
        [name = QFile::encodeName(path)]() -> Result<std::shared_ptr<Archive>> {
            // Not to wait for the other end of a pipe.
            UniqueFd fd(::open(name.constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
            if (!fd)
                return failErrno(errno, doing("Opening", name));
            struct stat facts { };
            if (::fstat(fd.get(), &facts) != 0)
                return failErrno(errno, doing("Looking at", name));
            if (!S_ISREG(facts.st_mode) && !S_ISDIR(facts.st_mode))
                return failure(ErrorCode::InvalidArgs, doing("Opening", name) + ": it is no file or folder");
            const bool isFolder = S_ISDIR(facts.st_mode);
            const bool isLayout = isFolder && ::faccessat(fd.get(), "oci-layout", F_OK, 0) == 0;
            return std::make_shared<Archive>(Archive{ std::move(fd), isFolder, isLayout });
        },
        std::move(reply));
}

void NewFile::open(Reply<std::shared_ptr<UniqueFd>> reply) const
{
    inBackground<std::shared_ptr<UniqueFd>>(
        [name = partOf(m_path)]() -> Opened {
            // What an earlier try left there.
            ::unlink(name.constData());
            UniqueFd fd(::open(name.constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
            if (!fd)
                return failErrno(errno, doing("Making", name));
            return std::make_shared<UniqueFd>(std::move(fd));
        },
        std::move(reply));
}

void NewFile::putInPlace(Reply<void> reply) const
{
    inBackground<void>(
        [from = partOf(m_path), to = QFile::encodeName(m_path)]() -> Result<> {
            if (::rename(from.constData(), to.constData()) != 0)
                return failErrno(errno, doing("Making", to));
            return {};
        },
        std::move(reply));
}

void NewFile::discard() const
{
    std::thread([name = partOf(m_path)] { ::unlink(name.constData()); }).detach();
}

} // namespace vitrine::gui
