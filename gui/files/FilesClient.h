// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"
#include "gui/files/FilesLink.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

namespace vitrine::gui {

/// The files of one container or volume for a window: a conversation in a thread of its own, opened anew when the
/// helper ends it, as it does when the container starts or ends, or the volume is restored. Work is done in the order
/// in which it is given.
class FilesClient : public QObject {
    Q_OBJECT
public:
    explicit FilesClient(Backend &backend, QObject *parent = nullptr);
    ~FilesClient() override;

    /// Of this container from now on; nobody's for "". What was asked of the one before is dropped.
    void setContainer(const QString &id) { follow(Owner::Container, id); }
    void setVolume(const QString &id) { follow(Owner::Volume, id); }
    [[nodiscard]] bool isOpen() const { return m_worker != nullptr && m_isBegun; }
    /// Of the open conversation.
    [[nodiscard]] bool has(std::uint64_t fact) const { return isOpen() && (m_facts & fact) != 0; }
    [[nodiscard]] QString whyClosed() const { return m_whyClosed; }
    /// Opens it anew, also after a failure that would not go away by itself.
    void reopen();

    /// Does `work` in the thread and gives its result to `done` here, unless the conversation has ended by then or
    /// `receiver` is gone. False when none is open.
    template <typename T>
    bool run(QObject *receiver, std::function<Result<T>(FilesLink &)> work, std::function<void(Result<T>)> done)
    {
        return post([this, receiver = QPointer<QObject>(receiver), work = std::move(work),
                     done = std::move(done)](FilesLink &link) -> std::function<void()> {
            auto result = std::make_shared<Result<T>>(work(link));
            return [this, receiver, result, done] {
                if (*result || !noteFailure(result->error()))
                    deliver(receiver, [&] { done(std::move(*result)); });
            };
        });
    }
    /// Gives up what is under way; the conversation is opened anew.
    void cancel() { reopen(); }

signals:
    /// The conversation that was open is so no longer: what was under way is given up.
    void closed();
    /// A conversation is open, or there is none any more and `whyClosed()` says why.
    void changed();

private:
    enum class Owner { Container, Volume };
    struct Worker;
    using Task = std::function<std::function<void()>(FilesLink &)>;

    void follow(Owner owner, const QString &id);
    bool post(Task task);
    void close();
    void take(UniqueFd connection);
    void fail(const Error &error);
    /// True when the failure is the end of the conversation.
    bool noteFailure(const Error &error);
    static void deliver(const QPointer<QObject> &receiver, const std::function<void()> &tell);

    Backend &m_backend;
    Owner m_owner = Owner::Container;
    QString m_id;
    std::shared_ptr<Worker> m_worker;
    bool m_isBegun = false;
    std::uint64_t m_facts = 0;
    QString m_whyClosed;
    QTimer m_retry;
    int m_tries = 0;
};

} // namespace vitrine::gui
