// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/files/FilesClient.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

namespace vitrine::gui {

namespace {

constexpr int kRetryMs = 400;
constexpr int kMostTries = 20;

} // namespace

/// What the thread and the client share. The thread may outlive the client: a read from a dead network share does.
struct FilesClient::Worker {
    Worker(FilesClient *owner, UniqueFd connection)
        : client(owner)
        , link(std::move(connection))
    {
    }

    void run()
    {
        const auto begun = link.begin();
        tell([this, begun] {
            if (!begun)
                return client->fail(begun.error());
            client->m_isBegun = true;
            client->m_tries = 0;
            for (const auto fact : { ipc::kHasMerged, ipc::kHasWritable, ipc::kHasBelow, ipc::kIsRunning })
                client->m_facts |= link.has(fact) ? fact : 0;
            emit client->changed();
        });
        while (begun) {
            Task task;
            {
                std::unique_lock lock(mutex);
                wake.wait(lock, [this] { return client == nullptr || !tasks.empty(); });
                if (client == nullptr)
                    return;
                task = std::move(tasks.front());
                tasks.pop_front();
            }
            tell(task(link));
        }
    }
    void tell(std::function<void()> what)
    {
        const std::lock_guard lock(mutex);
        if (client)
            QMetaObject::invokeMethod(
                client,
                [self = std::weak_ptr<Worker>(client->m_worker), owner = client, what = std::move(what)] {
                    // Nothing of a conversation that has been closed meanwhile.
                    if (const auto worker = self.lock(); worker && worker == owner->m_worker)
                        what();
                },
                Qt::QueuedConnection);
    }
    void close()
    {
        {
            const std::lock_guard lock(mutex);
            client = nullptr;
        }
        link.interrupt();
        wake.notify_all();
    }

    std::mutex mutex;
    std::condition_variable wake;
    FilesClient *client;
    std::deque<Task> tasks;
    FilesLink link;
};

FilesClient::FilesClient(Backend &backend, QObject *parent)
    : QObject(parent)
    , m_backend(backend)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &FilesClient::reopen);
}

FilesClient::~FilesClient()
{
    blockSignals(true);
    close();
}

void FilesClient::close()
{
    m_retry.stop();
    m_isBegun = false;
    m_facts = 0;
    const auto worker = std::exchange(m_worker, nullptr);
    if (!worker)
        return;
    worker->close();
    emit closed();
}

void FilesClient::follow(Owner owner, const QString &id)
{
    if (id == m_id)
        return;
    m_owner = owner;
    m_id = id;
    m_tries = 0;
    m_whyClosed.clear();
    reopen();
}

void FilesClient::reopen()
{
    close();
    if (m_id.isEmpty())
        return;
    const Reply<std::shared_ptr<UniqueFd>> reply{ this,
                                                  [this, id = m_id](Result<std::shared_ptr<UniqueFd>> connection) {
                                                      if (id != m_id)
                                                          return;
                                                      if (!connection)
                                                          return fail(connection.error());
                                                      take(std::move(**connection));
                                                  } };
    if (m_owner == Owner::Volume)
        m_backend.openVolumeFiles(m_id, reply);
    else
        m_backend.openFiles(m_id, reply);
}

void FilesClient::take(UniqueFd connection)
{
    close();
    m_whyClosed.clear();
    m_worker = std::make_shared<Worker>(this, std::move(connection));
    std::thread([worker = m_worker] { worker->run(); }).detach();
}

void FilesClient::fail(const Error &error)
{
    close();
    m_whyClosed = QString::fromStdString(error.what);
    // The container is being started or has just ended: soon its files are there again.
    const bool passes =
        error.code == ErrorCode::Busy || error.code == ErrorCode::BadState || error.code == ErrorCode::NotFound;
    if (passes && m_tries++ < kMostTries)
        m_retry.start(kRetryMs);
    emit changed();
}

bool FilesClient::post(Task task)
{
    if (!isOpen())
        return false;
    {
        const std::lock_guard lock(m_worker->mutex);
        m_worker->tasks.push_back(std::move(task));
    }
    m_worker->wake.notify_all();
    return true;
}

bool FilesClient::noteFailure(const Error &error)
{
    // What is not there inside has an errno.
    const bool isOver = error.code == ErrorCode::Protocol || error.code == ErrorCode::Timeout
        || (error.code == ErrorCode::NotFound && error.sysErrno == 0);
    if (isOver)
        fail(error);
    return isOver;
}

void FilesClient::deliver(const QPointer<QObject> &receiver, const std::function<void()> &tell)
{
    if (receiver)
        tell();
}

} // namespace vitrine::gui
