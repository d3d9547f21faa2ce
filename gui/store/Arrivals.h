// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

#include <memory>

namespace vitrine::gui {

class ArchiveSource;
class MessageArea;

/// Images on their way here: a folder is packed and a name pulled by the person's own programs, and what comes of it
/// goes to the helper. Until then each stands among the images as one that is being imported.
class Arrivals : public QObject {
    Q_OBJECT
public:
    Arrivals(Backend &backend, MessageArea &messages, QObject *parent);
    ~Arrivals() override;

    void bring(const QString &path); ///< an archive, an OCI layout or a root file system as a folder
    void pull(const QString &name);
    bool cancel(const QString &id); ///< false when it is none of these

    [[nodiscard]] std::vector<ImageInfo> images() const;
    [[nodiscard]] std::optional<ImageInfo> image(const QString &id) const;

signals:
    void changed();
    void imported(const QString &id); ///< the helper has it, and reads it

private:
    struct Arrival {
        ImageInfo info; ///< as it is shown
        QStringList names; ///< that it is to have; none: its own
        std::unique_ptr<ArchiveSource> source;
        QString failure; ///< the sentence that says what did not work
    };
    void start(std::unique_ptr<ArchiveSource> source, const QString &title, const QStringList &names,
               const QString &failure);
    void finish(const QString &id);
    void hand(UniqueFd archive, const QStringList &names, const QString &failure);
    [[nodiscard]] Arrival *find(const QString &id);

    Backend &m_backend;
    MessageArea &m_messages;
    std::vector<Arrival> m_arrivals;
    int m_started = 0;
};

} // namespace vitrine::gui
