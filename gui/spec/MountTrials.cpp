// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/MountTrials.h"

#include <algorithm>

namespace vitrine::gui {

namespace {

constexpr int kRestMs = 200; // between two keys of a person who types a path

bool isSameFolder(const spec::Mount &a, const spec::Mount &b)
{
    return a.kind == b.kind && a.source == b.source && a.access == b.access && a.recursive == b.recursive
        && a.propagation == b.propagation;
}

/// What decides the ids under which a mount is tried.
bool haveSameIds(const spec::ContainerSpec &a, const spec::ContainerSpec &b)
{
    return a.identity == b.identity && a.user == b.user;
}

bool isTriable(const spec::Mount &mount)
{
    return mount.kind == spec::MountKind::Bind && mount.source.starts_with('/');
}

/// Only what a trial is about: the rest may still be wrong.
spec::ContainerSpec reduced(const spec::ContainerSpec &spec)
{
    spec::ContainerSpec trial;
    trial.identity = spec.identity;
    trial.user = spec.user;
    std::ranges::copy_if(spec.mounts, std::back_inserter(trial.mounts), isTriable);
    return trial;
}

} // namespace

const spec::MountVerdict *findVerdict(const KnownVerdicts &verdicts, const spec::Mount &mount)
{
    const auto found =
        std::ranges::find_if(verdicts, [&mount](const auto &known) { return isSameFolder(known.first, mount); });
    return found == verdicts.end() ? nullptr : &found->second;
}

MountTrials::MountTrials(Backend &backend, QObject *parent)
    : QObject(parent)
    , m_backend(backend)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(&m_rest, &QTimer::timeout, this, &MountTrials::ask);
}

void MountTrials::want(const spec::ContainerSpec &spec)
{
    spec::ContainerSpec wanted = reduced(spec);
    const bool areTheSame =
        haveSameIds(wanted, m_wanted) && std::ranges::equal(wanted.mounts, m_wanted.mounts, isSameFolder);
    if (areTheSame)
        return;
    if (!haveSameIds(wanted, m_wanted))
        m_known.clear();
    m_wanted = std::move(wanted);
    m_rest.start();
}

void MountTrials::ask()
{
    if (m_wanted.mounts.empty())
        return;
    if (m_isAsking) {
        m_askAgain = true;
        return;
    }
    m_isAsking = true;
    m_backend.tryMounts(m_wanted,
                        { this, [this, asked = m_wanted](const Result<std::vector<spec::MountVerdict>> &verdicts) {
                             m_isAsking = false;
                             // A helper that cannot say leaves the row to what this program sees itself.
                             if (verdicts)
                                 take(asked, *verdicts);
                             if (std::exchange(m_askAgain, false))
                                 ask();
                         } });
}

void MountTrials::take(const spec::ContainerSpec &asked, const std::vector<spec::MountVerdict> &verdicts)
{
    if (!haveSameIds(asked, m_wanted))
        return;
    KnownVerdicts known;
    for (const spec::MountVerdict &verdict : verdicts) {
        if (verdict.row < asked.mounts.size())
            known.emplace_back(asked.mounts[verdict.row], verdict);
    }
    if (known == m_known)
        return;
    m_known = std::move(known);
    emit changed();
}

} // namespace vitrine::gui
