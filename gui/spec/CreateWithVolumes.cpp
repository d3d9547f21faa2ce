// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/CreateWithVolumes.h"

namespace vitrine::gui {

QStringList volumeNames(const Backend &backend)
{
    QStringList names;
    for (const VolumeInfo &info : backend.volumes())
        names << info.name;
    return names;
}

namespace {

void makeVolumes(Backend &backend, const spec::ContainerSpec &spec, const Reply<void> &reply)
{
    const QStringList known = volumeNames(backend);
    for (const spec::Mount &mount : spec.mounts) {
        const QString name = QString::fromStdString(mount.source);
        if (mount.kind != spec::MountKind::Volume || known.contains(name))
            continue;
        backend.createVolume(name, {}, { reply.receiver, [&backend, spec, reply](const Result<QString> &made) {
                                            if (made)
                                                makeVolumes(backend, spec, reply);
                                            else
                                                reply.done(failure(made.error()));
                                        } });
        return;
    }
    reply.done({});
}

} // namespace

void createWithVolumes(Backend &backend, const spec::ContainerSpec &spec, const Reply<QString> &reply)
{
    makeVolumes(backend, spec, { reply.receiver, [&backend, spec, reply](const Result<> &made) {
                                    if (made)
                                        backend.create(spec, reply);
                                    else
                                        reply.done(failure(made.error()));
                                } });
}

void updateWithVolumes(Backend &backend, const QString &id, const spec::ContainerSpec &spec, const Reply<void> &reply)
{
    makeVolumes(backend, spec, { reply.receiver, [&backend, id, spec, reply](const Result<> &made) {
                                    if (made)
                                        backend.updateSpec(id, spec, reply);
                                    else
                                        reply.done(failure(made.error()));
                                } });
}

} // namespace vitrine::gui
