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

void createWithVolumes(Backend &backend, const spec::ContainerSpec &spec, const Reply<QString> &reply)
{
    const QStringList known = volumeNames(backend);
    for (const spec::Mount &mount : spec.mounts) {
        const QString name = QString::fromStdString(mount.source);
        if (mount.kind != spec::MountKind::Volume || known.contains(name))
            continue;
        backend.createVolume(name, {}, { reply.receiver, [&backend, spec, reply](const Result<QString> &made) {
                                            if (made)
                                                createWithVolumes(backend, spec, reply);
                                            else
                                                reply.done(failure(made.error()));
                                        } });
        return;
    }
    backend.create(spec, reply);
}

} // namespace vitrine::gui
