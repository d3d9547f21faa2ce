// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/limits/LimitsModel.h"

#include <QUndoCommand>

#include <algorithm>
#include <cmath>
#include <utility>

namespace vitrine::gui {

/// One change of one limit. It restores that limit only, so that what others changed meanwhile stays.
class LimitsCommand : public QUndoCommand {
public:
    LimitsCommand(LimitsModel &model, LimitKey key, spec::Limits after, int gesture)
        : QUndoCommand(LimitsModel::tr("Change %1").arg(limitLabel(key)))
        , m_model(model)
        , m_key(std::move(key))
        , m_before(model.limits())
        , m_after(std::move(after))
        , m_gesture(gesture)
    {
    }

    void redo() override { apply(m_after); }
    void undo() override
    {
        if (m_model.m_reverting)
            setObsolete(true);
        apply(m_before);
    }
    int id() const override { return 1; }
    bool mergeWith(const QUndoCommand *other) override
    {
        const auto *next = static_cast<const LimitsCommand *>(other);
        if (next->m_gesture == 0 || next->m_gesture != m_gesture || next->m_key != m_key)
            return false;
        m_after = next->m_after;
        return true;
    }

private:
    friend class LimitsModel;
    void apply(const spec::Limits &from)
    {
        spec::Limits limits = m_model.limits();
        copyLimit(from, limits, m_key);
        m_model.show(limits);
    }

    LimitsModel &m_model;
    LimitKey m_key;
    spec::Limits m_before;
    spec::Limits m_after;
    int m_gesture;
};

LimitsModel::LimitsModel(Backend &backend, QObject *parent)
    : QObject(parent)
    , m_backend(backend)
{
    m_undo.setUndoLimit(100);
    connect(&m_backend, &Backend::containerChanged, this, &LimitsModel::follow);
}

void LimitsModel::setContainer(const std::optional<ContainerInfo> &container)
{
    const QString id = container ? container->id : QString();
    if (id == m_id) {
        follow(id);
        return;
    }
    leave();
    m_id = id;
    m_inGesture = false;
    m_alive = container && ipc::isAlive(container->state);
    m_hasNetwork = container && container->spec.network != spec::NetworkKind::None;
    m_limits = m_confirmed = container ? container->spec.limits : spec::Limits{};
    // Back to one whose answer is still awaited: what was wanted last is shown on.
    if (const auto sending = m_sending.find(m_id); sending != m_sending.end())
        m_limits = std::exchange(sending->second.next, std::nullopt).value_or(sending->second.sent);
    m_disk.clear();
    rememberDisk();
    m_undo.clear();
    emit changed();
}

/// What waits behind a call in flight must not be lost with the container that is no longer shown.
void LimitsModel::leave()
{
    const auto sending = m_sending.find(m_id);
    if (sending != m_sending.end() && m_limits != sending->second.sent)
        sending->second.next = m_limits;
}

void LimitsModel::setSystemReport(const ipc::SystemReport &report)
{
    m_host = report;
    emit changed();
}

QString LimitsModel::missing(LimitId id) const
{
    // Without a report nothing is known to be missing.
    if (m_host.cgroupMode.empty())
        return {};
    const QString controller = limitController(id);
    const auto &present = m_host.controllers;
    if (std::find(present.begin(), present.end(), controller.toStdString()) != present.end())
        return {};
    return tr("needs the “%1” controller").arg(controller);
}

void LimitsModel::setValue(const LimitKey &key, std::optional<double> value)
{
    spec::Limits after = m_limits;
    setLimitValue(after, key, value);
    change(key, std::move(after));
}

void LimitsModel::setCores(const std::optional<std::string> &cpus)
{
    spec::Limits after = m_limits;
    after.cpusetCpus = cpus;
    change({ LimitId::Cores, {} }, std::move(after));
}

void LimitsModel::beginGesture()
{
    m_inGesture = true;
    ++m_gesture;
}

void LimitsModel::endGesture()
{
    m_inGesture = false;
}

void LimitsModel::change(const LimitKey &key, spec::Limits after)
{
    if (m_id.isEmpty() || after == m_limits)
        return;
    m_undo.push(new LimitsCommand(*this, key, std::move(after), m_inGesture ? m_gesture : 0));
}

void LimitsModel::show(const spec::Limits &limits)
{
    if (m_reverting || limits == m_limits)
        return;
    m_limits = limits;
    rememberDisk();
    emit changed();
    send();
}

void LimitsModel::follow(const QString &id)
{
    if (id.isEmpty() || id != m_id)
        return;
    const auto container = m_backend.container(id);
    if (!container)
        return;
    m_alive = ipc::isAlive(container->state);
    // While a change of ours is on its way, what the helper says is older than what is shown.
    if (!isInFlight())
        m_limits = m_confirmed = container->spec.limits;
    rememberDisk();
    emit changed();
}

void LimitsModel::rememberDisk()
{
    const auto isRemembered = [this](const spec::IoLimit &limit) {
        return QString::fromStdString(limit.device) == m_disk;
    };
    if (!m_limits.io.empty() && std::ranges::none_of(m_limits.io, isRemembered))
        m_disk = QString::fromStdString(m_limits.io.front().device);
}

QString LimitsModel::disk() const
{
    QString first;
    for (const LimitKey &key : limitKeys(m_host, m_limits)) {
        if (key.id != LimitId::DiskWrite)
            continue;
        if (key.device == m_disk)
            return m_disk;
        if (first.isEmpty())
            first = key.device;
    }
    return first;
}

void LimitsModel::send()
{
    if (isInFlight() || m_limits == m_confirmed)
        return;
    const auto container = m_backend.container(m_id);
    sendFor(m_id, container ? container->name : m_id, m_limits);
}

void LimitsModel::sendFor(const QString &id, const QString &name, const spec::Limits &limits)
{
    m_sending[id] = { name, limits, std::nullopt };
    m_backend.updateLimits(id, limits, { this, [this, id](const Result<> &result) { answered(id, result); } });
}

void LimitsModel::answered(const QString &id, const Result<> &result)
{
    const Sending sending = std::move(m_sending.extract(id).mapped());
    if (id != m_id) {
        answeredElsewhere(id, sending, result);
        return;
    }
    if (result)
        m_confirmed = sending.sent;
    else if (sending.sent == m_limits)
        revert();
    if (!result)
        emit failed(QString::fromStdString(result.error().what));
    send();
}

void LimitsModel::answeredElsewhere(const QString &id, const Sending &sending, const Result<> &result)
{
    if (!result)
        emit failedElsewhere(sending.name, QString::fromStdString(result.error().what));
    if (sending.next)
        sendFor(id, sending.name, *sending.next);
}

void LimitsModel::revert()
{
    // What was refused leaves the stack without being sent again. When it was an undo that was refused, no command
    // stands for it, and the stack no longer describes what holds.
    const auto *last = static_cast<const LimitsCommand *>(m_undo.command(m_undo.index() - 1));
    m_reverting = true;
    if (last && last->m_after == m_limits)
        m_undo.undo();
    else
        m_undo.clear();
    m_reverting = false;
    m_limits = m_confirmed;
    emit changed();
}

} // namespace vitrine::gui

#include "moc_LimitsModel.cpp"
