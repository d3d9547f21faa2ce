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
        take(id);
        m_model.setHidden(id, false);
    });
}

void Removals::remove(const QString &id)
{
    const auto info = m_backend.container(id);
    const auto same = [&](const Waiting &waiting) { return waiting.id == id; };
    if (!info || std::ranges::any_of(m_waiting, same))
        return;
    m_model.setHidden(id, true);
    const bool alive = ipc::isAlive(info->state);
    MessageBar *bar = m_messages.showNotice(
        alive ? tr("“%1” is stopped and deleted in %2 seconds.").arg(info->name).arg(kUndoMs / 1000)
              : tr("“%1” is deleted.").arg(info->name));
    bar->addAction(tr("Undo"), [this, id] { undo(id); });
    auto *timer = new QTimer(this);
    timer->setSingleShot(true);
    connect(timer, &QTimer::timeout, this, [this, id] { carryOut(id); });
    timer->start(kUndoMs);
    m_waiting.append({ id, timer, bar });
    emit waitingChanged();
}

bool Removals::undoLast()
{
    if (m_waiting.isEmpty())
        return false;
    undo(m_waiting.back().id);
    return true;
}

void Removals::finish()
{
    while (!m_waiting.isEmpty())
        carryOut(m_waiting.front().id);
    if (m_unanswered == 0)
        return;
    m_stay = std::make_unique<QEventLoopLocker>();
    QTimer::singleShot(kFinishMs, this, [this] { m_stay.reset(); });
}

void Removals::undo(const QString &id)
{
    if (take(id))
        m_model.setHidden(id, false);
}

void Removals::carryOut(const QString &id)
{
    if (!take(id))
        return;
    const auto info = m_backend.container(id);
    if (!info)
        return;
    ++m_unanswered;
    m_backend.remove(id, ipc::isAlive(info->state),
                     { this, [this, id, name = info->name](const Result<> &done) { carriedOut(id, name, done); } });
}

void Removals::carriedOut(const QString &id, const QString &name, const Result<> &done)
{
    if (--m_unanswered == 0)
        m_stay.reset();
    if (done)
        return;
    m_model.setHidden(id, false);
    m_messages.showError(explain(tr("Could not delete “%1”.").arg(name), done.error()));
}

std::optional<Removals::Waiting> Removals::take(const QString &id)
{
    const auto found = std::ranges::find_if(m_waiting, [&](const Waiting &waiting) { return waiting.id == id; });
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
