// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/images/ArchiveSource.h"

#include "gui/images/CompressedImages.h"
#include "gui/images/SkopeoOutput.h"

#include <QDirIterator>
#include <QFileInfo>

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::gui {

namespace {

constexpr int kProgressMs = 200;
constexpr int kPatienceMs = 2000; ///< between the request to end and the kill
const QString kArchiveName = QStringLiteral("image.tar");

/// Where there is room for what a registry gives; skopeo's own files go there too.
QString bigTemporaryDirectory()
{
    return qEnvironmentVariable("TMPDIR", QStringLiteral("/var/tmp"));
}

Result<UniqueFd> temporaryFile()
{
    const QByteArray directory = bigTemporaryDirectory().toLocal8Bit();
    UniqueFd fd(::open(directory.constData(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (fd || errno != EOPNOTSUPP)
        return fd ? Result<UniqueFd>(std::move(fd))
                  : failErrno(errno, "Making a temporary file in " + directory.toStdString());
    QByteArray path = directory + "/vitrine-XXXXXX";
    fd.reset(::mkostemp(path.data(), O_CLOEXEC));
    if (!fd)
        return failErrno(errno, "Making a temporary file in " + directory.toStdString());
    ::unlink(path.constData());
    return fd;
}

quint64 sizeOfFile(int fd)
{
    struct stat status { };
    return ::fstat(fd, &status) == 0 ? static_cast<quint64>(status.st_size) : 0;
}

quint64 sizeOfTree(const QString &path)
{
    quint64 bytes = 0;
    QDirIterator files(path, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        files.next();
        bytes += static_cast<quint64>(files.fileInfo().size());
    }
    return bytes;
}

Error notInstalled(const QString &program)
{
    return Error{ ErrorCode::Unsupported, 0,
                  QStringLiteral("%1 could not be run: install the package %1").arg(program).toStdString() };
}

} // namespace

ArchiveSource::ArchiveSource(Kind kind, QString name, QObject *parent)
    : QObject(parent)
    , m_kind(kind)
    , m_name(std::move(name))
{
    m_timer.setInterval(kProgressMs);
    connect(&m_timer, &QTimer::timeout, this, &ArchiveSource::tellProgress);
}

ArchiveSource::~ArchiveSource()
{
    if (!m_process)
        return;
    // What it still writes has no name or lies in a directory that goes with this.
    m_process->disconnect(this);
    m_process->kill();
    m_process->waitForFinished(kPatienceMs);
}

void ArchiveSource::start()
{
    m_timer.start();
    switch (m_kind) {
    case Kind::File:
        return openFile();
    case Kind::Folder:
        return pack(QStringLiteral("tar"),
                    { QStringLiteral("--create"), QStringLiteral("--file=-"), QStringLiteral("--owner=0"),
                      QStringLiteral("--group=0"), QStringLiteral("--numeric-owner"),
                      QStringLiteral("--directory=") + m_name, QStringLiteral(".") });
    case Kind::Stream:
        return pack(QStringLiteral("cat"), {});
    case Kind::Registry:
        return inspect();
    }
}

void ArchiveSource::openFile()
{
    // O_NONBLOCK: opening a FIFO must not wait for a writer.
    const std::string path = m_name.toStdString();
    UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    struct stat status { };
    if (!fd || ::fstat(fd.get(), &status) != 0)
        return settle(failErrno(errno, "Opening the archive " + path, ErrorCode::SourceNotAllowed));
    if (!S_ISREG(status.st_mode))
        return settle(failure(ErrorCode::SourceNotAllowed, path + " is not a file, so it cannot be an archive"));
    offer(std::move(fd));
}

void ArchiveSource::offer(UniqueFd archive)
{
    const auto program = decompressorOfImages(archive.get());
    if (!program)
        return settle(std::move(archive));
    m_compressed = std::move(archive);
    pack(*program, { QStringLiteral("-dc") });
}

void ArchiveSource::runInto(const QString &program, const QStringList &arguments, int outputFd)
{
    if (m_process)
        m_process.release()->deleteLater(); // it is what calls
    m_process = std::make_unique<QProcess>();
    if (m_kind == Kind::Stream && !m_compressed)
        m_process->setInputChannelMode(QProcess::ForwardedInputChannel);
    else
        m_process->setStandardInputFile(QProcess::nullDevice());
    m_process->setChildProcessModifier([outputFd, inputFd = m_compressed.get()] {
        if (outputFd >= 0)
            ::dup2(outputFd, STDOUT_FILENO);
        if (inputFd >= 0)
            ::dup2(inputFd, STDIN_FILENO);
    });
    if (m_directory) {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("TMPDIR"), m_directory->path());
        m_process->setProcessEnvironment(environment);
    }
    connect(m_process.get(), &QProcess::finished, this, &ArchiveSource::onProcessEnded);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this, program](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            settle(failure(notInstalled(program)));
    });
    m_process->start(program, arguments);
}

void ArchiveSource::pack(const QString &program, const QStringList &arguments)
{
    auto file = temporaryFile();
    if (!file)
        return settle(failure(file.error()));
    m_packed = std::move(*file);
    runInto(program, arguments, m_packed.get());
}

void ArchiveSource::inspect()
{
    m_isInspecting = true;
    runInto(QStringLiteral("skopeo"), skopeo::inspectArguments(m_name), -1);
}

void ArchiveSource::pull()
{
    m_isInspecting = false;
    m_total = skopeo::sizeOf(m_process->readAllStandardOutput()).bytes;
    m_directory = std::make_unique<QTemporaryDir>(bigTemporaryDirectory() + QStringLiteral("/vitrine-pull-XXXXXX"));
    if (!m_directory->isValid())
        return settle(
            failure(ErrorCode::System, "Making a temporary directory: " + m_directory->errorString().toStdString()));
    runInto(QStringLiteral("skopeo"), skopeo::copyArguments(m_name, m_directory->filePath(kArchiveName)), -1);
}

void ArchiveSource::onProcessEnded()
{
    if (m_result)
        return;
    if (m_isCancelled)
        return settle(failure(ErrorCode::Cancelled, "Cancelled"));
    if (m_process->exitStatus() != QProcess::NormalExit || m_process->exitCode() != 0) {
        const QString reason = skopeo::reasonIn(m_process->readAllStandardError());
        return settle(failure(ErrorCode::System,
                              QStringLiteral("%1: %2")
                                  .arg(m_kind == Kind::Stream ? QStringLiteral("Reading standard input") : m_name,
                                       reason.isEmpty() ? m_process->errorString() : reason)
                                  .toStdString()));
    }
    if (m_isInspecting)
        return pull();
    if (m_compressed || m_kind == Kind::Folder)
        return settle(std::move(m_packed));
    if (m_kind == Kind::Stream)
        return offer(std::move(m_packed));
    const QByteArray path = m_directory->filePath(kArchiveName).toLocal8Bit();
    UniqueFd fd(::open(path.constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!fd)
        return settle(failErrno(errno, "Opening what was pulled"));
    m_directory->remove();
    settle(std::move(fd));
}

void ArchiveSource::cancel()
{
    if (m_result || m_isCancelled)
        return;
    m_isCancelled = true;
    if (!m_process)
        return settle(failure(ErrorCode::Cancelled, "Cancelled"));
    m_process->terminate();
    QTimer::singleShot(kPatienceMs, m_process.get(), &QProcess::kill);
}

void ArchiveSource::tellProgress()
{
    if (m_packed)
        Q_EMIT progressed(sizeOfFile(m_packed.get()), 0);
    else if (m_directory)
        Q_EMIT progressed(qMin(sizeOfTree(m_directory->path()), m_total == 0 ? quint64(-1) : m_total), m_total);
}

void ArchiveSource::settle(Result<UniqueFd> result)
{
    if (m_result)
        return;
    m_timer.stop();
    m_result = std::move(result);
    QMetaObject::invokeMethod(this, &ArchiveSource::finished, Qt::QueuedConnection);
}

Result<UniqueFd> ArchiveSource::take()
{
    if (!m_result)
        return failure(ErrorCode::BadState, "The archive is not there yet");
    return std::exchange(*m_result, failure(ErrorCode::BadState, "The archive has been taken"));
}

} // namespace vitrine::gui
