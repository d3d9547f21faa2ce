// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace vitrine::gui {

/// What skopeo is told, and what it says.
namespace skopeo {

/// Loopback registries, such as one that runs in a container here, may be reached without TLS.
bool isLoopback(const QString &name);
QStringList inspectArguments(const QString &name);
/// Into an OCI archive at `path`.
QStringList copyArguments(const QString &name, const QString &path);

struct Size {
    quint64 bytes = 0; ///< of all layers as they travel
    quint64 layers = 0;
};
/// Of what `skopeo inspect` prints; zeros where it does not say.
Size sizeOf(const QByteArray &inspected);

/// The reason in the last thing that it said: the message alone of `level=fatal msg="…"`.
QString reasonIn(const QByteArray &said);

} // namespace skopeo

} // namespace vitrine::gui
