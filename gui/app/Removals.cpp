// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/Removals.h"

#include "gui/list/ContainerListModel.h"
#include "gui/widgets/MessageBar.h"

#include <QPushButton>
#include <QTimer>

#include <algorithm>

namespace vitrine::gui {

Removals::Removals(Backend &backend, ContainerListModel &model, MessageArea &messages, QObject *parent)
    : QObject(parent)
    , m_backend(backend)
    , m_model(model)
    , m_messages(messages)
{
    // Somebody else may delete it first, by the command line.
    connect(&m_backend, &Backend::containerRemoved, this, [this](const QString &id) {
        gone(id);
        m_model.setHidden(id, false);
    });
    connect(&m_backend, &Backend::imageRemoved, this, &Removals::gone);
    connect(&m_backend, &Backend::volumeRemoved, this, &Removals::gone);
}

void Removals::remove(const QString &id)
{
    const auto info = m_backend.container(id);
    if (!info)
        return;
    remove(Removable{
        id,
        ipc::isAlive(info->state) ? tr("“%1” is stopped and deleted in %2 seconds.").arg(info->name).arg(kUndoMs / 1000)
                                  : tr("“%1” is deleted.").arg(info->name),
        tr("Could not delete “%1”.").arg(info->name), [this, id](bool hidden) { m_model.setHidden(id, hidden); },
        [this, id](Reply<void> reply) {
            const auto now = m_backend.container(id);
            m_backend.remove(id, now && ipc::isAlive(now->state), std::move(reply));
        } });
}

void Removals::remove(const Removable &object)
{
    const auto same = [&](const Waiting &waiting) { return waiting.object.id == object.id; };
    if (std::ranges::any_of(m_waiting, same))
        return;
    object.setHidden(true);
    MessageBar *bar = m_messages.showNotice(object.notice);
    bar->addAction(tr("Undo"), [this, id = object.id] { undo(id); });
    auto *timer = new QTimer(this);
    timer->setSingleShot(true);
    connect(timer, &QTimer::timeout, this, [this, id = object.id] { carryOut(id); });
    timer->start(kUndoMs);
    m_waiting.append({ object, timer, bar });
    emit waitingChanged();
}

bool Removals::undoLast()
{
    if (m_waiting.isEmpty())
        return false;
    undo(m_waiting.back().object.id);
    return true;
}

void Removals::finish()
{
    while (!m_waiting.isEmpty())
        carryOut(m_waiting.front().object.id);
    if (m_unanswered == 0)
        return;
    m_stay = std::make_unique<QEventLoopLocker>();
    QTimer::singleShot(kFinishMs, this, [this] { m_stay.reset(); });
}

void Removals::undo(const QString &id)
{
    if (const auto waiting = take(id))
        waiting->object.setHidden(false);
}

void Removals::carryOut(const QString &id)
{
    const auto waiting = take(id);
    if (!waiting)
        return;
    ++m_unanswered;
    waiting->object.remove(
        { this, [this, object = waiting->object](const Result<> &done) { carriedOut(object, done); } });
}

void Removals::carriedOut(const Removable &object, const Result<> &done)
{
    if (--m_unanswered == 0)
        m_stay.reset();
    if (done)
        return;
    object.setHidden(false);
    m_messages.showError(explain(object.failure, done.error()));
}

void Removals::gone(const QString &id)
{
    if (const auto waiting = take(id))
        waiting->object.setHidden(false);
}

std::optional<Removals::Waiting> Removals::take(const QString &id)
{
    const auto found = std::ranges::find_if(m_waiting, [&](const Waiting &waiting) { return waiting.object.id == id; });
    if (found == m_waiting.end())
        return std::nullopt;
    const Waiting waiting = *found;
    m_waiting.erase(found);
    waiting.timer->deleteLater();
    waiting.timer->stop();
    if (waiting.bar)
        emit waiting.bar->closed();
    emit waitingChanged();
    return waiting;
}

} // namespace vitrine::gui
