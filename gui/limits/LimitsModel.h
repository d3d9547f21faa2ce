// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"
#include "gui/limits/LimitKeys.h"

#include <QUndoStack>

#include <map>

namespace vitrine::gui {

/// The one holder of the selected container's limits. Lines, sliders, boxes and cells all change it and follow it.
/// Every change is one undo step and is sent at once; while an answer is awaited, only the newest limits wait. They are
/// sent even when another container is shown by then.
class LimitsModel : public QObject {
    Q_OBJECT
public:
    explicit LimitsModel(Backend &backend, QObject *parent = nullptr);

    void setContainer(const std::optional<ContainerInfo> &container);
    void setSystemReport(const ipc::SystemReport &report);

    [[nodiscard]] const QString &containerId() const { return m_id; } ///< empty: nothing is shown
    [[nodiscard]] bool isAlive() const { return m_alive; } ///< changes hold now; otherwise from the next start
    [[nodiscard]] bool hasNetwork() const { return m_hasNetwork; } ///< beyond the loopback device
    [[nodiscard]] const spec::Limits &limits() const { return m_limits; }
    [[nodiscard]] const ipc::SystemReport &host() const { return m_host; }
    [[nodiscard]] std::optional<double> value(const LimitKey &key) const { return limitValue(m_limits, key); }
    [[nodiscard]] LimitRange range(const LimitKey &key) const { return limitRange(key, m_host); }
    /// The disk that the chart of disks and the first rows of the panel speak of: the one that has a limit, or had one
    /// last, otherwise the first of this computer; empty when none is known.
    [[nodiscard]] QString disk() const;
    /// Why this limit cannot be set on this computer, in a few words; empty when it can.
    [[nodiscard]] QString missing(LimitId id) const;

    void setValue(const LimitKey &key, std::optional<double> value);
    void setCores(const std::optional<std::string> &cpus);
    /// What changes between the two, on one limit, is one undo step.
    void beginGesture();
    void endGesture();

    [[nodiscard]] QUndoStack &undoStack() { return m_undo; }

signals:
    void changed(); ///< another value, container or host
    void failed(const QString &sentence); ///< the limits are back to what holds
    void failedElsewhere(const QString &name, const QString &sentence); ///< of a container that was shown before

private:
    friend class LimitsCommand;
    /// A call whose answer is awaited.
    struct Sending {
        QString name; ///< of the container
        spec::Limits sent;
        std::optional<spec::Limits> next; ///< wanted when another container was chosen meanwhile
    };
    void change(const LimitKey &key, spec::Limits after);
    void show(const spec::Limits &limits); ///< from a command: shows and sends
    void follow(const QString &id);
    void rememberDisk();
    [[nodiscard]] bool isInFlight() const { return m_sending.contains(m_id); }
    void leave();
    void send();
    void sendFor(const QString &id, const QString &name, const spec::Limits &limits);
    void answered(const QString &id, const Result<> &result);
    void answeredElsewhere(const QString &id, const Sending &sending, const Result<> &result);
    void revert();

    Backend &m_backend;
    QString m_id;
    bool m_alive = false;
    bool m_hasNetwork = false;
    ipc::SystemReport m_host;
    spec::Limits m_limits; ///< as shown
    spec::Limits m_confirmed; ///< as the helper has them
    QString m_disk; ///< that had a limit last
    std::map<QString, Sending> m_sending; ///< by container
    bool m_reverting = false;
    bool m_inGesture = false;
    int m_gesture = 0;
    QUndoStack m_undo;
};

} // namespace vitrine::gui
